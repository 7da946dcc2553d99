#include "tests/torture/CrashLoop.h"
#include "tests/torture/FaultLoop.h"

#include <QTest>

#include <cerrno>

using namespace roster::torture;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Short runs of what torments a real server (R43 to R46); roster-torture has the long ones.
class TortureTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void survivesKills();
    void survivesPowerCuts();
    void seesWhatALyingDiskLoses();
    void worksThroughFaults_data();
    void worksThroughFaults();
    void cannotTellWhenALogIsNotSynced_data();
    void cannotTellWhenALogIsNotSynced();
};

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr auto readyLimit = 10s; // instrumented code tells nothing about speed
#else
constexpr auto readyLimit = 2s;
#endif

CrashReport crashed(CrashPlan::Ending ending, bool hasLyingDisk = false)
{
    CrashPlan plan;
    plan.rounds = 2;
    plan.ending = ending;
    plan.hasLyingDisk = hasLyingDisk;
    return CrashLoop(plan).run();
}

QByteArray told(const FaultReport &report)
{
    return report.problems.join(u'\n').toUtf8();
}

} // namespace

void TortureTest::survivesKills()
{
    const CrashReport report = crashed(CrashPlan::Ending::Kill);
    QVERIFY2(report.problems.isEmpty(), qPrintable(report.problems.join(u'\n')));
    QVERIFY(report.acknowledged >= report.rounds);
    QVERIFY2(
        report.slowestReady <= readyLimit, QByteArray::number(qint64(report.slowestReady.count())));
}

void TortureTest::survivesPowerCuts()
{
    const CrashReport report = crashed(CrashPlan::Ending::PowerCut);
    QVERIFY2(report.problems.isEmpty(), qPrintable(report.problems.join(u'\n')));
    QVERIFY(report.acknowledged >= report.rounds);
}

/// The checker would see a loss: on a disk that does not sync there is one.
void TortureTest::seesWhatALyingDiskLoses()
{
    const CrashReport report = crashed(CrashPlan::Ending::PowerCut, true);
    QVERIFY(report.problems.join(u'\n').contains(u"was acknowledged and is lost"_s));
}

/// Only some of the calls; roster-torture tries every one.
void TortureTest::worksThroughFaults_data()
{
    QTest::addColumn<FaultPlan>("plan");
    FaultPlan plan;
    plan.step = 200;
    plan.error = EIO;
    QTest::newRow("EIO at work") << plan;
    plan.error = ENOSPC;
    QTest::newRow("ENOSPC at work") << plan;
    plan.isLasting = true;
    plan.step = 600;
    QTest::newRow("ENOSPC from then on") << plan;
    plan.isLasting = false;
    plan.phase = FaultPlan::Phase::Start;
    plan.first = 30;
    plan.step = 80;
    QTest::newRow("ENOSPC at the start") << plan;
}

void TortureTest::worksThroughFaults()
{
    QFETCH(FaultPlan, plan);
    const FaultReport report = FaultLoop(plan).run();
    QVERIFY2(report.problems.isEmpty(), told(report));
    QVERIFY(report.hasEndedClean);
    QVERIFY(report.acknowledged >= report.runs);
}

void TortureTest::cannotTellWhenALogIsNotSynced_data()
{
    QTest::addColumn<bool>("isKilledAfter");
    QTest::newRow("and goes on") << false;
    QTest::newRow("and is killed") << true;
}

/// A commit whose sync failed may be found in the log after a crash: to say that nothing was
/// changed would be a lie.
void TortureTest::cannotTellWhenALogIsNotSynced()
{
    QFETCH(bool, isKilledAfter);
    FaultPlan plan;
    plan.error = EIO;
    plan.kinds = FaultControl::Sync;
    plan.files = FaultControl::EmployeeLog;
    plan.isKilledAfter = isKilledAfter;
    plan.most = 1;
    const FaultReport report = FaultLoop(plan).run();
    QVERIFY2(report.problems.isEmpty(), told(report));
    QCOMPARE(report.refused, 0);
    QCOMPARE(report.unknown, 1);
}

QTEST_GUILESS_MAIN(TortureTest)
#include "tst_torture.moc"
