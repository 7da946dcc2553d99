#pragma once

#include <QAbstractEventDispatcher>

#include <chrono>
#include <map>
#include <optional>
#include <unordered_map>

namespace roster::server {

/// The timers of one event loop in the order in which they are due, for EpollDispatcher. Adding,
/// removing and taking a timer cost O(log n). Not thread-safe.
///
/// A timer that is being delivered is out of the order until finishDelivery(), so that a nested
/// event loop does not deliver it a second time.
class TimerQueue
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;
    using TimerInfo = QAbstractEventDispatcher::TimerInfo;

    /// A timer whose time has come. The serial tells it from a later timer with the same id.
    struct Expired
    {
        int id;
        quint64 serial;
        QObject *object;
    };

    /// Every moment is passed in, so that the order can be tested without waiting.
    void add(const TimerInfo &info, QObject *object, TimePoint now);
    bool remove(int id);
    bool removeAll(QObject *object);
    [[nodiscard]] QList<TimerInfo> timersOf(const QObject *object) const;
    /// Milliseconds until the timer is due, rounded up; -1 for an unknown id.
    [[nodiscard]] int remaining(int id, TimePoint now) const;
    /// Milliseconds until the first timer is due, rounded up; -1 without a timer.
    [[nodiscard]] int untilFirst(TimePoint now) const;

    /// Marks the timers armed so far: a round delivers only these, so that a timer of 0 ms cannot
    /// keep it from ending.
    [[nodiscard]] quint64 beginRound() const { return m_nextArming; }
    /// The next timer due at @p now and armed before the round; it is re-armed, but stands outside
    /// of the order until finishDelivery().
    [[nodiscard]] std::optional<Expired> takeExpired(quint64 round, TimePoint now);
    void finishDelivery(const Expired &expired);

private:
    /// First by time, then by age.
    using Place = std::pair<TimePoint, quint64>;
    struct Timer
    {
        TimerInfo info;
        QObject *object;
        quint64 serial;
        Place place;
    };

    void forget(const Timer &timer);

    std::unordered_map<int, Timer> m_timers;
    std::map<Place, int> m_order;
    std::unordered_multimap<const QObject *, int> m_byObject;
    quint64 m_nextArming = 1;
    quint64 m_nextSerial = 1;
};

} // namespace roster::server
