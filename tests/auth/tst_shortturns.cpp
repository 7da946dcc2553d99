#include "server/auth/ShortTurns.h"

#include <QtTest>

#include <cerrno>
#include <thread>

using namespace roster::server;
using namespace std::chrono_literals;
using std::chrono::steady_clock;

class ShortTurnsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void offersTheCoreAgainAndAgain();
    void takesTheTurnsItIsTold();
    void takesLongerTurnsWhenLate();
    void endsWithItsObject();
    void leavesErrnoAlone();
    void servesEachThread();
};

namespace {

void compute(steady_clock::duration howLong)
{
    const auto end = steady_clock::now() + howLong;
    while (steady_clock::now() < end) { }
}

} // namespace

void ShortTurnsTest::offersTheCoreAgainAndAgain()
{
    const ShortTurns turns;
    compute(100ms);
    // 500 on an idle core; a busy machine leaves fewer.
    QVERIFY2(turns.offers() >= 5, qPrintable(QString::number(turns.offers())));
    QVERIFY(turns.offers() <= 501);
}

void ShortTurnsTest::takesTheTurnsItIsTold()
{
    const ShortTurns turns(2ms);
    compute(100ms);
    QVERIFY(turns.offers() >= 5);
    QVERIFY2(turns.offers() <= 51, qPrintable(QString::number(turns.offers())));
}

void ShortTurnsTest::takesLongerTurnsWhenLate()
{
    const ShortTurns turns;
    compute(260ms);
    const int early = turns.offers();
    compute(100ms);
    const int late = turns.offers() - early;
    QVERIFY(late >= 1);
    QVERIFY2(late <= 27, qPrintable(QString::number(late)));
}

void ShortTurnsTest::endsWithItsObject()
{
    for (int i = 0; i < 1'000; ++i) {
        const ShortTurns turns;
        compute(i % 2 == 0 ? 0us : 200us); // so that some end while the signal is under way
    }
    compute(10ms);
    const ShortTurns turns;
    QCOMPARE(turns.offers(), 0);
}

void ShortTurnsTest::leavesErrnoAlone()
{
    const ShortTurns turns;
    errno = ERANGE;
    while (turns.offers() < 5)
        compute(1ms);
    QCOMPARE(errno, ERANGE);
}

void ShortTurnsTest::servesEachThread()
{
    const ShortTurns mine;
    int theirs = 0;
    std::thread([&theirs] {
        const ShortTurns turns;
        compute(100ms);
        theirs = turns.offers();
    }).join(); // a wait that the signal interrupts goes on
    QVERIFY(theirs >= 5);
    QVERIFY(mine.offers() >= 1);
}

QTEST_GUILESS_MAIN(ShortTurnsTest)
#include "tst_shortturns.moc"
