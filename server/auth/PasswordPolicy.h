#pragma once

#include "common/base/Result.h"
#include "common/base/SecretBytes.h"

#include <QStringView>

namespace roster::server {

struct AuthSettings;

/// Decides whether a password may be used (R20, NIST SP 800-63B): length, and how hard it is to
/// guess by zxcvbn; no composition rules. Immutable; takes some milliseconds.
class PasswordPolicy
{
public:
    explicit PasswordPolicy(const AuthSettings &settings);

    /// @p password is UTF-8 as received; @p oldPassword null when there is none to compare with.
    /// Errors: WeakPassword; data.reasons holds `too_short`, `too_long`, `too_common`, `too_easy`,
    /// `contains_context` (the user name or the product's), `same_as_old`.
    [[nodiscard]] Outcome check(const SecretBytes &password, QStringView username,
        const SecretBytes *oldPassword = nullptr) const;

private:
    int m_minimumLength;
    double m_minimumBits;
};

} // namespace roster::server
