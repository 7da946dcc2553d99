#pragma once

#include "common/base/SecretBytes.h"
#include "server/auth/AccountChange.h"
#include "server/auth/Actor.h"
#include "server/auth/AuthContext.h"
#include "server/auth/Callback.h"

#include <QList>

#include <optional>

namespace roster::server {

/// An account as administrators see it. Instants are UTC since the epoch.
struct UserSummary
{
    QString username;
    QString role;
    bool isDisabled = false;
    bool mustChangePassword = false;
    std::optional<std::chrono::milliseconds> oneTimeUntil{}; ///< a one-time password's last moment
    bool isOneTimeOver = false; ///< that moment has passed
    std::chrono::milliseconds createdAt{0};
    std::chrono::milliseconds passwordChangedAt{0};
    std::optional<std::chrono::milliseconds> lastLoginAt{};
};

/// A user and the one-time password to be told to them; empty when a password was given.
struct IssuedPassword
{
    QString username;
    QString oneTimePassword;
    std::optional<std::chrono::milliseconds> oneTimeUntil{}; ///< its last moment, UTC
};

/// What administrators do with accounts. Each change and its security event are one transaction; in
/// a running server it is in force once its callback is called: sessions ended, roles changed.
/// Thread- safe; when no server runs, wait with waitFor().
///
/// Names are folded before they are looked up. Errors of all: StorageUnavailable, OutcomeUnknown,
/// TryLater.
class AccountAdministration
{
public:
    explicit AccountAdministration(const AuthContext &context);

    /// Puts the built-in roles as this version has them, and, when no enabled account may manage
    /// users, adds a first administrator with a one-time password (R21): `administrator`, or if
    /// that is taken `administrator-2` and so on. Gives nothing when there was one.
    void initialise(Callback<std::optional<IssuedPassword>> done);

    /// Without @p password a one-time password is made, which must be changed at the first login
    /// and stops working after the settings' oneTimePasswordLifetime. Errors: ValidationFailed
    /// (`username`, `role`), AlreadyExists, WeakPassword.
    void addUser(const QString &name, const QString &role, std::optional<SecretBytes> password,
        const Actor &by, Callback<IssuedPassword> done);
    /// Ends the user's sessions. Passwords as with addUser(). Errors: NotFound, WeakPassword.
    void resetPassword(const QString &name, std::optional<SecretBytes> password, const Actor &by,
        Callback<IssuedPassword> done);
    /// Errors: NotFound, ValidationFailed (`role`; `username`: `last_administrator`).
    void setRole(const QString &name, const QString &role, const Actor &by, Callback<Done> done);
    /// Disabling ends the user's sessions. Errors as setRole().
    void setDisabled(const QString &name, bool isDisabled, const Actor &by, Callback<Done> done);
    /// Ends the user's sessions. Errors as setRole().
    void removeUser(const QString &name, const Actor &by, Callback<Done> done);

    void listUsers(Callback<QList<UserSummary>> done);
    /// Errors: NotFound.
    void findUser(const QString &name, Callback<UserSummary> done);

private:
    struct Password
    {
        QString hash;
        QString oneTimeText; ///< empty when the password was given
    };

    void withPassword(
        const QString &name, std::optional<SecretBytes> given, const Callback<Password> &next);
    [[nodiscard]] Result<Password> makePassword(
        const QString &name, const std::optional<SecretBytes> &given) const;
    void applyPassword(
        UserRecord &user, const Password &password, std::chrono::milliseconds now) const;
    [[nodiscard]] std::optional<std::chrono::milliseconds> endOfOneTime(
        const Password &password, std::chrono::milliseconds now) const;
    void storeFirst(const Password &password, Callback<std::optional<IssuedPassword>> done);
    void storeNew(const UserRecord &user, const Actor &by, Callback<Done> done);
    void change(const AccountChange &change, EndReason reason, Callback<Done> done);
    [[nodiscard]] SecurityEvent event(
        const QString &kind, const Actor &by, QJsonObject detail = {}) const;

    AuthContext m_context;
};

} // namespace roster::server
