#pragma once

#include "common/base/SecretBytes.h"
#include "server/auth/AuthContext.h"
#include "server/auth/Callback.h"
#include "server/auth/HashPool.h"
#include "server/auth/LoginGrant.h"
#include "server/auth/LoginThrottle.h"
#include "server/auth/RefusalJournal.h"

#include <QStringList>

namespace roster::server {

/// The way of one password change by the account's owner: throttle, old password, policy, new hash,
/// transaction. Thread-safe.
///
/// Wrong old passwords are counted for the session alone: so the thief of a session cannot guess,
/// and cannot keep the owner from logging in either.
class PasswordChange
{
public:
    PasswordChange(const AuthContext &context, LoginThrottle &throttle, RefusalJournal &journal);

    /// Errors: InvalidCredentials, TryLater, WeakPassword, SessionExpired, StorageUnavailable.
    void start(const SessionRef &session, SecretBytes oldPassword, SecretBytes newPassword,
        Callback<Done> done);

private:
    struct Change
    {
        SessionRef session;
        SecretBytes oldPassword;
        SecretBytes newPassword;
        Callback<Done> done;
        LoginSource source;
    };
    using ChangeRef = std::shared_ptr<Change>;

    [[nodiscard]] Outcome verify(const Change &change, QString &verifiedHash);
    void run(const ChangeRef &change, HashPool::Turn turn);
    void store(const ChangeRef &change, const QString &verifiedHash, const QString &newHash);

    const AuthContext &m_context;
    LoginThrottle &m_throttle;
    RefusalJournal &m_journal;
};

} // namespace roster::server
