#include "server/auth/PasswordPolicy.h"

#include "server/auth/AuthSettings.h"
#include "server/auth/PasswordHasher.h"

#include <QJsonArray>

#include <sodium.h>
#include <zxcvbn.h>

#include <algorithm>
#include <array>

namespace roster::server {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestPassword = 256;
/// Shorter names are parts of ordinary words.
constexpr qsizetype shortestContextWord = 4;
constexpr QStringView product = u"roster";

qsizetype characterCount(QStringView text)
{
    return text.size() - std::ranges::count_if(text, [](QChar c) { return c.isLowSurrogate(); });
}

bool containsWord(QStringView text, QStringView word)
{
    return word.size() >= shortestContextWord && text.contains(word, Qt::CaseInsensitive);
}

struct Strength
{
    double bits = 0;
    bool isDictionaryWord = false; ///< as a whole, also with look-alike characters or repeated
};

bool isDictionaryMatch(const ZxcMatch_t &match)
{
    const int type = static_cast<int>(match.Type) & ~static_cast<int>(MULTIPLE_MATCH);
    return type == DICTIONARY_MATCH || type == DICT_LEET_MATCH || type == REPEATS_MATCH;
}

Strength strengthOf(const SecretBytes &password, QStringView username)
{
    SecretBytes phrase(password.size() + 1);
    std::copy_n(password.data(), password.size(), phrase.data());
    const QByteArray user = username.toUtf8();
    const QByteArray productName = product.toUtf8();
    std::array<const char *, 3> context{productName.constData(), user.constData(), nullptr};
    if (user.isEmpty())
        context[1] = nullptr;

    ZxcMatch_t *matches = nullptr;
    Strength strength;
    strength.bits
        = ZxcvbnMatch(reinterpret_cast<const char *>(phrase.data()), context.data(), &matches);
    strength.isDictionaryWord = matches && !matches->Next && isDictionaryMatch(*matches);
    ZxcvbnFreeInfo(matches);
    return strength;
}

Error weakPassword(const QStringList &reasons)
{
    return {ErrorCode::WeakPassword,
        u"This password cannot be used: choose a longer or less common one."_s,
        {{u"reasons"_s, QJsonArray::fromStringList(reasons)}}};
}

} // namespace

PasswordPolicy::PasswordPolicy(const AuthSettings &settings)
    : m_minimumLength(settings.minimumPasswordLength)
    , m_minimumBits(settings.minimumPasswordBits)
{
}

Outcome PasswordPolicy::check(
    const SecretBytes &password, QStringView username, const SecretBytes *oldPassword) const
{
    const SecretBytes normal = normalisedPassword(password);
    QString text = QString::fromUtf8(normal.view());
    const qsizetype length = characterCount(text);
    const bool hasContext = containsWord(text, product) || containsWord(text, username);
    wipe(text);

    QStringList reasons;
    if (length < m_minimumLength)
        reasons.append(u"too_short"_s);
    if (length > longestPassword)
        return weakPassword({u"too_long"_s});
    if (hasContext)
        reasons.append(u"contains_context"_s);
    if (oldPassword && normalisedPassword(*oldPassword).view() == normal.view())
        reasons.append(u"same_as_old"_s);
    if (const Strength strength = strengthOf(normal, username); strength.bits < m_minimumBits)
        reasons.append(strength.isDictionaryWord ? u"too_common"_s : u"too_easy"_s);
    return reasons.isEmpty() ? Outcome(Done{}) : Outcome(weakPassword(reasons));
}

} // namespace roster::server
