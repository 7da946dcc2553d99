#include "server/net/EpollDispatcher.h"

#include "server/net/NetLog.h"

#include <QCoreApplication>
#include <QEvent>
#include <QSocketNotifier>
#include <QThread>

#include <poll.h>
#include <sched.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

#include <cerrno>
#include <chrono>

namespace roster::server {

using namespace std::chrono_literals;

namespace {

/// How long a loop that always finds something to do keeps its core from others.
constexpr auto longestStay = 200us;
/// A wait that was no shorter has given the core away.
constexpr auto shortestSleep = 50us;
constexpr int eventsPerTurn = 256;
/// Generations start at 1, so no watch has this key.
constexpr quint64 wakeUpKey = 0;

/// As poll(2) users know it: an error or a hang-up wakes whoever waits for anything.
constexpr quint32 troubleEvents = EPOLLERR | EPOLLHUP;
constexpr std::array<quint32, 3> eventsOfKind{EPOLLIN, EPOLLOUT, EPOLLPRI};

std::size_t kindOf(const QSocketNotifier *notifier)
{
    return static_cast<std::size_t>(notifier->type());
}

quint64 keyOf(int descriptor, quint32 generation)
{
    return (static_cast<quint64>(generation) << 32) | static_cast<quint32>(descriptor);
}

TimerQueue::TimePoint now()
{
    return std::chrono::steady_clock::now();
}

} // namespace

EpollDispatcher::EpollDispatcher(QObject *parent)
    : QAbstractEventDispatcher(parent)
    , m_wakeUp(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
    if (!m_wakeUp.isValid())
        qFatal("cannot create an eventfd: error %d", errno);
    createEpoll();
}

EpollDispatcher::~EpollDispatcher() = default;

void EpollDispatcher::createEpoll()
{
    m_epoll = FileDescriptor(::epoll_create1(EPOLL_CLOEXEC));
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = wakeUpKey;
    if (!m_epoll.isValid()
        || ::epoll_ctl(m_epoll.get(), EPOLL_CTL_ADD, m_wakeUp.get(), &event) != 0)
        qFatal("cannot create an epoll instance: error %d", errno);
}

/// A descriptor that was closed while a duplicate of it is open goes on reporting and can no longer
/// be removed by its number: only a new instance gets rid of it.
void EpollDispatcher::recreateEpoll()
{
    m_epoll.reset();
    createEpoll();
    for (auto &[descriptor, watch] : m_watches) {
        watch.isKnown = false;
        updateKernel(descriptor, watch);
    }
}

bool EpollDispatcher::processEvents(QEventLoop::ProcessEventsFlags flags)
{
    m_isInterrupted.store(false, std::memory_order_relaxed);
    m_isWokenHere = false;
    Q_EMIT awake();
    QCoreApplication::sendPostedEvents();

    const int timeout = prepareToWait(flags);
    if (m_isInterrupted.load(std::memory_order_relaxed))
        return false;

    bool hadEvents = false;
    if (flags.testFlag(QEventLoop::ExcludeSocketNotifiers)) {
        hadEvents = waitForWakeUpOnly(timeout);
    } else {
        hadEvents = waitForSockets(timeout);
        hadEvents = deliverNotifiers() || hadEvents;
    }
    if (!flags.testFlag(QEventLoop::X11ExcludeTimers))
        hadEvents = deliverTimers() || hadEvents;
    return hadEvents;
}

/// Milliseconds; 0 not to wait, -1 for ever. Whoever posts an event wakes the loop up, so a pending
/// wake-up means that there is something to do already.
int EpollDispatcher::prepareToWait(QEventLoop::ProcessEventsFlags flags)
{
    const bool mayWait = flags.testFlag(QEventLoop::WaitForMoreEvents)
        && !m_isInterrupted.load(std::memory_order_relaxed) && !m_isWokenHere
        && !m_isWakeUpPending.load(std::memory_order_relaxed);
    if (!mayWait)
        return 0;
    Q_EMIT aboutToBlock();
    if (m_isWokenHere)
        return 0;
    return flags.testFlag(QEventLoop::X11ExcludeTimers) ? -1 : m_timers.untilFirst(now());
}

bool EpollDispatcher::waitForSockets(int timeout)
{
    updateKernel();
    const auto began = offerCore();
    std::array<epoll_event, eventsPerTurn> events;
    const int count = ::epoll_wait(m_epoll.get(), events.data(), eventsPerTurn, timeout);
    if (const auto ended = now(); ended - began >= shortestSleep)
        m_hasCoreSince = ended;
    for (int i = 0; i < count; ++i) {
        const epoll_event &event = events[static_cast<std::size_t>(i)];
        if (event.data.u64 == wakeUpKey)
            clearWakeUp();
        else
            noteReady(event.data.u64, event.events);
    }
    return count > 0;
}

/// A loop whose peers answer at once never sleeps. Without this, whoever waits for its core, another
/// worker or such a peer, would get it at the scheduler's next tick, 4 ms later as a rule. Returns
/// the time.
TimerQueue::TimePoint EpollDispatcher::offerCore()
{
    const auto time = now();
    if (time - m_hasCoreSince < longestStay)
        return time;
    ::sched_yield();
    m_hasCoreSince = now();
    return m_hasCoreSince;
}

bool EpollDispatcher::waitForWakeUpOnly(int timeout)
{
    pollfd wakeUp{m_wakeUp.get(), POLLIN, 0};
    if (::poll(&wakeUp, 1, timeout) <= 0)
        return false;
    clearWakeUp();
    return true;
}

/// The eventfd is emptied before the flag falls: the other way round a wake-up that comes in
/// between would be swallowed while the flag keeps all later ones back.
void EpollDispatcher::clearWakeUp()
{
    eventfd_t count = 0;
    ::eventfd_read(m_wakeUp.get(), &count);
    m_isWakeUpPending.exchange(false, std::memory_order_acq_rel);
}

void EpollDispatcher::noteReady(quint64 key, quint32 events)
{
    const int descriptor = static_cast<int>(key & 0xffffffffU);
    const auto found = m_watches.find(descriptor);
    if (found == m_watches.end() || keyOf(descriptor, found->second.generation) != key) {
        recreateEpoll();
        return;
    }
    for (std::size_t kind = 0; kind < kindCount; ++kind) {
        if (found->second.notifiers[kind] && (events & (eventsOfKind[kind] | troubleEvents)) != 0)
            found->second.isReady[kind] = true;
    }
    m_readyDescriptors.push_back(descriptor);
}

/// Everything is looked up anew for each delivery: a handler may remove or add any notifier, or run
/// a nested loop that delivers the rest.
bool EpollDispatcher::deliverNotifiers()
{
    bool delivered = false;
    while (!m_readyDescriptors.empty()) {
        const int descriptor = m_readyDescriptors.front();
        m_readyDescriptors.pop_front();
        for (std::size_t kind = 0; kind < kindCount; ++kind) {
            const auto found = m_watches.find(descriptor);
            if (found == m_watches.end())
                break;
            if (!std::exchange(found->second.isReady[kind], false))
                continue;
            QEvent event(QEvent::SockAct);
            QCoreApplication::sendEvent(found->second.notifiers[kind], &event);
            delivered = true;
        }
    }
    return delivered;
}

bool EpollDispatcher::deliverTimers()
{
    bool delivered = false;
    const quint64 round = m_timers.beginRound();
    const TimerQueue::TimePoint roundTime = now();
    while (const auto expired = m_timers.takeExpired(round, roundTime)) {
        QTimerEvent event(expired->id);
        QCoreApplication::sendEvent(expired->object, &event);
        m_timers.finishDelivery(*expired);
        delivered = true;
    }
    return delivered;
}

void EpollDispatcher::registerSocketNotifier(QSocketNotifier *notifier)
{
    Q_ASSERT(notifier && notifier->thread() == thread() && thread() == QThread::currentThread());
    const int descriptor = static_cast<int>(notifier->socket());
    Watch &watch = m_watches[descriptor];
    if (watch.generation == 0) {
        watch.generation = m_nextGeneration;
        m_nextGeneration = m_nextGeneration == 0xffffffffU ? 1 : m_nextGeneration + 1;
    }
    // Where one is replaced, the descriptor was closed under it, and this is another file.
    watch.isKnown = watch.isKnown && !watch.notifiers[kindOf(notifier)];
    watch.notifiers[kindOf(notifier)] = notifier;
    noteChanged(descriptor, watch);
}

void EpollDispatcher::unregisterSocketNotifier(QSocketNotifier *notifier)
{
    Q_ASSERT(notifier && notifier->thread() == thread() && thread() == QThread::currentThread());
    const int descriptor = static_cast<int>(notifier->socket());
    const auto found = m_watches.find(descriptor);
    const std::size_t kind = kindOf(notifier);
    if (found == m_watches.end() || found->second.notifiers[kind] != notifier)
        return;
    Watch &watch = found->second;
    watch.notifiers[kind] = nullptr;
    watch.isReady[kind] = false;
    if (watch.notifiers == std::array<QSocketNotifier *, kindCount>{}) {
        // Fails where the descriptor was closed before: then the kernel has forgotten it already.
        ::epoll_ctl(m_epoll.get(), EPOLL_CTL_DEL, descriptor, nullptr);
        m_watches.erase(found);
    } else {
        noteChanged(descriptor, watch);
    }
}

void EpollDispatcher::noteChanged(int descriptor, Watch &watch)
{
    if (!std::exchange(watch.hasChanged, true))
        m_changed.push_back(descriptor);
}

void EpollDispatcher::updateKernel()
{
    for (const int descriptor : m_changed) {
        const auto found = m_watches.find(descriptor);
        if (found != m_watches.end())
            updateKernel(descriptor, found->second);
    }
    m_changed.clear();
}

/// The kernel may have forgotten a descriptor that was closed while it was watched, and may know
/// one by its number alone; one that is closed still (EBADF) is no event at all.
void EpollDispatcher::updateKernel(int descriptor, Watch &watch)
{
    watch.hasChanged = false;
    epoll_event event{};
    event.data.u64 = keyOf(descriptor, watch.generation);
    for (std::size_t kind = 0; kind < kindCount; ++kind) {
        if (watch.notifiers[kind])
            event.events |= eventsOfKind[kind];
    }
    if (watch.isKnown && watch.events == event.events)
        return;
    const int likely = watch.isKnown ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
    const int other = watch.isKnown ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
    const auto change = [&](int operation) {
        return ::epoll_ctl(m_epoll.get(), operation, descriptor, &event) == 0;
    };
    const bool isDone = change(likely) || ((errno == ENOENT || errno == EEXIST) && change(other));
    watch.isKnown = isDone;
    watch.events = event.events;
    if (!isDone && errno != EBADF)
        qCWarning(logNet, "cannot watch descriptor %d: error %d", descriptor, errno);
}

void EpollDispatcher::registerTimer(
    int timerId, qint64 interval, Qt::TimerType timerType, QObject *object)
{
    Q_ASSERT(object && object->thread() == thread() && thread() == QThread::currentThread());
    m_timers.add(TimerInfo(timerId, static_cast<int>(interval), timerType), object, now());
}

bool EpollDispatcher::unregisterTimer(int timerId)
{
    return m_timers.remove(timerId);
}

bool EpollDispatcher::unregisterTimers(QObject *object)
{
    return m_timers.removeAll(object);
}

QList<QAbstractEventDispatcher::TimerInfo> EpollDispatcher::registeredTimers(QObject *object) const
{
    return m_timers.timersOf(object);
}

int EpollDispatcher::remainingTime(int timerId)
{
    return m_timers.remaining(timerId, now());
}

void EpollDispatcher::wakeUp()
{
    if (QThread::currentThread() == thread()) {
        m_isWokenHere = true;
        return;
    }
    if (!m_isWakeUpPending.exchange(true, std::memory_order_acq_rel))
        ::eventfd_write(m_wakeUp.get(), 1);
}

void EpollDispatcher::interrupt()
{
    m_isInterrupted.store(true, std::memory_order_relaxed);
    wakeUp();
}

} // namespace roster::server
