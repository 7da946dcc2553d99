#include "tests/net/SocketPair.h"
#include "server/net/EpollDispatcher.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QSignalSpy>
#include <QSocketNotifier>
#include <QTest>
#include <QThread>
#include <QTimer>

#include <pthread.h>
#include <sched.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

namespace roster::server {
/// The event loop of this very program is the one under test: see main().
class EpollDispatcherTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void isTheLoopUnderTest();
    void firesTimersInOrderAndNeverEarly();
    void timerMayStopItselfAndOthers();
    void registersTimersOfAnObject();
    void excludesSocketNotifiersAndTimers();
    void wakesUpAcrossThreads();
    void interruptEndsAWait();
    void tellsWhenItBlocksAndWakes();
    void offersItsCoreWhileItIsBusy();
};

namespace {

/// The calling thread on one core alone, and what it starts from then on.
bool stayOnOneCore()
{
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(sched_getcpu(), &one);
    return sched_setaffinity(0, sizeof one, &one) == 0;
}

std::chrono::nanoseconds usedBy(clockid_t thread)
{
    timespec time{};
    clock_gettime(thread, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

/// How much time of the core @p thread took, each time it had it, from the calling one, which
/// always wants it. What others take does not count.
std::vector<std::chrono::nanoseconds> staysOf(clockid_t thread, std::chrono::milliseconds duration)
{
    std::vector<std::chrono::nanoseconds> found;
    const auto end = std::chrono::steady_clock::now() + duration;
    auto last = usedBy(thread);
    while (std::chrono::steady_clock::now() < end) {
        const auto used = usedBy(thread);
        if (used - last > 20us)
            found.push_back(used - last);
        last = used;
    }
    return found;
}

} // namespace

void EpollDispatcherTest::isTheLoopUnderTest()
{
    QVERIFY(qobject_cast<EpollDispatcher *>(QAbstractEventDispatcher::instance()));
}

void EpollDispatcherTest::firesTimersInOrderAndNeverEarly()
{
    QList<int> fired;
    QElapsedTimer elapsed;
    elapsed.start();
    bool wasEarly = false;
    for (const int due : {60, 20, 40}) {
        QTimer::singleShot(std::chrono::milliseconds(due), Qt::PreciseTimer, this, [&, due] {
            wasEarly = wasEarly || elapsed.elapsed() < due;
            fired.append(due);
        });
    }
    QTRY_COMPARE(fired, QList<int>({20, 40, 60}));
    QVERIFY(!wasEarly);
}

void EpollDispatcherTest::timerMayStopItselfAndOthers()
{
    QTimer first;
    QTimer second;
    int secondFired = 0;
    connect(&first, &QTimer::timeout, this, [&] {
        first.stop();
        second.stop();
    });
    connect(&second, &QTimer::timeout, this, [&] { ++secondFired; });
    first.start(5);
    second.start(5);
    QTRY_VERIFY(!first.isActive());
    QTest::qWait(20);
    QCOMPARE(secondFired, 0);
}

void EpollDispatcherTest::registersTimersOfAnObject()
{
    auto *dispatcher = QAbstractEventDispatcher::instance();
    auto owner = std::make_unique<QObject>();
    const int id = owner->startTimer(100s, Qt::VeryCoarseTimer);
    const auto infos = dispatcher->registeredTimers(owner.get());
    QCOMPARE(infos.size(), 1);
    QCOMPARE(infos.first().timerId, id);
    QCOMPARE(infos.first().interval, 100'000);
    QCOMPARE(infos.first().timerType, Qt::VeryCoarseTimer);
    QVERIFY(dispatcher->remainingTime(id) > 90'000);
    owner.reset();
    QCOMPARE(dispatcher->remainingTime(id), -1);
}

void EpollDispatcherTest::excludesSocketNotifiersAndTimers()
{
    const SocketPair pair;
    int reads = 0;
    QSocketNotifier notifier(pair.here.get(), QSocketNotifier::Read);
    connect(&notifier, &QSocketNotifier::activated, this, [&] {
        pair.read();
        ++reads;
    });
    QTimer timer;
    QSignalSpy timeouts(&timer, &QTimer::timeout);
    timer.start(1);
    pair.write();
    QTest::qSleep(5);
    auto *dispatcher = QAbstractEventDispatcher::instance();
    dispatcher->processEvents(QEventLoop::ExcludeSocketNotifiers | QEventLoop::X11ExcludeTimers);
    QCOMPARE(reads, 0);
    QCOMPARE(timeouts.count(), 0);
    while (timeouts.isEmpty())
        dispatcher->processEvents(
            QEventLoop::ExcludeSocketNotifiers | QEventLoop::WaitForMoreEvents);
    QCOMPARE(reads, 0);
    QTRY_COMPARE(reads, 1);
}

void EpollDispatcherTest::wakesUpAcrossThreads()
{
    constexpr int perThread = 5'000;
    constexpr int threadCount = 2;
    int received = 0;
    QEventLoop loop;
    const auto receive = [&] {
        if (++received == perThread * threadCount)
            loop.quit();
    };
    std::vector<std::thread> threads;
    for (int i = 0; i < threadCount; ++i) {
        threads.emplace_back([&] {
            for (int n = 0; n < perThread; ++n)
                QMetaObject::invokeMethod(this, receive, Qt::QueuedConnection);
        });
    }
    // No timer runs here, so that a lost wake-up would show as a wait without end.
    loop.exec();
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(received, perThread * threadCount);
}

void EpollDispatcherTest::interruptEndsAWait()
{
    QThread thread;
    auto *dispatcher = new EpollDispatcher;
    thread.setEventDispatcher(dispatcher);
    thread.start();
    QTRY_VERIFY(thread.isRunning());
    thread.quit();
    QVERIFY(thread.wait(10'000));
}

void EpollDispatcherTest::tellsWhenItBlocksAndWakes()
{
    auto *dispatcher = QAbstractEventDispatcher::instance();
    QSignalSpy blocks(dispatcher, &QAbstractEventDispatcher::aboutToBlock);
    QSignalSpy wakes(dispatcher, &QAbstractEventDispatcher::awake);
    dispatcher->processEvents(QEventLoop::AllEvents);
    QCOMPARE(blocks.count(), 0);
    QCOMPARE(wakes.count(), 1);
    QTimer::singleShot(5, this, [] {});
    while (blocks.isEmpty())
        dispatcher->processEvents(QEventLoop::WaitForMoreEvents);
    QVERIFY(wakes.count() >= 2);
}

/// A loop with something to do at every turn beside a thread that wants the same core: the thread
/// must not wait for the scheduler's tick, 4 ms later, each time.
void EpollDispatcherTest::offersItsCoreWhileItIsBusy()
{
    cpu_set_t before;
    QCOMPARE(sched_getaffinity(0, sizeof before, &before), 0);
    QVERIFY(stayOnOneCore());
    clockid_t loop{};
    QCOMPARE(pthread_getcpuclockid(pthread_self(), &loop), 0);
    std::vector<std::chrono::nanoseconds> found;
    std::atomic<bool> isDone = false;
    std::thread other([&] {
        found = staysOf(loop, 400ms);
        isDone = true;
    });
    SocketPair pair;
    pair.write(); // never read
    QSocketNotifier notifier(pair.here.get(), QSocketNotifier::Read);
    int turns = 0;
    connect(&notifier, &QSocketNotifier::activated, this, [&turns] { ++turns; });
    while (!isDone)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    other.join();
    QCOMPARE(sched_setaffinity(0, sizeof before, &before), 0);
    QVERIFY(turns > 10);
    QVERIFY2(found.size() >= 5, QByteArray::number(found.size()));
    const auto middle = found.size() / 2;
    std::ranges::nth_element(found, found.begin() + static_cast<qsizetype>(middle));
    QVERIFY2(found[middle] < 2ms, QByteArray::number(qint64{found[middle].count()}));
}

} // namespace roster::server

int main(int argc, char **argv)
{
    QCoreApplication::setEventDispatcher(new roster::server::EpollDispatcher);
    QCoreApplication application(argc, argv);
    roster::server::EpollDispatcherTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_epolldispatcher.moc"
