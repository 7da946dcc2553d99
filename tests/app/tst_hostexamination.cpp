#include "server/app/doctor/HostExamination.h"

#include "server/app/ServerConfiguration.h"

#include <QTest>

#include <algorithm>

using namespace roster::server;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What `doctor` says of the machine, told from values that tests choose.
class HostExaminationTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tellsOfSpace_data();
    void tellsOfSpace();
    void tellsOfTheClock_data();
    void tellsOfTheClock();
    void tellsOfLimits_data();
    void tellsOfLimits();
    void quotesPathsForTheShell();
};

void HostExaminationTest::tellsOfSpace_data()
{
    QTest::addColumn<qint64>("free");
    QTest::addColumn<qint64>("total");
    QTest::addColumn<Severity>("severity");
    constexpr qint64 gib = 1024LL * 1024 * 1024;
    QTest::newRow("much") << 50 * gib << 100 * gib << Severity::Ok;
    QTest::newRow("just enough") << gib << 10 * gib << Severity::Ok;
    QTest::newRow("less than a gibibyte") << gib - 1 << 2 * gib << Severity::Warning;
    QTest::newRow("less than a tenth") << 9 * gib << 100 * gib << Severity::Warning;
    QTest::newRow("next to nothing") << gib / 100 << 100 * gib << Severity::Error;
}

void HostExaminationTest::tellsOfSpace()
{
    QFETCH(qint64, free);
    QFETCH(qint64, total);
    const Finding finding = examineSpace(u"/srv/roster"_s, free, total);
    QTEST(finding.severity, "severity");
    QCOMPARE(finding.remedy.isEmpty(), finding.severity == Severity::Ok);
}

void HostExaminationTest::tellsOfTheClock_data()
{
    QTest::addColumn<std::chrono::milliseconds>("now");
    QTest::addColumn<std::chrono::milliseconds>("last");
    QTest::addColumn<Severity>("severity");
    constexpr std::chrono::milliseconds now{1'800'000'000'000};
    QTest::newRow("after all events") << now << now - 1h << Severity::Ok;
    QTest::newRow("no events") << now << 0ms << Severity::Ok;
    QTest::newRow("within the tolerance") << now << now + 1min << Severity::Ok;
    QTest::newRow("behind") << now << now + 61s << Severity::Error;
    QTest::newRow("the year 1970") << 5000ms << 0ms << Severity::Error;
}

void HostExaminationTest::tellsOfTheClock()
{
    QFETCH(std::chrono::milliseconds, now);
    QFETCH(std::chrono::milliseconds, last);
    QTEST(examineClock(now, last).severity, "severity");
}

void HostExaminationTest::tellsOfLimits_data()
{
    QTest::addColumn<QByteArray>("files");
    QTest::addColumn<QByteArray>("core");
    QTest::addColumn<int>("bad");
    QTest::newRow("good") << "1024 65536"_ba
                          << "0 0"_ba << 0;
    QTest::newRow("unlimited") << "1024 unlimited"_ba
                               << "0 unlimited"_ba << 0;
    QTest::newRow("few files") << "256 512"_ba
                               << "0 0"_ba << 1;
    QTest::newRow("a core dump") << "1024 65536"_ba
                                 << "unlimited unlimited"_ba << 1;
    QTest::newRow("both") << "64 64"_ba
                          << "1000 1000"_ba << 2;
}

void HostExaminationTest::tellsOfLimits()
{
    QFETCH(QByteArray, files);
    QFETCH(QByteArray, core);
    const QByteArray limits
        = "Limit                     Soft Limit           Hard Limit       Units\n"
          "Max core file size        "
        + core + " bytes\nMax open files            " + files + " files\n";
    ServerConfiguration configuration;
    configuration.workers = 2;
    const QList<Finding> findings = examineLimits(limits, configuration);
    QCOMPARE(findings.size(), 2);
    QTEST(static_cast<int>(std::ranges::count(findings, Severity::Warning, &Finding::severity)),
        "bad");
}

void HostExaminationTest::quotesPathsForTheShell()
{
    QCOMPARE(shellWord(u"/srv/roster-1"_s), u"/srv/roster-1"_s);
    QCOMPARE(shellWord(u"/srv/my data"_s), u"'/srv/my data'"_s);
    QCOMPARE(shellWord(u"/a'; rm -rf x"_s), u"'/a'\\''; rm -rf x'"_s);
    QCOMPARE(shellWord(u""_s), u"''"_s);
}

QTEST_GUILESS_MAIN(HostExaminationTest)
#include "tst_hostexamination.moc"
