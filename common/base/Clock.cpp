#include "common/base/Clock.h"

#include <QTimeZone>

#include <algorithm>

namespace roster {

using std::chrono::milliseconds;

milliseconds Clock::utcNow()
{
    const std::scoped_lock lock(m_mutex);
    const milliseconds steady = steadyNow();
    const milliseconds carriedOn = m_anchorUtc + (steady - m_anchorSteady);
    m_anchorUtc = m_anchorUtc.count() == 0 ? wallNow() : std::max(wallNow(), carriedOn);
    m_anchorSteady = steady;
    return m_anchorUtc;
}

QDateTime Clock::utcDateTime()
{
    return QDateTime::fromMSecsSinceEpoch(utcNow().count(), Qt::UTC);
}

void Clock::raiseTo(milliseconds floor)
{
    // Anchors both hands; another thread may move the first one on before the lock is taken.
    static_cast<void>(utcNow());
    const std::scoped_lock lock(m_mutex);
    m_anchorUtc = std::max(m_anchorUtc, floor);
}

milliseconds SystemClock::steadyNow() const
{
    return std::chrono::duration_cast<milliseconds>(
        std::chrono::steady_clock::now().time_since_epoch());
}

milliseconds SystemClock::wallNow() const
{
    return std::chrono::duration_cast<milliseconds>(
        std::chrono::system_clock::now().time_since_epoch());
}

ManualClock::ManualClock(milliseconds start)
    : m_wall(start)
    , m_steady(start)
{
}

void ManualClock::advance(milliseconds by)
{
    const std::scoped_lock lock(m_handsMutex);
    m_wall += by;
    m_steady += by;
}

void ManualClock::setWall(milliseconds to)
{
    const std::scoped_lock lock(m_handsMutex);
    m_wall = to;
}

milliseconds ManualClock::steadyNow() const
{
    const std::scoped_lock lock(m_handsMutex);
    return m_steady;
}

milliseconds ManualClock::wallNow() const
{
    const std::scoped_lock lock(m_handsMutex);
    return m_wall;
}

} // namespace roster
