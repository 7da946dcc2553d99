#pragma once

#include "server/auth/AccountAdministration.h"
#include "server/auth/AccountWriter.h"
#include "server/auth/Authenticator.h"
#include "server/auth/HashPool.h"
#include "server/auth/PasswordHasher.h"
#include "server/auth/PasswordPolicy.h"
#include "server/auth/RoleAdministration.h"
#include "server/auth/SessionAdministration.h"

namespace roster::server {

/// The accounts of a server, wired up: what ServerApp owns, beside the WriteQueue of user.db, which
/// must run before start() and outlive this object. An administrator's command without a server
/// uses administration(), roles() and sessions() alone and need not call start().
///
/// The end: no more calls from workers, stop(), WriteQueue::stop(), then the destructor.
class AccountServices
{
public:
    AccountServices(const AuthSettings &settings, Clock &clock, WriteQueue &users);
    ~AccountServices();
    AccountServices(const AccountServices &) = delete;
    AccountServices &operator=(const AccountServices &) = delete;

    /// Told of every end and change of a session. Before start(); @p listener must only hand over.
    void setSessionListener(SessionListener listener);
    /// Reads accounts and living sessions. Errors: StorageUnavailable.
    [[nodiscard]] Outcome start();
    /// Answers what waits, refuses what comes, stores what is gathered.
    void stop();

    [[nodiscard]] Authenticator &authenticator() { return m_authenticator; }
    [[nodiscard]] const Authenticator &authenticator() const { return m_authenticator; }
    [[nodiscard]] const HashPool &hashPool() const { return m_pool; }
    [[nodiscard]] AccountAdministration &administration() { return m_administration; }
    [[nodiscard]] RoleAdministration &roles() { return m_roles; }
    [[nodiscard]] SessionAdministration &sessions() { return m_sessions; }

private:
    const AuthSettings m_settings;
    WriteQueue &m_queue;
    LiveAccounts m_live;
    AccountWriter m_writer;
    const PasswordHasher m_hasher;
    const PasswordPolicy m_policy;
    HashPool m_pool;
    const AuthContext m_context;
    Authenticator m_authenticator;
    AccountAdministration m_administration;
    RoleAdministration m_roles;
    SessionAdministration m_sessions;
};

} // namespace roster::server
