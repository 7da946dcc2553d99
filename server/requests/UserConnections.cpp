#include "server/requests/UserConnections.h"

#include "common/protocol/ErrorData.h"

#include <algorithm>

namespace roster::server {

using namespace Qt::StringLiterals;

UserPlace::~UserPlace()
{
    if (m_connections)
        m_connections->giveBack(m_username, m_sessionId);
}

UserConnections::UserConnections(int maximum)
    : m_perUser(std::clamp(maximum / 4, fewestPerUser, mostPerUser))
{
}

Result<UserPlace> UserConnections::take(const QString &username, const QString &sessionId)
{
    const std::scoped_lock lock(m_mutex);
    int &count = m_counts[username];
    if (count >= m_perUser) {
        return tryLater(
            u"This user has %1 connections, and more are not served. Close one."_s.arg(m_perUser));
    }
    ++count;
    ++m_ofSessions[sessionId];
    ++m_connections;
    return UserPlace(*this, username, sessionId);
}

SessionConnections UserConnections::count() const
{
    const std::scoped_lock lock(m_mutex);
    return {m_connections, m_ofSessions.size()};
}

void UserConnections::giveBack(const QString &username, const QString &sessionId)
{
    const std::scoped_lock lock(m_mutex);
    --m_connections;
    const auto ofSession = m_ofSessions.find(sessionId);
    if (--*ofSession == 0)
        m_ofSessions.erase(ofSession);
    const auto count = m_counts.find(username);
    if (--*count == 0)
        m_counts.erase(count);
}

} // namespace roster::server
