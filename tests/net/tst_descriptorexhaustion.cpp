#include "tests/net/RawClient.h"
#include "tests/net/Timing.h"

#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTest>

#include <sys/resource.h>
#include <unistd.h>

#include <vector>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace roster::server {
namespace {

constexpr rlim_t descriptorLimit = 256;
constexpr int clientCount = 400;

const QHostAddress loopback(QHostAddress::LocalHost);
const QHostAddress floodAddress(u"127.0.0.9"_s);

/// A server process that may have 256 descriptors.
class LimitedServer
{
public:
    explicit LimitedServer(const QStringList &arguments = {})
    {
        m_process.setChildProcessModifier([] {
            const rlimit limit{descriptorLimit, descriptorLimit};
            ::setrlimit(RLIMIT_NOFILE, &limit);
        });
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QStringLiteral(ROSTER_ECHO_SERVER), arguments);
        m_process.waitForReadyRead();
        m_port = static_cast<quint16>(m_process.readLine().trimmed().toUInt());
    }
    ~LimitedServer()
    {
        m_process.kill();
        m_process.waitForFinished();
    }

    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] bool isAlive() { return m_process.state() == QProcess::Running; }
    /// Processor time used so far, in all threads (proc(5): utime and stime).
    [[nodiscard]] std::chrono::milliseconds cpu() const
    {
        QFile file(u"/proc/%1/stat"_s.arg(m_process.processId()));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("no stat");
        const QByteArray stat = file.readAll();
        const QList<QByteArray> fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
        const long long ticks = fields.value(11).toLongLong() + fields.value(12).toLongLong();
        return std::chrono::milliseconds(ticks * 1000 / ::sysconf(_SC_CLK_TCK));
    }

private:
    QProcess m_process;
    quint16 m_port = 0;
};

std::vector<std::unique_ptr<RawClient>> flood(quint16 port)
{
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < clientCount; ++i)
        clients.push_back(std::make_unique<RawClient>(loopback, port, floodAddress));
    return clients;
}

} // namespace

class DescriptorExhaustionTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void serverKeepsServing_data();
    void serverKeepsServing();
};

void DescriptorExhaustionTest::initTestCase()
{
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_max < clientCount + 100)
        QSKIP("the limit of open files is too low");
}

void DescriptorExhaustionTest::serverKeepsServing_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("capped below the limit") << QStringList();
    // As if the rest of the process had eaten the margin: accept(2) itself fails. Not under UBSan,
    // which needs a pipe of its own to look at an object and takes the lack of one for a defect.
    if (!isSanitized)
        QTest::newRow("no descriptor left") << QStringList(u"100000"_s);
}

void DescriptorExhaustionTest::serverKeepsServing()
{
    QFETCH(QStringList, arguments);
    LimitedServer server(arguments);
    QVERIFY(server.port() != 0);
    RawClient session(loopback, server.port());
    QVERIFY(session.handshake());
    QCOMPARE(session.ask("login"), QByteArray("login"));

    auto strangers = flood(server.port());
    QTest::qWait(300);
    const auto cpuBefore = server.cpu();
    QElapsedTimer window;
    window.start();
    const Timing live(40, [&] {
        QTest::qWait(50);
        return session.ask("hello") == "hello";
    });
    QVERIFY(live.hasSucceeded());
    QVERIFY2(live.median() < 500, qPrintable(QString::number(live.median())));
    const auto used = server.cpu() - cpuBefore;
    // A loop that spins takes all of a core.
    const qint64 mostUsed = window.elapsed() / (isSanitized ? 2 : 5);
    QVERIFY2(used.count() <= mostUsed, qPrintable(QString::number(used.count())));

    strangers.clear();
    const Timing recovery(3, [&] { return RawClient::canWork(loopback, server.port()); });
    QVERIFY(recovery.hasSucceeded());
    QVERIFY2(recovery.shortest() < 2'000, qPrintable(QString::number(recovery.shortest())));
    QVERIFY(server.isAlive());
}

} // namespace roster::server

QTEST_GUILESS_MAIN(roster::server::DescriptorExhaustionTest)
#include "tst_descriptorexhaustion.moc"
