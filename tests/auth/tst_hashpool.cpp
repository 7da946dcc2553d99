#include "server/auth/HashPool.h"

#include <QtTest>

#include <atomic>
#include <future>
#include <latch>

using namespace roster::server;

class HashPoolTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void runsJobs();
    void runsNoMoreAtOnceThanItHasThreads();
    void refusesWhenTooManyWait();
    void cancelsWhatWaitsWhenItStops();
    void refusesAfterItStopped();
    void sizesItselfByTheCores();
};

namespace {

/// Holds the threads of a pool until release().
class Gate
{
public:
    HashPool::Job job()
    {
        return [this](HashPool::Turn) {
            m_entered.count_down();
            m_opened.wait();
        };
    }
    void awaitOne() { m_entered.wait(); }
    void release() { m_open.set_value(); }

private:
    std::latch m_entered{1};
    std::promise<void> m_open;
    std::shared_future<void> m_opened = m_open.get_future().share();
};

} // namespace

void HashPoolTest::runsJobs()
{
    std::atomic<int> taken = 0;
    {
        HashPool pool(2, 64);
        std::latch done(50);
        for (int i = 0; i < 50; ++i) {
            QVERIFY(pool.submit([&](HashPool::Turn turn) {
                taken += turn == HashPool::Turn::Taken;
                done.count_down();
            }));
        }
        done.wait();
    }
    QCOMPARE(taken.load(), 50);
}

void HashPoolTest::runsNoMoreAtOnceThanItHasThreads()
{
    HashPool pool(3, 1000);
    std::atomic<int> running = 0;
    std::atomic<int> most = 0;
    std::latch done(500);
    for (int i = 0; i < 500; ++i) {
        QVERIFY(pool.submit([&](HashPool::Turn) {
            const int now = ++running;
            int seen = most;
            while (now > seen && !most.compare_exchange_weak(seen, now)) { }
            std::this_thread::yield();
            --running;
            done.count_down();
        }));
    }
    done.wait();
    QVERIFY(most.load() <= 3);
}

void HashPoolTest::refusesWhenTooManyWait()
{
    Gate gate;
    HashPool pool(1, 2);
    QVERIFY(pool.submit(gate.job()));
    gate.awaitOne();
    QVERIFY(pool.submit([](HashPool::Turn) {}));
    QVERIFY(pool.submit([](HashPool::Turn) {}));
    QVERIFY(!pool.submit([](HashPool::Turn) { QFAIL("was run although it was refused"); }));
    gate.release();
}

void HashPoolTest::cancelsWhatWaitsWhenItStops()
{
    Gate gate;
    std::atomic<int> cancelled = 0;
    HashPool pool(1, 10);
    QVERIFY(pool.submit(gate.job()));
    gate.awaitOne();
    for (int i = 0; i < 5; ++i) {
        QVERIFY(pool.submit(
            [&](HashPool::Turn turn) { cancelled += turn == HashPool::Turn::Cancelled; }));
    }
    std::thread stopper([&] { pool.stop(); });
    // Once it refuses it has begun to stop.
    QTRY_VERIFY(!pool.submit(
        [&](HashPool::Turn turn) { cancelled += turn == HashPool::Turn::Cancelled ? 0 : 100; }));
    gate.release();
    stopper.join();
    QCOMPARE(cancelled.load(), 5);
}

void HashPoolTest::refusesAfterItStopped()
{
    HashPool pool(1, 10);
    pool.stop();
    QVERIFY(!pool.submit([](HashPool::Turn) {}));
}

void HashPoolTest::sizesItselfByTheCores()
{
    const std::size_t half = std::max(1U, std::thread::hardware_concurrency() / 2);
    QCOMPARE(HashPool(0, 1).threads(), half);
    QCOMPARE(HashPool(3, 1).threads(), std::size_t{3});
}

QTEST_GUILESS_MAIN(HashPoolTest)
#include "tst_hashpool.moc"
