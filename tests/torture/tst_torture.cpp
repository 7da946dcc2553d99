#include "tests/torture/CrashLoop.h"

#include <QTest>

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
    plan.ending = ending;
    plan.hasLyingDisk = hasLyingDisk;
    return CrashLoop(plan).run();
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

QTEST_GUILESS_MAIN(TortureTest)
#include "tst_torture.moc"
