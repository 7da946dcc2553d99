#include "tests/torture/CallFuzzer.h"
#include "tests/torture/CrashLoop.h"
#include "tests/torture/FaultLoop.h"

#include <QJsonDocument>
#include <QProcess>
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
    void livesThroughAFullDisk();
    void objectsToWhatMayNotBe_data();
    void objectsToWhatMayNotBe();
    void servesNothingWithoutTheRight();
};

namespace {

#ifdef ROSTER_SANITIZED
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

/// A real one of 2 MiB, in a process that may mount it.
void TortureTest::livesThroughAFullDisk()
{
    constexpr int cannotMount = 77;
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(QStringLiteral(ROSTER_FULL_DISK), {QStringLiteral(ROSTER_TORTURE)});
    QVERIFY(process.waitForFinished(200'000));
    const QByteArray said = process.readAll();
    if (process.exitCode() == cannotMount)
        QSKIP(said.trimmed().constData());
    QVERIFY2(process.exitCode() == 0, said.constData());
    qInfo("%s", said.constData());
}

/// The judge of the fuzzer would see a mistake.
void TortureTest::objectsToWhatMayNotBe_data()
{
    QTest::addColumn<bool>("hasSession");
    QTest::addColumn<QString>("method");
    QTest::addColumn<QByteArray>("reply");
    QTest::addColumn<bool>("isWrong");
    const QByteArray success = R"({"result":{}})";
    const QByteArray denied
        = R"({"error":{"data":{"reason":"permission_denied","permission":"employee.add"}}})";
    const QByteArray deniedGet
        = R"({"error":{"data":{"reason":"permission_denied","permission":"employee.get"}}})";
    const QByteArray login = R"({"error":{"data":{"reason":"login_required"}}})";
    QTest::newRow("a stranger reads") << false << u"employee.list"_s << success << true;
    QTest::newRow("a stranger is refused") << false << u"employee.list"_s << login << false;
    QTest::newRow("a viewer adds") << true << u"employee.add"_s << success << true;
    QTest::newRow("a viewer may not add") << true << u"employee.add"_s << denied << false;
    QTest::newRow("a viewer may not read") << true << u"employee.get"_s << deniedGet << true;
    QTest::newRow("a viewer is a stranger") << true << u"employee.get"_s << login << true;
    QTest::newRow("a viewer sees a salary")
        << true << u"employee.get"_s << QByteArray(R"({"result":{"employee":{"salary":"1.00"}}})")
        << true;
    QTest::newRow("a viewer sees a name")
        << true << u"employee.get"_s
        << QByteArray(R"({"result":{"employee":{"first_name":"Ann"}}})") << false;
}

void TortureTest::objectsToWhatMayNotBe()
{
    QFETCH(bool, hasSession);
    QFETCH(QString, method);
    QFETCH(QByteArray, reply);
    QFETCH(bool, isWrong);
    const RoleFacts viewer{u"viewer"_s, {u"employee.get"_s}, {{u"salary"_s, u"none"_s}}};
    KnownState state;
    if (hasSession) {
        state.session = std::make_shared<KnownSession>();
        state.session->role = &viewer;
        state.session->expiresAt = std::chrono::steady_clock::now() + 1h;
    }
    const QString objection = SessionOracle::objection(
        state, method, {}, QJsonDocument::fromJson(reply).object(), false);
    QCOMPARE(!objection.isEmpty(), isWrong);
}

void TortureTest::servesNothingWithoutTheRight()
{
    constexpr unsigned seed = 20'261'125;
    const FuzzReport report = CallFuzzer(600, seed).run();
    qInfo("seed %u, %d calls, %d succeeded", seed, report.calls, report.succeeded);
    QVERIFY2(report.problems.isEmpty(), report.problems.join(u'\n').toUtf8());
    QVERIFY(report.succeeded > report.calls / 20);
    QVERIFY(report.reasons.value(u"permission_denied"_s) > 0);
}

QTEST_GUILESS_MAIN(TortureTest)
#include "tst_torture.moc"
