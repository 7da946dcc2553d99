#pragma once

#include "common/base/FileDescriptor.h"
#include "server/net/TimerQueue.h"

#include <QAbstractEventDispatcher>

#include <array>
#include <atomic>
#include <deque>
#include <unordered_map>
#include <vector>

namespace roster::server {

/// The event loop of a worker thread on epoll(7), whose cost per event does not grow with the
/// number of idle connections, as that of Qt's own loop on poll(2) does.
///
/// Give it to QThread::setEventDispatcher(), which owns it. All functions but wakeUp() and
/// interrupt() belong to that thread. Notifiers are level-triggered, up to three (read, write,
/// exception) for a descriptor; files that epoll does not take (regular files) are not watched.
/// Timers of every Qt::TimerType are accurate to a millisecond and never early.
class EpollDispatcher final : public QAbstractEventDispatcher
{
    Q_OBJECT
public:
    explicit EpollDispatcher(QObject *parent = nullptr);
    ~EpollDispatcher() override;

    bool processEvents(QEventLoop::ProcessEventsFlags flags) override;

    void registerSocketNotifier(QSocketNotifier *notifier) override;
    void unregisterSocketNotifier(QSocketNotifier *notifier) override;

    void registerTimer(
        int timerId, qint64 interval, Qt::TimerType timerType, QObject *object) override;
    bool unregisterTimer(int timerId) override;
    bool unregisterTimers(QObject *object) override;
    [[nodiscard]] QList<TimerInfo> registeredTimers(QObject *object) const override;
    int remainingTime(int timerId) override;

    /// Thread-safe; many calls before the loop turns cost one system call.
    void wakeUp() override;
    void interrupt() override;

private:
    static constexpr int kindCount = 3;

    /// What is watched on one descriptor. The generation tells it from an earlier watch on a
    /// descriptor of the same number.
    struct Watch
    {
        std::array<QSocketNotifier *, kindCount> notifiers{};
        std::array<bool, kindCount> isReady{};
        quint32 generation = 0;
        bool isKnown = false; ///< to the kernel, with `events`
        bool hasChanged = false; ///< is among m_changed
        quint32 events = 0;
    };

    void createEpoll();
    void recreateEpoll();
    void noteChanged(int descriptor, Watch &watch);
    void updateKernel();
    void updateKernel(int descriptor, Watch &watch);
    [[nodiscard]] int prepareToWait(QEventLoop::ProcessEventsFlags flags);
    [[nodiscard]] bool waitForSockets(int timeout);
    TimerQueue::TimePoint offerCore();
    [[nodiscard]] bool waitForWakeUpOnly(int timeout);
    void noteReady(quint64 key, quint32 events);
    void clearWakeUp();
    [[nodiscard]] bool deliverNotifiers();
    [[nodiscard]] bool deliverTimers();

    FileDescriptor m_epoll;
    FileDescriptor m_wakeUp;
    std::atomic<bool> m_isWakeUpPending = false;
    std::atomic<bool> m_isInterrupted = false;
    bool m_isWokenHere = false; ///< by this thread itself, which costs no system call

    std::unordered_map<int, Watch> m_watches;
    std::deque<int> m_readyDescriptors;
    /// Their watches may differ from what the kernel knows. A socket that writes asks to be told of
    /// room and, most of the time, no longer wants to be before the loop waits again.
    std::vector<int> m_changed;
    quint32 m_nextGeneration = 1;
    TimerQueue m_timers;
    TimerQueue::TimePoint m_hasCoreSince; ///< without having slept or offered it
};

} // namespace roster::server
