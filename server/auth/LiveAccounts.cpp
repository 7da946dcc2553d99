#include "server/auth/LiveAccounts.h"

#include <algorithm>

namespace roster::server {

LiveAccounts::LiveAccounts(const AuthSettings &settings)
    : m_settings(settings)
{
}

void LiveAccounts::setListener(SessionListener listener)
{
    m_listener = std::move(listener);
}

void LiveAccounts::adopt(const AccountImage &image)
{
    m_directory.replace(image.roles, image.users, image.knownAddresses);
    QStringList lost;
    for (const SessionRef &session : m_sessions.all()) {
        const QString &id = session->record().id;
        if (std::ranges::find(image.sessions, id, &SessionRecord::id) == image.sessions.cend())
            lost.append(id);
    }
    endSessions(lost, EndReason::Revoked);
    for (const SessionRecord &record : image.sessions) {
        const std::optional<UserRecord> user = m_directory.find(record.username);
        if (user && !m_sessions.findById(record.id))
            m_sessions.add(makeSession(record, *user));
    }
    for (const UserRecord &user : image.users)
        putUser(user);
}

void LiveAccounts::putRole(const Role &role)
{
    m_directory.putRole(role);
    const std::shared_ptr<const Rights> rights = m_directory.rightsOf(role.name);
    for (const SessionRef &session : m_sessions.all()) {
        if (session->changeRights(role.name, rights))
            tell({session->record().id, SessionEvent::Kind::Changed, {}});
    }
}

void LiveAccounts::removeRole(const QString &name)
{
    m_directory.removeRole(name);
}

void LiveAccounts::putUser(const UserRecord &user)
{
    m_directory.putUser(user);
    const std::shared_ptr<const Rights> rights = m_directory.rightsOf(user.role);
    for (const SessionRef &session : m_sessions.ofUser(user.username)) {
        if (session->change(user.role, rights, user.mustChangePassword))
            tell({session->record().id, SessionEvent::Kind::Changed, {}});
    }
}

void LiveAccounts::removeUser(const QString &username)
{
    m_directory.removeUser(username);
}

SessionRef LiveAccounts::openSession(
    const SessionRecord &record, const UserRecord &user, const QString &block)
{
    m_directory.putUser(user);
    m_directory.rememberAddress(user.username, block, m_settings.knownAddressesPerUser);
    SessionRef session = makeSession(record, user);
    m_sessions.add(session);
    return session;
}

void LiveAccounts::endSessions(const QStringList &ids, EndReason reason)
{
    for (const QString &id : ids) {
        if (m_sessions.end(id, reason))
            tell({id, SessionEvent::Kind::Ended, reason});
    }
}

void LiveAccounts::keepSession(const SessionRef &session)
{
    session->release();
    tell({session->record().id, SessionEvent::Kind::Kept, {}});
}

SessionRef LiveAccounts::makeSession(const SessionRecord &record, const UserRecord &user)
{
    return std::make_shared<LiveSession>(record, m_settings.idleTimeout,
        SessionState{user.role, m_directory.rightsOf(user.role), user.mustChangePassword,
            record.lastUsedAt});
}

void LiveAccounts::tell(const SessionEvent &event)
{
    if (m_listener)
        m_listener(event);
}

} // namespace roster::server
