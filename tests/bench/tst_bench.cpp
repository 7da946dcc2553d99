#include "tests/bench/load/LatencyRecord.h"
#include "tests/bench/load/Options.h"
#include "tests/bench/load/Pace.h"
#include "tests/bench/load/ProcessUsage.h"
#include "tests/bench/load/Program.h"
#include "tests/bench/load/ReplyText.h"
#include "tests/bench/load/TlsSetup.h"
#include "tests/server/ServerWorld.h"

#include <QFile>
#include <QJsonDocument>
#include <QTest>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <sstream>
#include <thread>

using namespace roster;
using namespace roster::bench;
using namespace roster::server::tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The load generator counts, times and reports what a server that is known really does.
class BenchTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void percentilesAreExact_data();
    void percentilesAreExact();
    void dueTimesDoNotWait();
    void readsWhatAProcessUses();
    void tellsAnswersApart_data();
    void tellsAnswersApart();
    void refusesBadUsage_data();
    void refusesBadUsage();
    void countsEveryRequest_data();
    void countsEveryRequest();
    void measuresForATime();
    void storesWhatItCounts();
    void everySubscriberIsCounted();
    void holdsIdleConnections();
    void reportsWrongAnswers();
    void reportsALostConnection();
    void refusesAnotherCa();
    void queueingShowsInAnOpenLoop();

private:
    struct Ran
    {
        int exitCode = -1;
        QJsonObject report;
        std::string errors;
    };
    /// roster-bench against m_world.
    [[nodiscard]] Ran bench(std::vector<std::string> arguments) const;
    [[nodiscard]] QJsonObject list() const;

    std::unique_ptr<ServerWorld> m_world;
    std::string m_ca;
};

namespace {

constexpr int rows = 200;

Result<Options> parsed(const std::vector<std::string> &arguments)
{
    return Options::parse(arguments);
}

/// Answers lines on one connection, one after the other, so long after each; or none, but hangs up.
class SlowServer
{
public:
    SlowServer(const std::string &tlsFolder, std::chrono::milliseconds service, bool isHangingUp)
        : m_context(*makePeerContext(tlsFolder + "/server.pem", tlsFolder + "/server.key"))
        , m_listening(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        m_address.sin_family = AF_INET;
        m_address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof m_address;
        auto *generic = reinterpret_cast<sockaddr *>(&m_address);
        if (::bind(m_listening.get(), generic, size) != 0 || ::listen(m_listening.get(), 8) != 0
            || ::getsockname(m_listening.get(), generic, &size) != 0)
            qFatal("no port");
        m_thread = std::thread([this, service, isHangingUp] { serve(service, isHangingUp); });
    }
    ~SlowServer() { m_thread.join(); }
    SlowServer(const SlowServer &) = delete;
    SlowServer &operator=(const SlowServer &) = delete;

    [[nodiscard]] std::string address() const
    {
        return "127.0.0.1:" + std::to_string(ntohs(m_address.sin_port));
    }

private:
    void serve(std::chrono::milliseconds service, bool isHangingUp)
    {
        const FileDescriptor client(::accept4(m_listening.get(), nullptr, nullptr, SOCK_CLOEXEC));
        const SslPtr ssl(SSL_new(m_context.get()));
        SSL_set_fd(ssl.get(), client.get());
        std::array<char, 4096> input{};
        if (SSL_accept(ssl.get()) == 1) {
            int count = 0;
            while ((count = SSL_read(ssl.get(), input.data(), input.size())) > 0 && !isHangingUp) {
                for (auto n = std::count(input.begin(), input.begin() + count, '\n'); n > 0; --n) {
                    std::this_thread::sleep_for(service); // what its work takes
                    SSL_write(ssl.get(), "x\n", 2);
                }
            }
        }
        OPENSSL_thread_stop(); // before a leak checker looks
    }

    SslContextPtr m_context;
    FileDescriptor m_listening;
    sockaddr_in m_address{};
    std::thread m_thread;
};

} // namespace

void BenchTest::initTestCase()
{
    static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
    m_world = std::make_unique<ServerWorld>();
    m_ca = m_world->folder().toStdString() + "/tls/ca.pem";
    QFile passwords(m_world->folder() + "/passwords"_L1);
    QVERIFY(passwords.open(QIODevice::WriteOnly));
    passwords.write("nobody x\nhr " + ServerWorld::password().toUtf8() + '\n');
    passwords.close();
    const Ran added
        = bench({"--mix", "batch", "--batch", "100", "--requests", "2", "--connections", "1"});
    QCOMPARE(added.exitCode, 0);
    QCOMPARE(added.report.value("items"_L1).toInt(), rows);
    QCOMPARE(list().value("total"_L1).toInt(), rows);
}

BenchTest::Ran BenchTest::bench(std::vector<std::string> arguments) const
{
    arguments.insert(arguments.begin(),
        {"--ca", m_ca, "--passwords", m_world->folder().toStdString() + "/passwords", "--user",
            "hr", "--server", "127.0.0.1:" + std::to_string(m_world->port()), "--pid",
            std::to_string(::getpid()), "--warm-up", "0"});
    std::ostringstream output;
    std::ostringstream errors;
    Ran ran;
    ran.exitCode = runProgram(arguments, output, errors);
    ran.report = QJsonDocument::fromJson(QByteArray::fromStdString(output.str())).object();
    ran.errors = errors.str();
    return ran;
}

QJsonObject BenchTest::list() const
{
    LineClient client(*m_world);
    static_cast<void>(client.login(u"hr"_s));
    return resultOf(client.call(u"employee.list"_s, {{u"total"_s, true}, {u"limit"_s, 1}}));
}

void BenchTest::percentilesAreExact_data()
{
    QTest::addColumn<int>("count"); // of the values 1 to count, the largest first
    QTest::addColumn<double>("percent");
    QTest::addColumn<int>("expected");
    QTest::newRow("none") << 0 << 99.0 << 0;
    QTest::newRow("one value is every percentile") << 1 << 1.0 << 1;
    QTest::newRow("least") << 100 << 0.0 << 1;
    QTest::newRow("median of 100") << 100 << 50.0 << 50;
    QTest::newRow("median of 5") << 5 << 50.0 << 3;
    QTest::newRow("p99 of 100") << 100 << 99.0 << 99;
    QTest::newRow("p99 of 101") << 101 << 99.0 << 100;
    QTest::newRow("p99.9 of 1000") << 1000 << 99.9 << 999;
    QTest::newRow("largest") << 1000 << 100.0 << 1000;
}

void BenchTest::percentilesAreExact()
{
    QFETCH(int, count);
    QFETCH(double, percent);
    QFETCH(int, expected);
    LatencyRecord latencies;
    for (int value = count; value >= 1; --value)
        latencies.add(Nanoseconds{value});
    QCOMPARE(latencies.percentile(percent).count(), expected);
    QCOMPARE(latencies.mean().count(), (count + 1) / 2);
}

void BenchTest::dueTimesDoNotWait()
{
    const TimePoint start = now();
    DueTimes due(start, 100);
    QCOMPARE(due.take(start).value() - start, Nanoseconds{0});
    QVERIFY(!due.take(start + 9ms));
    // However late it is asked, what was due then is due then.
    QCOMPARE(due.take(start + 1s).value() - start, Nanoseconds{10ms});
    QCOMPARE(due.take(start + 1s).value() - start, Nanoseconds{20ms});
}

void BenchTest::readsWhatAProcessUses()
{
    const auto before = ProcessUsage::of(::getpid());
    QVERIFY(before);
    QVERIFY(before->residentKib > 1024);
    QTRY_VERIFY(ProcessUsage::of(::getpid())->cpu > before->cpu);
    QVERIFY(!ProcessUsage::of(0x7fff'ffff));
}

void BenchTest::tellsAnswersApart_data()
{
    QTest::addColumn<QByteArray>("reply");
    QTest::addColumn<QByteArray>("problem");
    QTest::newRow("right") << QByteArray(R"({"id":7,"jsonrpc":"2.0","result":{}})") << QByteArray();
    QTest::newRow("members in another order")
        << QByteArray(R"({"result":{"employee":{"id":3}},"id":7})") << QByteArray();
    QTest::newRow("another request's")
        << QByteArray(R"({"id":77,"result":{}})") << QByteArray("an answer to another request");
    QTest::newRow("error") << QByteArray(R"({"error":{"data":{"reason":"conflict"}},"id":7})")
                           << QByteArray("conflict");
    QTest::newRow("error with reasons of fields") << QByteArray(
        R"({"error":{"data":{"fields":[{"reason":"changed"}],"reason":"conflict"}},"id":7})")
                                                  << QByteArray("conflict");
    QTest::newRow("error whose text looks like a result")
        << QByteArray(R"({"error":{"message":"\"result\":{","data":{"reason":"conflict"}},"id":7})")
        << QByteArray("conflict");
    QTest::newRow("no JSON") << QByteArray("x") << QByteArray("no result: x");
}

void BenchTest::tellsAnswersApart()
{
    QFETCH(QByteArray, reply);
    QFETCH(QByteArray, problem);
    QCOMPARE(problemOf(reply.toStdString(), 7).value_or(""), problem.toStdString());
}

void BenchTest::refusesBadUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    const QStringList sound{u"--ca"_s, u"f"_s, u"--passwords"_s, u"f"_s};
    QTest::newRow("no CA") << QStringList{u"--passwords"_s, u"f"_s};
    QTest::newRow("nobody to log in as") << QStringList{u"--ca"_s, u"f"_s};
    QTest::newRow("unknown option") << sound + QStringList{u"--speed"_s, u"1"_s};
    QTest::newRow("no value") << sound + QStringList{u"--depth"_s};
    QTest::newRow("no number") << sound + QStringList{u"--depth"_s, u"2x"_s};
    QTest::newRow("depth of none") << sound + QStringList{u"--depth"_s, u"0"_s};
    QTest::newRow("unknown kind") << sound + QStringList{u"--mix"_s, u"get,put"_s};
    QTest::newRow("no share") << sound + QStringList{u"--mix"_s, u"get:0"_s};
    QTest::newRow("kinds that do not mix") << sound + QStringList{u"--mix"_s, u"get,login"_s};
    QTest::newRow("subscribers without a rate") << sound + QStringList{u"--subscribers"_s, u"2"_s};
}

void BenchTest::refusesBadUsage()
{
    QFETCH(QStringList, arguments);
    std::vector<std::string> words;
    for (const QString &argument : arguments)
        words.push_back(argument.toStdString());
    std::ostringstream output;
    std::ostringstream errors;
    QCOMPARE(runProgram(words, output, errors), 2);
    QVERIFY(output.str().empty() && !errors.str().empty());
    QVERIFY(parsed({"--ca", "f", "--passwords", "f", "--mix", "get:9,update"}));
}

void BenchTest::countsEveryRequest_data()
{
    QTest::addColumn<QByteArray>("mix");
    QTest::addColumn<QByteArray>("connections");
    QTest::addColumn<QByteArray>("depth");
    QTest::addColumn<QByteArray>("rate");
    QTest::newRow("gets one by one") << "get"_ba
                                     << "1"_ba
                                     << "1"_ba
                                     << "0"_ba;
    QTest::newRow("gets, many open") << "get"_ba
                                     << "3"_ba
                                     << "8"_ba
                                     << "0"_ba;
    QTest::newRow("gets at a rate") << "get"_ba
                                    << "3"_ba
                                    << "4"_ba
                                    << "900"_ba;
    QTest::newRow("first pages") << "list-first"_ba
                                 << "2"_ba
                                 << "1"_ba
                                 << "0"_ba;
    QTest::newRow("next pages") << "list-next"_ba
                                << "2"_ba
                                << "1"_ba
                                << "0"_ba;
    QTest::newRow("offsets") << "list-offset"_ba
                             << "2"_ba
                             << "2"_ba
                             << "0"_ba;
    QTest::newRow("searches") << "search"_ba
                              << "2"_ba
                              << "2"_ba
                              << "0"_ba;
    QTest::newRow("updates, many open") << "update"_ba
                                        << "2"_ba
                                        << "8"_ba
                                        << "0"_ba;
    QTest::newRow("mixed") << "get:3,update:1,list-first:1"_ba
                           << "2"_ba
                           << "4"_ba
                           << "0"_ba;
    QTest::newRow("logins") << "login"_ba
                            << "2"_ba
                            << "1"_ba
                            << "0"_ba;
    QTest::newRow("handshakes at a rate") << "handshake"_ba
                                          << "2"_ba
                                          << "1"_ba
                                          << "200"_ba;
}

void BenchTest::countsEveryRequest()
{
    QFETCH(QByteArray, mix);
    QFETCH(QByteArray, connections);
    QFETCH(QByteArray, depth);
    QFETCH(QByteArray, rate);
    const Ran ran = bench({"--mix", mix.toStdString(), "--connections", connections.toStdString(),
        "--depth", depth.toStdString(), "--rate", rate.toStdString(), "--requests", "40",
        "--records", "16"});
    QVERIFY2(ran.exitCode == 0, ran.errors.c_str());
    QCOMPARE(ran.report.value("requests"_L1).toInt(), 40);
    QCOMPARE(ran.report.value("error_count"_L1).toInt(), 0);
    const QJsonObject latencies = ran.report.value("latency_ms"_L1).toObject();
    QCOMPARE(latencies.value("count"_L1).toInt(), 40);
    QVERIFY(latencies.value("p50"_L1).toDouble() > 0);
    QVERIFY(latencies.value("p50"_L1).toDouble() <= latencies.value("p99"_L1).toDouble());
    QVERIFY(ran.report.value("reply_bytes"_L1).toDouble() > 50);
}

void BenchTest::measuresForATime()
{
    const Ran ran = bench({"--seconds", "0.3", "--connections", "2"});
    QCOMPARE(ran.exitCode, 0);
    const double requests = ran.report.value("requests"_L1).toDouble();
    QVERIFY(requests > 0);
    QCOMPARE(ran.report.value("seconds"_L1).toDouble(), 0.3);
    QCOMPARE(ran.report.value("per_second"_L1).toDouble(), requests / 0.3);
    QVERIFY(ran.report.value("cpu_us_per_request"_L1).toDouble() > 0);
}

void BenchTest::storesWhatItCounts()
{
    const qint64 before = list().value("revision"_L1).toInteger();
    QCOMPARE(bench({"--mix", "update", "--requests", "30", "--records", "4", "--connections", "2"})
                 .exitCode,
        0);
    QCOMPARE(list().value("revision"_L1).toInteger(), before + 30);
}

void BenchTest::everySubscriberIsCounted()
{
    const Ran ran = bench({"--subscribers", "3", "--rate", "50", "--seconds", "0.2"});
    QVERIFY2(ran.exitCode == 0, ran.errors.c_str());
    QCOMPARE(ran.report.value("items"_L1).toInt(), 10);
    QCOMPARE(ran.report.value("requests"_L1).toInt(), 30);
}

void BenchTest::holdsIdleConnections()
{
    const Ran ran = bench({"--idle", "5", "--requests", "5"});
    QCOMPARE(ran.exitCode, 0);
    QVERIFY(ran.report.value("idle_kib_each"_L1).isDouble());
}

void BenchTest::reportsWrongAnswers()
{
    const std::vector<std::string> beyondTheLast{"--rows", "400", "--requests", "100"};
    const Ran ran = bench(beyondTheLast);
    QCOMPARE(ran.exitCode, 1);
    const int missing = ran.report.value("errors"_L1).toObject().value("not_found"_L1).toInt();
    QVERIFY(missing > 0);
    QCOMPARE(ran.report.value("error_count"_L1).toInt(), missing);
    QCOMPARE(ran.report.value("requests"_L1).toInt() + missing, 100);
    std::vector<std::string> allowed = beyondTheLast;
    allowed.emplace_back("--may-fail");
    QCOMPARE(bench(allowed).exitCode, 0);
}

void BenchTest::reportsALostConnection()
{
    const SlowServer server(m_world->folder().toStdString() + "/tls", 0ms, true);
    std::ostringstream output;
    std::ostringstream errors;
    const int exitCode = runProgram({"--ca", m_ca, "--server", server.address(), "--mix", "echo",
                                        "--requests", "5", "--connections", "1", "--depth", "2"},
        output, errors);
    QCOMPARE(exitCode, 1);
    QVERIFY2(errors.str().find("2 x connection ended") != std::string::npos, errors.str().c_str());
}

void BenchTest::refusesAnotherCa()
{
    const ServerWorld another;
    const Ran ran
        = bench({"--ca", another.folder().toStdString() + "/tls/ca.pem", "--requests", "1"});
    QCOMPARE(ran.exitCode, 1);
    QVERIFY(ran.report.isEmpty());
    QVERIFY2(ran.errors.find("certificate verify failed") != std::string::npos, ran.errors.c_str());
}

/// A server that takes 20 ms for each of 20 requests, due every 10 ms, is done 210 ms late at
/// least.
void BenchTest::queueingShowsInAnOpenLoop()
{
    const SlowServer server(m_world->folder().toStdString() + "/tls", 20ms, false);
    std::ostringstream output;
    std::ostringstream errors;
    const int exitCode
        = runProgram({"--ca", m_ca, "--server", server.address(), "--mix", "echo", "--reply-size",
                         "1", "--requests", "20", "--rate", "100", "--connections", "1"},
            output, errors);
    QVERIFY2(exitCode == 0, errors.str().c_str());
    const QJsonObject report
        = QJsonDocument::fromJson(QByteArray::fromStdString(output.str())).object();
    QVERIFY(report.value("latency_ms"_L1).toObject().value("max"_L1).toDouble() >= 210);
}

QTEST_GUILESS_MAIN(BenchTest)
#include "tst_bench.moc"
