#include "server/net/TimerQueue.h"

#include <algorithm>
#include <limits>

namespace roster::server {
namespace {

using std::chrono::milliseconds;

int millisecondsUntil(TimerQueue::TimePoint due, TimerQueue::TimePoint now)
{
    const auto left = std::chrono::ceil<milliseconds>(due - now).count();
    return static_cast<int>(std::clamp<long long>(left, 0, std::numeric_limits<int>::max()));
}

} // namespace

void TimerQueue::add(const TimerInfo &info, QObject *object, TimePoint now)
{
    remove(info.timerId);
    const Place place{now + milliseconds(info.interval), m_nextArming++};
    m_timers.emplace(info.timerId, Timer{info, object, m_nextSerial++, place});
    m_order.emplace(place, info.timerId);
    m_byObject.emplace(object, info.timerId);
}

bool TimerQueue::remove(int id)
{
    const auto found = m_timers.find(id);
    if (found == m_timers.end())
        return false;
    const auto [first, last] = m_byObject.equal_range(found->second.object);
    m_byObject.erase(
        std::find_if(first, last, [id](const auto &entry) { return entry.second == id; }));
    forget(found->second);
    return true;
}

bool TimerQueue::removeAll(QObject *object)
{
    const auto [first, last] = m_byObject.equal_range(object);
    const bool hadAny = first != last;
    for (auto entry = first; entry != last; ++entry)
        forget(m_timers.at(entry->second));
    m_byObject.erase(first, last);
    return hadAny;
}

void TimerQueue::forget(const Timer &timer)
{
    const int id = timer.info.timerId;
    m_order.erase(timer.place);
    m_timers.erase(id);
}

QList<TimerQueue::TimerInfo> TimerQueue::timersOf(const QObject *object) const
{
    QList<TimerInfo> infos;
    const auto [first, last] = m_byObject.equal_range(object);
    for (auto entry = first; entry != last; ++entry)
        infos.append(m_timers.at(entry->second).info);
    return infos;
}

int TimerQueue::remaining(int id, TimePoint now) const
{
    const auto found = m_timers.find(id);
    return found == m_timers.end() ? -1 : millisecondsUntil(found->second.place.first, now);
}

int TimerQueue::untilFirst(TimePoint now) const
{
    return m_order.empty() ? -1 : millisecondsUntil(m_order.begin()->first.first, now);
}

std::optional<TimerQueue::Expired> TimerQueue::takeExpired(quint64 round, TimePoint now)
{
    if (m_order.empty())
        return std::nullopt;
    const auto [place, id] = *m_order.begin();
    if (place.first > now || place.second >= round)
        return std::nullopt;
    m_order.erase(m_order.begin());
    Timer &timer = m_timers.at(id);
    const milliseconds interval(timer.info.interval);
    // A timer that fell behind is not delivered several times to catch up.
    const TimePoint next = place.first + interval > now ? place.first + interval : now + interval;
    timer.place = {next, m_nextArming++};
    return Expired{id, timer.serial, timer.object};
}

void TimerQueue::finishDelivery(const Expired &expired)
{
    const auto found = m_timers.find(expired.id);
    if (found != m_timers.end() && found->second.serial == expired.serial)
        m_order.emplace(found->second.place, expired.id);
}

} // namespace roster::server
