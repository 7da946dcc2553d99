#include "server/app/status/MetricsText.h"
#include "server/app/status/StatusJson.h"
#include "tests/app/AppFixtures.h"
#include "tests/app/ServerProgram.h"

#include <QDir>
#include <QHash>
#include <QJsonArray>
#include <QRegularExpression>
#include <QTest>

#include <cmath>
#include <utility>

using namespace roster;
using namespace roster::server;
using namespace roster::server::test;
using namespace Qt::StringLiterals;

/// What a collector of metrics finds.
class MetricsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(initialiseCrypto()); }
    void areWellFormed();
    void countInHistograms();
    void areToldOfLargeCommits();
    void refusesWhatIsNoMetrics_data();
    void refusesWhatIsNoMetrics();
    void isWrittenByTheServer();
};

namespace {

/// A strict reader of the text exposition format, for one label a sample and `le`.
class MetricsReader
{
public:
    /// What is wrong; empty for nothing.
    QString read(const QByteArray &text)
    {
        if (!text.isEmpty() && !text.endsWith('\n'))
            return u"no end of line at the end"_s;
        for (const QByteArray &line : text.split('\n')) {
            if (line.isEmpty())
                continue;
            if (const QString problem = readLine(QString::fromUtf8(line)); !problem.isEmpty())
                return problem + u": "_s + QString::fromUtf8(line);
        }
        return {};
    }
    [[nodiscard]] double value(const QString &sample) const { return m_samples.value(sample, -1); }
    [[nodiscard]] qsizetype families() const { return m_types.size(); }

private:
    QString readLine(const QString &line)
    {
        static const QRegularExpression help(u"^# HELP (roster_[a-z_]+) \\S.*$"_s);
        static const QRegularExpression type(
            u"^# TYPE (roster_[a-z_]+) (gauge|counter|histogram)$"_s);
        static const QRegularExpression sample(
            u"^(roster_[a-z_]+)(?:\\{((?:[a-z]+=\"[^\"\\\\]*\",?)+)\\})? (\\S+)$"_s);
        if (const auto found = help.match(line); found.hasMatch()) {
            m_family = found.captured(1);
            return m_types.contains(m_family) ? u"family again"_s : QString();
        }
        if (const auto found = type.match(line); found.hasMatch()) {
            if (found.captured(1) != m_family)
                return u"type without help"_s;
            const bool isNamedSo
                = found.captured(2) != "counter"_L1 || m_family.endsWith("_total"_L1);
            m_types.insert(m_family, found.captured(2));
            return isNamedSo ? QString() : u"a counter without _total"_s;
        }
        const auto found = sample.match(line);
        if (!found.hasMatch())
            return u"no sample"_s;
        return readSample(found.captured(1), found.captured(2), found.captured(3));
    }

    QString readSample(const QString &name, const QString &labels, const QString &number)
    {
        bool isNumber = false;
        const double value = number.toDouble(&isNumber);
        const QString type = m_types.value(m_family);
        const QString suffix = name.mid(m_family.size());
        const bool isOfFamily = name.startsWith(m_family)
            && (type == "histogram"_L1
                    ? suffix == "_bucket"_L1 || suffix == "_sum"_L1 || suffix == "_count"_L1
                    : suffix.isEmpty() && !type.isEmpty());
        const QString key = labels.isEmpty() ? name : name + u'{' + labels + u'}';
        if (!isNumber || !isOfFamily || m_samples.contains(key))
            return !isNumber ? u"no number"_s : isOfFamily ? u"twice"_s : u"no family of its own"_s;
        m_samples.insert(key, value);
        return suffix == "_bucket"_L1 || suffix == "_count"_L1 ? readBucket(suffix, labels, value)
                                                               : QString();
    }

    QString readBucket(const QString &suffix, const QString &labels, double value)
    {
        static const QRegularExpression le(u",le=\"([^\"]+)\"$"_s);
        const auto bound = le.match(labels);
        if (suffix == "_count"_L1)
            return value == m_cumulative && std::isinf(m_bound) ? QString()
                                                                : u"count is not +Inf"_s;
        if (!bound.hasMatch())
            return u"bucket without le"_s;
        const double at = bound.captured(1) == "+Inf"_L1 ? qInf() : bound.captured(1).toDouble();
        const QString series = QString(labels).remove(le);
        const bool isFirst = std::exchange(m_series, m_family + series) != m_family + series;
        const bool isRising = isFirst || (at > m_bound && value >= m_cumulative);
        m_bound = at;
        m_cumulative = value;
        return isRising ? QString() : u"buckets do not rise"_s;
    }

    QString m_family;
    QString m_series;
    double m_bound = 0;
    double m_cumulative = 0;
    QHash<QString, QString> m_types;
    QHash<QString, double> m_samples;
};

ServerStatus sampleStatus()
{
    ServerStatus status;
    status.version = u"1.23"_s;
    status.workers = 2;
    status.certificateEnd = QDateTime::fromSecsSinceEpoch(2'000'000'000);
    status.caEnd = QDateTime::fromSecsSinceEpoch(2'100'000'000);
    Histogram latencies;
    for (const qint64 microseconds : {50, 100, 5'000, 60'000'000})
        latencies.note(microseconds);
    status.methods.append({u"employee.get"_s, 1, latencies.read(), 0, {}});
    status.methods.append({u"employee.add"_s, 0, {}, 0, {}});
    Histogram sizes;
    for (const qint64 size : {1, 3, 512})
        sizes.note(size);
    status.employees.total.sizes = sizes.read();
    return status;
}

} // namespace

/// One commit stores 2,048 changes at most.
void MetricsTest::areToldOfLargeCommits()
{
    ServerStatus status = sampleStatus();
    Histogram sizes;
    for (const qint64 size : {1, 1023, 1024, 2047, 2048})
        sizes.note(size);
    status.employees.total.sizes = status.employees.recent.sizes = sizes.read();
    const QJsonArray told = toJson(status)["writes"_L1]["recent"_L1]["sizes"_L1].toArray();
    qint64 commits = 0;
    for (const QJsonValue size : told)
        commits += size["count"_L1].toInteger();
    QCOMPARE(commits, 5);
    QCOMPARE(told.last()["up_to"_L1].toInteger(), 4095);
    MetricsReader reader;
    QCOMPARE(reader.read(metricsText(status)), QString());
    const QString bucket = u"roster_commit_changes_bucket{database=\"employee\",le=\"%1\"}"_s;
    QCOMPARE(reader.value(bucket.arg(2047)), 4);
    QCOMPARE(reader.value(bucket.arg(4095)), 5);
}

void MetricsTest::areWellFormed()
{
    MetricsReader reader;
    QCOMPARE(reader.read(metricsText(sampleStatus())), QString());
    QVERIFY(reader.families() > 20);
    QCOMPARE(reader.value(u"roster_workers"_s), 2);
    QCOMPARE(reader.value(u"roster_build_info{version=\"1.23\"}"_s), 1);
    QCOMPARE(reader.value(u"roster_certificate_expiry_time_seconds{certificate=\"ca\"}"_s), 2.1e9);
}

void MetricsTest::countInHistograms()
{
    MetricsReader reader;
    QCOMPARE(reader.read(metricsText(sampleStatus())), QString());
    const auto bucket = [&reader](const char *le) {
        return reader.value(
            u"roster_request_duration_seconds_bucket{method=\"employee.get\",le=\"%1\"}"_s.arg(
                QLatin1StringView(le)));
    };
    QCOMPARE(bucket("6.4e-05"), 1);
    QCOMPARE(bucket("0.000128"), 2);
    QCOMPARE(bucket("0.004096"), 2);
    QCOMPARE(bucket("0.008192"), 3);
    QCOMPARE(bucket("8.388608"), 3);
    QCOMPARE(bucket("+Inf"), 4);
    const QString commits = u"roster_commit_changes_bucket{database=\"employee\",le=\"%1\"}"_s;
    QCOMPARE(reader.value(commits.arg(1)), 1);
    QCOMPARE(reader.value(commits.arg(3)), 2);
    QCOMPARE(reader.value(commits.arg(511)), 2);
    QCOMPARE(reader.value(commits.arg(1023)), 3);
    QCOMPARE(reader.value(u"roster_commit_changes_sum{database=\"employee\"}"_s), 516);
}

/// The reader of this test does find faults.
void MetricsTest::refusesWhatIsNoMetrics_data()
{
    QTest::addColumn<QByteArray>("text");
    const QByteArray gauge("# HELP roster_x X.\n# TYPE roster_x gauge\n");
    const QByteArray histogram("# HELP roster_x X.\n# TYPE roster_x histogram\n");
    QTest::newRow("no end") << gauge + "roster_x 1";
    QTest::newRow("no type") << QByteArray("# HELP roster_x X.\nroster_x 1\n");
    QTest::newRow("no help") << QByteArray("# TYPE roster_x gauge\nroster_x 1\n");
    QTest::newRow("no number") << gauge + "roster_x one\n";
    QTest::newRow("twice") << gauge + "roster_x 1\nroster_x 1\n";
    QTest::newRow("another's") << gauge + "roster_y 1\n";
    QTest::newRow("falling buckets")
        << histogram + "roster_x_bucket{a=\"b\",le=\"1\"} 2\nroster_x_bucket{a=\"b\",le=\"2\"} 1\n";
    QTest::newRow("count of its own") << histogram
            + "roster_x_bucket{a=\"b\",le=\"+Inf\"} 2\n"
              "roster_x_count{a=\"b\"} 3\n";
}

void MetricsTest::refusesWhatIsNoMetrics()
{
    QFETCH(QByteArray, text);
    QVERIFY(!MetricsReader().read(text).isEmpty());
}

void MetricsTest::isWrittenByTheServer()
{
    const World world;
    QVERIFY(world.setUp());
    const QString path = world.path(u"roster.prom"_s);
    ServerProgram server;
    QVERIFY(server.serve({u"--data"_s, world.configuration.dataPath, u"--listen"_s,
        u"127.0.0.1:0"_s, u"--metrics-file"_s, path, u"--metrics-interval"_s, u"1s"_s}));
    QTRY_VERIFY(contentOf(path).size() > 1000);
    QCOMPARE(modeOf(path), 0644);
    MetricsReader reader;
    QCOMPARE(reader.read(contentOf(path)), QString());
    QCOMPARE(reader.value(u"roster_connections"_s), 0);
    QVERIFY(!server.shownCertificate().isEmpty());
    for (const char *secret : {"127.0.0.1", "administrator"})
        QVERIFY2(!contentOf(path).contains(secret), secret);
    // The server goes on without it.
    QVERIFY(QFile::remove(path) && QDir().mkdir(path));
    QTRY_VERIFY_WITH_TIMEOUT(server.errors().contains("cannot be written"_L1), 10'000);
    QVERIFY(!server.shownCertificate().isEmpty());
    QVERIFY(QDir().rmdir(path));
    QTRY_VERIFY_WITH_TIMEOUT(contentOf(path).size() > 1000, 10'000);
    QCOMPARE(server.errors().count("cannot be written"_L1), 1);
    QCOMPARE(server.stop(), 0);
    QVERIFY(!QFile::exists(path));
}

QTEST_GUILESS_MAIN(MetricsTest)
#include "tst_metrics.moc"
