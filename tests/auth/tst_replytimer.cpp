#include "server/auth/ReplyTimer.h"

#include <QtTest>

#include <atomic>
#include <latch>

using namespace roster::server;
using namespace std::chrono_literals;

class ReplyTimerTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void callsInOrderOfTheirMoments();
    void neverCallsTooEarly();
    void callsWhatWaitsWhenItStops();
    void callsAtOnceAfterItStopped();
};

void ReplyTimerTest::callsInOrderOfTheirMoments()
{
    ReplyTimer timer;
    const auto start = std::chrono::steady_clock::now();
    QList<int> order;
    std::latch done(3);
    for (const int number : {3, 1, 2}) {
        timer.at(start + number * 20ms, [&order, &done, number] {
            order.append(number);
            done.count_down();
        });
    }
    done.wait();
    QCOMPARE(order, (QList<int>{1, 2, 3}));
}

void ReplyTimerTest::neverCallsTooEarly()
{
    ReplyTimer timer;
    const auto moment = std::chrono::steady_clock::now() + 30ms;
    std::atomic<bool> isLate = false;
    std::latch done(1);
    timer.at(moment, [&] {
        isLate = std::chrono::steady_clock::now() >= moment;
        done.count_down();
    });
    done.wait();
    QVERIFY(isLate.load());
}

void ReplyTimerTest::callsWhatWaitsWhenItStops()
{
    std::atomic<int> called = 0;
    ReplyTimer timer;
    for (int i = 0; i < 10; ++i)
        timer.at(std::chrono::steady_clock::now() + 1h, [&] { ++called; });
    timer.stop();
    QCOMPARE(called.load(), 10);
}

void ReplyTimerTest::callsAtOnceAfterItStopped()
{
    ReplyTimer timer;
    timer.stop();
    bool isCalled = false;
    timer.at(std::chrono::steady_clock::now() + 1h, [&] { isCalled = true; });
    QVERIFY(isCalled);
}

QTEST_GUILESS_MAIN(ReplyTimerTest)
#include "tst_replytimer.moc"
