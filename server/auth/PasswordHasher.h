#pragma once

#include "common/base/Result.h"
#include "common/base/SecretBytes.h"
#include "server/auth/Argon2id.h"
#include "server/auth/AuthSettings.h"

#include <QString>

namespace roster::server {

/// @p utf8 in the form in which passwords are hashed and judged: NFKC (NIST SP 800-63B, 3.1.1.2),
/// UTF-8.
[[nodiscard]] SecretBytes normalisedPassword(const SecretBytes &utf8);

/// Hashes passwords with argon2id and verifies them, those of accounts taken over with bcrypt too.
/// Immutable, so any thread may call it; a call takes tens of milliseconds and the configured
/// memory, so only HashPool should.
class PasswordHasher
{
public:
    explicit PasswordHasher(Argon2Cost cost);

    /// Argon2id's text: algorithm, parameters, salt and hash. Errors: TryLater when memory is
    /// out.
    [[nodiscard]] Result<QString> hash(const SecretBytes &password) const;
    /// @p password is UTF-8 as received. A malformed @p stored matches nothing, at the usual cost.
    [[nodiscard]] bool verify(const SecretBytes &password, const QString &stored) const;
    /// Costs what verify() costs: for a user who does not exist.
    void pretendToVerify(const SecretBytes &password) const;
    /// True for bcrypt and for argon2id with other parameters than the configured ones.
    [[nodiscard]] bool needsRehash(const QString &stored) const;

private:
    Argon2Cost m_cost;
    Argon2id m_junk;
};

} // namespace roster::server
