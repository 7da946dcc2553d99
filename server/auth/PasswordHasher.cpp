#include "server/auth/PasswordHasher.h"

#include "server/auth/AuthErrors.h"

#include <crypt.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>

namespace roster::server {

using namespace Qt::StringLiterals;

namespace {

/// No password that the policy allows is longer, whatever its characters.
constexpr std::size_t longestEncoded = 4096;
constexpr qsizetype bcryptLength = 60;

QByteArray randomBase64(std::size_t size)
{
    const SecretBytes bytes = SecretBytes::random(size);
    return bytes.view().toByteArray().toBase64(QByteArray::OmitTrailingEquals);
}

/// A well-formed hash, with the parameters of @p cost, that no password is known to match.
QByteArray junkHash(const Argon2Cost &cost)
{
    return "$argon2id$v=19$m=" + QByteArray::number(qulonglong{cost.memoryBytes / 1024})
        + ",t=" + QByteArray::number(qulonglong{cost.passes}) + ",p=1$"
        + randomBase64(crypto_pwhash_argon2id_SALTBYTES) + '$' + randomBase64(32);
}

/// Never null, which libsodium forbids even for an empty password.
const char *charsOf(const SecretBytes &password)
{
    return password.isEmpty() ? "" : reinterpret_cast<const char *>(password.data());
}

bool isBcrypt(QStringView stored)
{
    return stored.size() == bcryptLength
        && (stored.startsWith(u"$2b$") || stored.startsWith(u"$2a$") || stored.startsWith(u"$2y$"));
}

bool matchesArgon2(const SecretBytes &password, const QByteArray &stored)
{
    return crypto_pwhash_str_verify(stored.constData(), charsOf(password), password.size()) == 0;
}

bool matchesBcrypt(const SecretBytes &password, const QByteArray &stored)
{
    // crypt() reads to the first NUL: what follows one would not be verified at all.
    if (password.view().contains('\0'))
        return false;
    SecretBytes phrase(password.size() + 1);
    std::copy_n(password.data(), password.size(), phrase.data());
    const auto scratch = std::make_unique<crypt_data>();
    const char *hashed = crypt_rn(reinterpret_cast<const char *>(phrase.data()), stored.constData(),
        scratch.get(), static_cast<int>(sizeof(crypt_data)));
    const bool isMatch = hashed && std::strlen(hashed) == static_cast<std::size_t>(stored.size())
        && sodium_memcmp(hashed, stored.constData(), static_cast<std::size_t>(stored.size())) == 0;
    sodium_memzero(scratch.get(), sizeof(crypt_data));
    return isMatch;
}

} // namespace

SecretBytes normalisedPassword(const SecretBytes &utf8)
{
    QString text = QString::fromUtf8(utf8.view());
    QString normal = text.normalized(QString::NormalizationForm_KC);
    SecretBytes result = SecretBytes::copyOf(QStringView(normal));
    wipe(text);
    wipe(normal);
    return result;
}

PasswordHasher::PasswordHasher(Argon2Cost cost)
    : m_cost(cost)
    , m_junkHash(junkHash(cost))
{
}

Result<QString> PasswordHasher::hash(const SecretBytes &password) const
{
    const SecretBytes normal = normalisedPassword(password);
    std::array<char, crypto_pwhash_STRBYTES> text{};
    const int failed = crypto_pwhash_str_alg(text.data(), charsOf(normal), normal.size(),
        m_cost.passes, m_cost.memoryBytes, crypto_pwhash_ALG_ARGON2ID13);
    if (failed)
        return tooBusy();
    return QString::fromLatin1(text.data());
}

bool PasswordHasher::verify(const SecretBytes &password, const QString &stored) const
{
    if (password.size() > longestEncoded) {
        pretendToVerify(password);
        return false;
    }
    const QByteArray hash = stored.toLatin1();
    if (isBcrypt(stored)) {
        // The system before hashed what was typed; a client may have composed it otherwise.
        // Once where both are the same, so that a wrong password costs one hash here too.
        const SecretBytes normal = normalisedPassword(password);
        return matchesBcrypt(password, hash)
            || (normal.view() != password.view() && matchesBcrypt(normal, hash));
    }
    if (stored.startsWith(u"$argon2id$"))
        return matchesArgon2(normalisedPassword(password), hash);
    pretendToVerify(password);
    return false;
}

void PasswordHasher::pretendToVerify(const SecretBytes &password) const
{
    const bool isLong = password.size() > longestEncoded;
    static_cast<void>(
        matchesArgon2(isLong ? SecretBytes() : normalisedPassword(password), m_junkHash));
}

bool PasswordHasher::needsRehash(const QString &stored) const
{
    return crypto_pwhash_str_needs_rehash(
               stored.toLatin1().constData(), m_cost.passes, m_cost.memoryBytes)
        != 0;
}

} // namespace roster::server
