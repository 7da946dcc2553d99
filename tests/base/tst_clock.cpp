#include "common/base/Clock.h"
#include "common/base/IsoText.h"

#include <QTest>

#include <atomic>
#include <thread>
#include <vector>

using namespace roster;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

class ClockTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void followsTheWallClock();
    void wallClockSetBackNeverRunsBack();
    void goesOnWithTheSteadyClockAfterASetBack();
    void followsTheWallClockAgainOnceItHasCaughtUp();
    void wallClockSetForwardIsFollowed();
    void raisesToTheFloorOfAnEarlierRun();
    void floorInThePastChangesNothing();
    void raisedClockGoesOnFromTheFloor();
    void steadyHandIgnoresTheWallClock();
    void neverRunsBackUnderManyThreads();
    void systemClockIsNearTheSystemsTime();
    void writesInstantsInUtcWithSeconds_data();
    void writesInstantsInUtcWithSeconds();
};

void ClockTest::followsTheWallClock()
{
    ManualClock clock(1000s);
    QCOMPARE(clock.utcNow(), milliseconds(1000s));
    clock.advance(1500ms);
    QCOMPARE(clock.utcNow(), 1'001'500ms);
    QCOMPARE(clock.utcDateTime(), QDateTime::fromMSecsSinceEpoch(1'001'500, Qt::UTC));
}

void ClockTest::wallClockSetBackNeverRunsBack()
{
    ManualClock clock(1000s);
    const milliseconds before = clock.utcNow();
    clock.setWall(1s);
    QCOMPARE(clock.utcNow(), before);
}

void ClockTest::goesOnWithTheSteadyClockAfterASetBack()
{
    ManualClock clock(1000s);
    const milliseconds before = clock.utcNow();
    clock.setWall(1s);
    clock.advance(30min);
    QCOMPARE(clock.utcNow(), before + 30min);
    clock.setWall(2s);
    clock.advance(5s);
    QCOMPARE(clock.utcNow(), before + 30min + 5s);
}

void ClockTest::followsTheWallClockAgainOnceItHasCaughtUp()
{
    ManualClock clock(1000s);
    const milliseconds before = clock.utcNow();
    clock.setWall(900s);
    clock.advance(10s);
    QCOMPARE(clock.utcNow(), before + 10s);
    clock.setWall(2000s);
    QCOMPARE(clock.utcNow(), milliseconds(2000s));
}

void ClockTest::wallClockSetForwardIsFollowed()
{
    ManualClock clock(1000s);
    QCOMPARE(clock.utcNow(), milliseconds(1000s));
    clock.setWall(5000s);
    QCOMPARE(clock.utcNow(), milliseconds(5000s));
}

void ClockTest::raisesToTheFloorOfAnEarlierRun()
{
    ManualClock clock(1000s);
    clock.raiseTo(4000s);
    QCOMPARE(clock.utcNow(), milliseconds(4000s));
}

void ClockTest::floorInThePastChangesNothing()
{
    ManualClock clock(1000s);
    clock.raiseTo(10s);
    QCOMPARE(clock.utcNow(), milliseconds(1000s));
}

void ClockTest::raisedClockGoesOnFromTheFloor()
{
    ManualClock clock(1000s);
    clock.raiseTo(4000s);
    clock.advance(7s);
    QCOMPARE(clock.utcNow(), milliseconds(4007s));
}

void ClockTest::steadyHandIgnoresTheWallClock()
{
    ManualClock clock(1000s);
    const milliseconds before = clock.steadyNow();
    clock.setWall(1s);
    QCOMPARE(clock.steadyNow(), before);
    clock.advance(3ms);
    QCOMPARE(clock.steadyNow(), before + 3ms);
}

void ClockTest::neverRunsBackUnderManyThreads()
{
    SystemClock clock;
    std::atomic<bool> ranBack{false};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&clock, &ranBack] {
            milliseconds last = clock.utcNow();
            for (int round = 0; round < 20'000; ++round) {
                if (round % 16 == 0)
                    clock.raiseTo(last + 1ms);
                const milliseconds now = clock.utcNow();
                if (now < last)
                    ranBack = true;
                last = now;
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QVERIFY(!ranBack);
}

void ClockTest::systemClockIsNearTheSystemsTime()
{
    SystemClock clock;
    const qint64 apart = clock.utcNow().count() - QDateTime::currentMSecsSinceEpoch();
    QVERIFY2(std::abs(apart) < 60'000, qPrintable(QString::number(apart)));
    const milliseconds before = clock.steadyNow();
    QVERIFY(clock.steadyNow() >= before);
}

void ClockTest::writesInstantsInUtcWithSeconds_data()
{
    QTest::addColumn<qint64>("instant");
    QTest::addColumn<QString>("text");
    QTest::newRow("epoch") << qint64{0} << QStringLiteral("1970-01-01T00:00:00Z");
    QTest::newRow("milliseconds are cut") << qint64{999} << QStringLiteral("1970-01-01T00:00:00Z");
    QTest::newRow("protocol's example")
        << qint64{1'795'514'400'000} << QStringLiteral("2026-11-24T10:00:00Z");
    QTest::newRow("leap day") << qint64{1'709'251'199'000}
                              << QStringLiteral("2024-02-29T23:59:59Z");
}

void ClockTest::writesInstantsInUtcWithSeconds()
{
    QFETCH(qint64, instant);
    QTEST(isoUtc(milliseconds(instant)), "text");
}

QTEST_GUILESS_MAIN(ClockTest)
#include "tst_clock.moc"
