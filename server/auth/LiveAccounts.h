#pragma once

#include "server/auth/AccountDirectory.h"
#include "server/auth/AccountImage.h"
#include "server/auth/AuthSettings.h"
#include "server/auth/SessionEvent.h"
#include "server/auth/SessionRegistry.h"

namespace roster::server {

/// The accounts and sessions in memory, and who is told of their changes. What changes them is a
/// completion of the database's writer: so memory follows the commits, in their order. Thread-safe.
class LiveAccounts
{
public:
    explicit LiveAccounts(const AuthSettings &settings);

    /// Set before anything else happens.
    void setListener(SessionListener listener);

    [[nodiscard]] const AccountDirectory &directory() const { return m_directory; }
    [[nodiscard]] const SessionRegistry &sessions() const { return m_sessions; }

    /// Makes memory equal to the database: at the start, and when a commit's outcome was unknown.
    void adopt(const AccountImage &image);
    /// A role was added or changed: the sessions of its users follow at once.
    void putRole(const Role &role);
    void removeRole(const QString &name);
    /// A user was added or changed: its sessions follow at once.
    void putUser(const UserRecord &user);
    void removeUser(const QString &username);
    /// A login succeeded.
    [[nodiscard]] SessionRef openSession(
        const SessionRecord &record, const UserRecord &user, const QString &block);
    void endSessions(const QStringList &ids, EndReason reason);
    /// Its end could not be stored after a hold().
    void keepSession(const SessionRef &session);

private:
    [[nodiscard]] SessionRef makeSession(const SessionRecord &record, const UserRecord &user);
    void tell(const SessionEvent &event);

    const AuthSettings &m_settings;
    SessionListener m_listener;
    AccountDirectory m_directory;
    SessionRegistry m_sessions;
};

} // namespace roster::server
