#include "server/auth/LiveSession.h"

#include <algorithm>

namespace roster::server {

LiveSession::LiveSession(SessionRecord record, Milliseconds idleTimeout, SessionState state)
    : m_record(std::move(record))
    , m_idleTimeout(idleTimeout)
    , m_state(std::move(state))
    , m_storedUse(m_state.lastUsedAt)
{
}

std::optional<SessionState> LiveSession::use(Milliseconds now)
{
    const std::scoped_lock lock(m_mutex);
    if (!isAlive(now))
        return std::nullopt;
    m_state.lastUsedAt = std::max(m_state.lastUsedAt, now);
    return m_state;
}

std::optional<SessionState> LiveSession::peek(Milliseconds now) const
{
    const std::scoped_lock lock(m_mutex);
    return isAlive(now) ? std::optional(m_state) : std::nullopt;
}

bool LiveSession::isOutOfTime(Milliseconds now) const
{
    const std::scoped_lock lock(m_mutex);
    return !isWithinTime(now);
}

bool LiveSession::change(
    const QString &roleName, std::shared_ptr<const Rights> rights, bool mustChangePassword)
{
    const std::scoped_lock lock(m_mutex);
    const bool isOther = roleName != m_state.roleName || *rights != *m_state.rights;
    m_state.roleName = roleName;
    m_state.rights = std::move(rights);
    m_state.mustChangePassword = mustChangePassword;
    return isOther;
}

bool LiveSession::changeRights(const QString &roleName, std::shared_ptr<const Rights> rights)
{
    const std::scoped_lock lock(m_mutex);
    if (m_state.roleName != roleName || *rights == *m_state.rights)
        return false;
    m_state.rights = std::move(rights);
    return true;
}

void LiveSession::hold()
{
    const std::scoped_lock lock(m_mutex);
    ++m_holds;
}

void LiveSession::release()
{
    const std::scoped_lock lock(m_mutex);
    --m_holds;
}

bool LiveSession::end(EndReason reason)
{
    const std::scoped_lock lock(m_mutex);
    if (m_ended)
        return false;
    m_ended = reason;
    return true;
}

std::optional<EndReason> LiveSession::endReason(Milliseconds now) const
{
    const std::scoped_lock lock(m_mutex);
    if (m_ended || isWithinTime(now))
        return m_ended;
    return EndReason::Expired;
}

std::optional<LiveSession::Milliseconds> LiveSession::takeUnstoredUse(Milliseconds interval)
{
    const std::scoped_lock lock(m_mutex);
    const bool isDue
        = m_state.lastUsedAt > m_storedUse && m_state.lastUsedAt - m_storedUse >= interval;
    if (m_ended || !isDue)
        return std::nullopt;
    m_storedUse = m_state.lastUsedAt;
    return m_storedUse;
}

bool LiveSession::isAlive(Milliseconds now) const
{
    return !m_ended && m_holds == 0 && isWithinTime(now);
}

bool LiveSession::isWithinTime(Milliseconds now) const
{
    return now < m_state.lastUsedAt + m_idleTimeout && now < m_record.expiresAt;
}

} // namespace roster::server
