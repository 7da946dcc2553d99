#include "tests/net/SocketPair.h"
#include "server/net/EpollDispatcher.h"

#include <QSocketNotifier>
#include <QTest>
#include <QTimer>

#include <sys/resource.h>
#include <time.h>

#include <array>
#include <chrono>
#include <memory>
#include <vector>

using namespace std::chrono_literals;

namespace roster::server {
namespace {

std::chrono::nanoseconds threadCpu()
{
    timespec used{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return std::chrono::seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec);
}

} // namespace

/// The event loop of this very program is the one under test: see main().
class EpollNotifiersTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void zeroTimerDoesNotStarveSockets();
    void readsLevelTriggered();
    void watchesReadAndWriteOfOneDescriptor();
    void doesNotTouchANotifierRemovedMeanwhile();
    void notifierMayBeAddedInAHandler();
    void reusedDescriptorGetsNoOldEvent();
    void toleratesADescriptorClosedFirst();
    void getsRidOfAStaleDuplicate();
    void nestedLoopDeliversTheRest();
    void idleDescriptorsCostNothing();
};

void EpollNotifiersTest::zeroTimerDoesNotStarveSockets()
{
    const SocketPair pair;
    QTimer busy;
    busy.start(0);
    bool wasRead = false;
    QSocketNotifier notifier(pair.here.get(), QSocketNotifier::Read);
    connect(&notifier, &QSocketNotifier::activated, this, [&] {
        pair.read();
        wasRead = true;
    });
    pair.write();
    QTRY_VERIFY(wasRead);
}

void EpollNotifiersTest::readsLevelTriggered()
{
    const SocketPair pair;
    int reads = 0;
    QSocketNotifier notifier(pair.here.get(), QSocketNotifier::Read);
    connect(&notifier, &QSocketNotifier::activated, this, [&] {
        pair.read();
        ++reads;
    });
    for (int i = 0; i < 5; ++i)
        pair.write();
    QTRY_COMPARE(reads, 5);
    QTest::qWait(10);
    QCOMPARE(reads, 5);
    notifier.setEnabled(false);
    pair.write();
    QTest::qWait(10);
    QCOMPARE(reads, 5);
    notifier.setEnabled(true);
    QTRY_COMPARE(reads, 6);
}

void EpollNotifiersTest::watchesReadAndWriteOfOneDescriptor()
{
    const SocketPair pair;
    QSocketNotifier read(pair.here.get(), QSocketNotifier::Read);
    QSocketNotifier write(pair.here.get(), QSocketNotifier::Write);
    QSocketNotifier exception(pair.here.get(), QSocketNotifier::Exception);
    int writes = 0;
    int reads = 0;
    int exceptions = 0;
    connect(&write, &QSocketNotifier::activated, this, [&] {
        ++writes;
        write.setEnabled(false);
    });
    connect(&read, &QSocketNotifier::activated, this, [&] {
        ++reads;
        pair.read();
    });
    connect(&exception, &QSocketNotifier::activated, this, [&] { ++exceptions; });
    pair.write();
    QTRY_VERIFY(writes == 1 && reads == 1);
    pair.write();
    QTRY_COMPARE(reads, 2);
    QCOMPARE(writes, 1);
    QCOMPARE(exceptions, 0);
}

void EpollNotifiersTest::doesNotTouchANotifierRemovedMeanwhile()
{
    const std::array<SocketPair, 2> pairs;
    std::array<std::unique_ptr<QSocketNotifier>, 2> notifiers;
    int activations = 0;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        notifiers[i]
            = std::make_unique<QSocketNotifier>(pairs[i].here.get(), QSocketNotifier::Read);
        connect(notifiers[i].get(), &QSocketNotifier::activated, this, [&, i] {
            ++activations;
            pairs[i].read();
            notifiers[1 - i].reset();
        });
    }
    pairs[0].write();
    pairs[1].write();
    QTRY_COMPARE(activations, 1);
    QTest::qWait(10);
    QCOMPARE(activations, 1);
}

void EpollNotifiersTest::notifierMayBeAddedInAHandler()
{
    const SocketPair first;
    const SocketPair second;
    std::unique_ptr<QSocketNotifier> added;
    bool wasAddedRead = false;
    QSocketNotifier notifier(first.here.get(), QSocketNotifier::Read);
    connect(&notifier, &QSocketNotifier::activated, this, [&] {
        first.read();
        added = std::make_unique<QSocketNotifier>(second.here.get(), QSocketNotifier::Read);
        connect(added.get(), &QSocketNotifier::activated, this, [&] {
            second.read();
            wasAddedRead = true;
        });
    });
    second.write();
    first.write();
    QTRY_VERIFY(wasAddedRead);
}

void EpollNotifiersTest::reusedDescriptorGetsNoOldEvent()
{
    std::array<SocketPair, 2> pairs;
    std::array<std::unique_ptr<QSocketNotifier>, 2> notifiers;
    std::unique_ptr<QSocketNotifier> successor;
    SocketPair fresh;
    int oldEvents = 0;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        notifiers[i]
            = std::make_unique<QSocketNotifier>(pairs[i].here.get(), QSocketNotifier::Read);
        connect(notifiers[i].get(), &QSocketNotifier::activated, this, [&, i] {
            pairs[i].read();
            const std::size_t other = 1 - i;
            const int number = pairs[other].here.get();
            notifiers[other].reset();
            if (::dup2(fresh.here.get(), number) != number)
                qFatal("dup2");
            successor = std::make_unique<QSocketNotifier>(number, QSocketNotifier::Read);
            connect(successor.get(), &QSocketNotifier::activated, this, [&] { ++oldEvents; });
        });
    }
    pairs[0].write();
    pairs[1].write();
    QTRY_VERIFY(successor);
    QTest::qWait(10);
    QCOMPARE(oldEvents, 0);
    successor.reset();
}

void EpollNotifiersTest::toleratesADescriptorClosedFirst()
{
    SocketPair pair;
    QSocketNotifier read(pair.here.get(), QSocketNotifier::Read);
    auto write = std::make_unique<QSocketNotifier>(pair.here.get(), QSocketNotifier::Write);
    write->setEnabled(false);
    write->setEnabled(true);
    pair.here.reset();
    write.reset();
    read.setEnabled(false);
    const SocketPair next;
    int reads = 0;
    QSocketNotifier other(next.here.get(), QSocketNotifier::Read);
    connect(&other, &QSocketNotifier::activated, this, [&] {
        next.read();
        ++reads;
    });
    next.write();
    QTRY_COMPARE(reads, 1);
}

/// Such a descriptor would keep epoll_wait() from ever waiting again.
void EpollNotifiersTest::getsRidOfAStaleDuplicate()
{
    SocketPair pair;
    const SocketPair other;
    const FileDescriptor duplicate = pair.here.duplicate();
    auto notifier = std::make_unique<QSocketNotifier>(pair.here.get(), QSocketNotifier::Read);
    int reads = 0;
    QSocketNotifier alive(other.here.get(), QSocketNotifier::Read);
    connect(&alive, &QSocketNotifier::activated, this, [&] {
        other.read();
        ++reads;
    });
    pair.here.reset();
    notifier.reset();
    pair.write();
    const auto before = threadCpu();
    QTest::qWait(200);
    QVERIFY(threadCpu() - before < 100ms);
    other.write();
    QTRY_COMPARE(reads, 1);
}

void EpollNotifiersTest::nestedLoopDeliversTheRest()
{
    const std::array<SocketPair, 2> pairs;
    std::array<std::unique_ptr<QSocketNotifier>, 2> notifiers;
    std::array<int, 2> reads{};
    bool isNested = false;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        notifiers[i]
            = std::make_unique<QSocketNotifier>(pairs[i].here.get(), QSocketNotifier::Read);
        connect(notifiers[i].get(), &QSocketNotifier::activated, this, [&, i] {
            pairs[i].read();
            ++reads[i];
            if (!std::exchange(isNested, true)) {
                while (reads[1 - i] == 0)
                    QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
            }
        });
    }
    pairs[0].write();
    pairs[1].write();
    QTRY_VERIFY(reads[0] == 1 && reads[1] == 1);
    QTest::qWait(10);
    QCOMPARE(reads[0] + reads[1], 2);
}

void EpollNotifiersTest::idleDescriptorsCostNothing()
{
    constexpr int idleCount = 3'000;
    constexpr int turns = 500;
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_max < 2 * idleCount + 100)
        QSKIP("the limit of open files is too low");

    const SocketPair busy;
    int reads = 0;
    QSocketNotifier notifier(busy.here.get(), QSocketNotifier::Read);
    connect(&notifier, &QSocketNotifier::activated, this, [&] {
        busy.read();
        if (++reads % turns != 0)
            busy.write();
    });
    const auto costOfTurns = [&] {
        const auto before = threadCpu();
        busy.write();
        do
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        while (reads % turns != 0);
        return threadCpu() - before;
    };
    costOfTurns();
    const auto alone = costOfTurns();
    const std::vector<SocketPair> idle(idleCount);
    std::vector<std::unique_ptr<QSocketNotifier>> watched;
    for (const SocketPair &pair : idle)
        watched.push_back(
            std::make_unique<QSocketNotifier>(pair.here.get(), QSocketNotifier::Read));
    const auto crowded = costOfTurns();
    // poll(2) is slower by a factor of 20 here.
    QVERIFY2(crowded < 4 * alone + 20ms, qPrintable(QString::number((crowded - alone).count())));
}

} // namespace roster::server

int main(int argc, char **argv)
{
    QCoreApplication::setEventDispatcher(new roster::server::EpollDispatcher);
    QCoreApplication application(argc, argv);
    roster::server::EpollNotifiersTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_epollnotifiers.moc"
