#include "server/auth/SessionRegistry.h"

namespace roster::server {

void SessionRegistry::add(const SessionRef &session)
{
    const SessionRecord &record = session->record();
    const std::scoped_lock lock(m_mutex);
    m_byId.insert(record.id, session);
    m_byTokenHash.insert(record.tokenHash, session);
    m_byUser[record.username].push_back(session);
}

SessionRef SessionRegistry::findByTokenHash(const QByteArray &hash) const
{
    const std::scoped_lock lock(m_mutex);
    return m_byTokenHash.value(hash);
}

SessionRef SessionRegistry::findById(const QString &id) const
{
    const std::scoped_lock lock(m_mutex);
    return m_byId.value(id);
}

std::vector<SessionRef> SessionRegistry::ofUser(const QString &username) const
{
    const std::scoped_lock lock(m_mutex);
    return m_byUser.value(username);
}

std::vector<SessionRef> SessionRegistry::all() const
{
    const std::scoped_lock lock(m_mutex);
    return {m_byId.cbegin(), m_byId.cend()};
}

qint64 SessionRegistry::size() const
{
    const std::scoped_lock lock(m_mutex);
    return m_byId.size();
}

bool SessionRegistry::end(const QString &id, EndReason reason)
{
    const std::scoped_lock lock(m_mutex);
    const SessionRef session = m_byId.take(id);
    if (!session)
        return false;
    const SessionRecord &record = session->record();
    m_byTokenHash.remove(record.tokenHash);
    const auto ofUser = m_byUser.find(record.username);
    std::erase(*ofUser, session);
    if (ofUser->empty())
        m_byUser.erase(ofUser);
    return session->end(reason);
}

} // namespace roster::server
