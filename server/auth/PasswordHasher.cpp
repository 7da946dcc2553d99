#include "server/auth/PasswordHasher.h"

#include "server/auth/AuthErrors.h"

#include <crypt.h>
#include <sodium.h>

#include <algorithm>
#include <cstring>
#include <memory>

namespace roster::server {

using namespace Qt::StringLiterals;

namespace {

/// No password that the policy allows is longer, whatever its characters.
constexpr std::size_t longestEncoded = 4096;
constexpr qsizetype bcryptLength = 60;

constexpr qsizetype saltSize = 16;
constexpr qsizetype hashSize = 32;

std::uint32_t kibOf(const Argon2Cost &cost)
{
    return static_cast<std::uint32_t>(cost.memoryBytes / 1024);
}

/// With the parameters of @p cost and a new salt.
Argon2id freshArgon2(const Argon2Cost &cost)
{
    return {kibOf(cost), static_cast<std::uint32_t>(cost.passes), 1, randomBytes(saltSize), {}};
}

/// That no password is known to match.
Argon2id junkArgon2(const Argon2Cost &cost)
{
    Argon2id junk = freshArgon2(cost);
    junk.hash = randomBytes(hashSize);
    return junk;
}

/// Nullopt when @p stored cannot be used at all.
std::optional<bool> matchesArgon2(const SecretBytes &password, const Argon2id &stored)
{
    const auto hash = stored.hashOf(password, stored.hash.size());
    if (!hash)
        return std::nullopt;
    const auto size = static_cast<std::size_t>(hash->size());
    return sodium_memcmp(hash->constData(), stored.hash.constData(), size) == 0;
}

bool isBcrypt(QStringView stored)
{
    return stored.size() == bcryptLength
        && (stored.startsWith(u"$2b$") || stored.startsWith(u"$2a$") || stored.startsWith(u"$2y$"));
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
    , m_junk(junkArgon2(cost))
{
}

Result<QString> PasswordHasher::hash(const SecretBytes &password) const
{
    Argon2id made = freshArgon2(m_cost);
    const auto hash = made.hashOf(normalisedPassword(password), hashSize);
    if (!hash)
        return tooBusy();
    made.hash = *hash;
    return QString::fromLatin1(made.toText());
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
    if (const auto argon2 = Argon2id::fromText(hash)) {
        if (const auto isMatch = matchesArgon2(normalisedPassword(password), *argon2))
            return *isMatch;
    }
    pretendToVerify(password);
    return false;
}

void PasswordHasher::pretendToVerify(const SecretBytes &password) const
{
    const bool isLong = password.size() > longestEncoded;
    static_cast<void>(matchesArgon2(isLong ? SecretBytes() : normalisedPassword(password), m_junk));
}

bool PasswordHasher::needsRehash(const QString &stored) const
{
    const auto argon2 = Argon2id::fromText(stored.toLatin1());
    return !argon2 || argon2->memoryKib != kibOf(m_cost) || argon2->passes != m_cost.passes;
}

} // namespace roster::server
