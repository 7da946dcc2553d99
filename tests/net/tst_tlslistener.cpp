#include "tests/net/EchoServer.h"
#include "tests/net/RawClient.h"
#include "tests/net/TestCertificate.h"
#include "tests/net/Timing.h"
#include "server/net/ConnectionLimits.h"
#include "server/net/ListeningSocket.h"
#include "server/net/TlsServerConfiguration.h"
#include "server/requests/LineService.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QStandardPaths>
#include <QTcpSocket>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace roster::server {
namespace {

using Ending = RawClient::Ending;

ConnectionTimeouts shortHandshake()
{
    ConnectionTimeouts timeouts;
    timeouts.handshake = 400ms;
    return timeouts;
}

ConnectionTimeouts shortLogin()
{
    ConnectionTimeouts timeouts;
    timeouts.loginLine = 1'500ms;
    return timeouts;
}

} // namespace

class TlsListenerTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void servesItsOwnProtocolAndNone_data();
    void servesItsOwnProtocolAndNone();
    void abortsAForeignProtocol_data();
    void abortsAForeignProtocol();
    void gnutlsIsRefusedAnotherProtocol();
    void refusesTls12();
    void servesIpv6();
    void closesAPeerThatNeverSpeaksTls();
    void closesAPeerThatNeverLogsIn();
    void trickleOfAHandshakeProlongsNothing();
    void trickleOfALoginLineProlongsNothing();
    void failedLoginsProlongNothing_data();
    void failedLoginsProlongNothing();
    void answersTheLoginThatTheDeadlineOvertakes();
    void letsASecondTrySucceed();
    void deadlineEndsWithALogin();
    void deadlineStartsAnewAfterALogout();
    void reloadedCertificateIsForNewConnections();
    void stopsCleanly();
    void stopsCleanlyWithoutConnections();
    void sharesConnectionsWithOtherWorkers_data();
    void sharesConnectionsWithOtherWorkers();
    void stopDropsWhoeverDoesNotRead();
};

void TlsListenerTest::servesItsOwnProtocolAndNone_data()
{
    QTest::addColumn<QByteArray>("alpn");
    QTest::newRow("roster/1") << QByteArray("\x08roster/1");
    QTest::newRow("roster/1 among others") << QByteArray("\x02h2\x08roster/1");
    QTest::newRow("none") << QByteArray();
}

void TlsListenerTest::servesItsOwnProtocolAndNone()
{
    QFETCH(QByteArray, alpn);
    EchoServer server;
    RawClient client(server.address(), server.port());
    QVERIFY(client.handshake(alpn));
    QCOMPARE(client.ask("login"), QByteArray("login"));
}

void TlsListenerTest::abortsAForeignProtocol_data()
{
    QTest::addColumn<QByteArray>("alpn");
    QTest::newRow("h2") << QByteArray("\x02h2");
    QTest::newRow("http/1.1 and h2") << QByteArray("\x08http/1.1\x02h2");
    QTest::newRow("a later version") << QByteArray("\x08roster/2");
}

void TlsListenerTest::abortsAForeignProtocol()
{
    QFETCH(QByteArray, alpn);
    EchoServer server;
    RawClient client(server.address(), server.port());
    // OpenSSL may give up by itself when it sees the server's choice.
    QVERIFY(!client.handshake(alpn) || !client.ask("hello"));
    QTRY_COMPARE(
        server.count(ConnectionEnd::ForeignProtocol) + server.count(ConnectionEnd::TlsFailed), 1U);
    QCOMPARE(server.probe().linesTaken, 0);
}

/// GnuTLS goes on when the server chose none of its protocols, so only the server's own abort ends
/// this (T13).
void TlsListenerTest::gnutlsIsRefusedAnotherProtocol()
{
    const QString program = QStandardPaths::findExecutable(u"gnutls-cli"_s);
    if (program.isEmpty())
        QSKIP("gnutls-cli is not installed");
    EchoServer server;
    const auto answerTo = [&](const QString &protocol) {
        QProcess process;
        process.start(program,
            {u"--insecure"_s, u"--alpn"_s, protocol, u"--port"_s, QString::number(server.port()),
                u"127.0.0.1"_s});
        process.waitForStarted();
        process.write("login\nhello\nbye\n");
        process.waitForFinished();
        return process.readAllStandardOutput();
    };
    QVERIFY(!answerTo(u"h2"_s).contains("hello"));
    QTRY_COMPARE(server.count(ConnectionEnd::ForeignProtocol), 1U);
    QCOMPARE(server.probe().linesTaken, 0);
    QVERIFY(answerTo(u"roster/1"_s).contains("hello"));
}

void TlsListenerTest::refusesTls12()
{
    EchoServer server;
    RawClient client(server.address(), server.port());
    QVERIFY(!client.handshake("\x08roster/1", TLS1_2_VERSION));
    QTRY_COMPARE(server.count(ConnectionEnd::TlsFailed), 1U);
}

void TlsListenerTest::servesIpv6()
{
    EchoServer server(EchoServer::Options{.address = QHostAddress(QHostAddress::LocalHostIPv6)});
    QVERIFY(RawClient::canWork(server.address(), server.port()));
}

void TlsListenerTest::closesAPeerThatNeverSpeaksTls()
{
    EchoServer server(EchoServer::Options{.timeouts = shortHandshake()});
    QElapsedTimer elapsed;
    elapsed.start();
    RawClient client(server.address(), server.port());
    QVERIFY(client.waitForRawEnd() != Ending::StillOpen);
    QVERIFY(elapsed.elapsed() >= 390);
    QTRY_COMPARE(server.count(ConnectionEnd::HandshakeTooLate), 1U);
    QTRY_COMPARE(server.connectionCount(), 0);
}

void TlsListenerTest::closesAPeerThatNeverLogsIn()
{
    EchoServer server(EchoServer::Options{.timeouts = shortLogin()});
    QElapsedTimer elapsed;
    elapsed.start();
    RawClient client(server.address(), server.port());
    QVERIFY(client.handshake());
    QVERIFY(client.waitForEnd() != Ending::StillOpen);
    QVERIFY(elapsed.elapsed() >= 1'490);
    QTRY_COMPARE(server.count(ConnectionEnd::LoginTooLate), 1U);
    QTRY_COMPARE(server.connectionCount(), 0);
}

void TlsListenerTest::trickleOfAHandshakeProlongsNothing()
{
    EchoServer server(EchoServer::Options{.timeouts = shortHandshake()});
    RawClient client(server.address(), server.port());
    QElapsedTimer elapsed;
    elapsed.start();
    int sent = 0;
    for (const char byte : halfClientHello()) {
        client.sendRaw(QByteArray(1, byte));
        ++sent;
        if (client.waitForRawEnd(20ms) != Ending::StillOpen)
            break;
    }
    QVERIFY(sent < halfClientHello().size());
    QVERIFY(elapsed.elapsed() < soon);
    QTRY_COMPARE(server.count(ConnectionEnd::HandshakeTooLate), 1U);
}

void TlsListenerTest::trickleOfALoginLineProlongsNothing()
{
    EchoServer server(EchoServer::Options{.timeouts = shortLogin()});
    RawClient client(server.address(), server.port());
    QVERIFY(client.handshake());
    int sent = 0;
    constexpr int most = 200;
    while (sent < most && client.send("l") && client.waitForEnd(20ms) == Ending::StillOpen)
        ++sent;
    QVERIFY(sent < most);
    QTRY_COMPARE(server.count(ConnectionEnd::LoginTooLate), 1U);
    QCOMPARE(server.probe().linesTaken, 0);
}

void TlsListenerTest::failedLoginsProlongNothing_data()
{
    QTest::addColumn<QByteArray>("login");
    QTest::newRow("verified at length") << QByteArray("fail 300");
    QTest::newRow("refused at once") << QByteArray("fail 0");
}

void TlsListenerTest::failedLoginsProlongNothing()
{
    QFETCH(QByteArray, login);
    EchoServer server(EchoServer::Options{.timeouts = shortLogin()});
    RawClient client(server.address(), server.port());
    QVERIFY(client.handshake());
    QElapsedTimer elapsed;
    elapsed.start();
    while (elapsed.elapsed() < soon && client.ask(login) == "refused") { }
    QVERIFY2(elapsed.elapsed() < soon, qPrintable(QString::number(elapsed.elapsed())));
    QTRY_COMPARE(server.count(ConnectionEnd::LoginTooLate), 1U);
}

void TlsListenerTest::answersTheLoginThatTheDeadlineOvertakes()
{
    EchoServer server(EchoServer::Options{.timeouts = shortLogin()});
    RawClient client(server.address(), server.port());
    QVERIFY(client.handshake());
    QCOMPARE(client.ask("fail 2000"), QByteArray("refused"));
    QVERIFY(client.waitForEnd() != Ending::StillOpen);
    QTRY_COMPARE(server.count(ConnectionEnd::LoginTooLate), 1U);
}

void TlsListenerTest::letsASecondTrySucceed()
{
    EchoServer server(EchoServer::Options{.timeouts = shortLogin()});
    RawClient client(server.address(), server.port());
    QVERIFY(client.handshake());
    QCOMPARE(client.ask("fail 100"), QByteArray("refused"));
    QCOMPARE(client.ask("login"), QByteArray("login"));
    QCOMPARE(client.waitForEnd(2'000ms), Ending::StillOpen);
}

void TlsListenerTest::deadlineEndsWithALogin()
{
    EchoServer server(EchoServer::Options{.timeouts = shortLogin()});
    RawClient client(server.address(), server.port());
    QVERIFY(client.handshake());
    QCOMPARE(client.ask("login"), QByteArray("login"));
    QCOMPARE(client.waitForEnd(2'000ms), Ending::StillOpen);
    QCOMPARE(client.ask("hello"), QByteArray("hello"));
}

void TlsListenerTest::deadlineStartsAnewAfterALogout()
{
    EchoServer server(EchoServer::Options{.timeouts = shortLogin()});
    RawClient client(server.address(), server.port());
    QVERIFY(client.handshake());
    QCOMPARE(client.ask("login"), QByteArray("login"));
    QCOMPARE(client.waitForEnd(1'600ms), Ending::StillOpen);
    QElapsedTimer elapsed;
    elapsed.start();
    QCOMPARE(client.ask("logout"), QByteArray("logout"));
    // Another line is no login.
    QCOMPARE(client.ask("hello"), QByteArray("hello"));
    QVERIFY(client.waitForEnd() != Ending::StillOpen);
    QVERIFY(elapsed.elapsed() >= 1'490);
    QTRY_COMPARE(server.count(ConnectionEnd::LoginTooLate), 1U);
}

void TlsListenerTest::reloadedCertificateIsForNewConnections()
{
    EchoServer server;
    RawClient old(server.address(), server.port());
    QVERIFY(old.handshake());
    const TestCertificate fresh = TestCertificate::make();
    const auto tls = makeTlsServerConfiguration(fresh.certificatePem, fresh.keyPem);
    server.onWorker([&](TlsListener &listener) { listener.setTlsConfiguration(*tls); });
    RawClient next(server.address(), server.port());
    QVERIFY(next.handshake());
    QVERIFY(next.peerCertificatePem() == fresh.certificatePem);
    QVERIFY(old.peerCertificatePem() != fresh.certificatePem);
    QCOMPARE(old.ask("login"), QByteArray("login"));
}

void TlsListenerTest::stopsCleanly()
{
    EchoServer server;
    RawClient idle(server.address(), server.port());
    RawClient busy(server.address(), server.port());
    RawClient stranger(server.address(), server.port());
    QVERIFY(idle.handshake());
    QVERIFY(busy.handshake());
    QCOMPARE(idle.ask("login"), QByteArray("login"));
    QCOMPARE(busy.ask("login"), QByteArray("login"));
    QVERIFY(busy.send("busy 300\n"));
    QTRY_COMPARE(server.probe().linesTaken, 3);
    server.onWorker([](TlsListener &listener) { listener.finishAll(); });
    QCOMPARE(busy.readLine(), QByteArray("ready"));
    QCOMPARE(busy.waitForEnd(), Ending::CloseNotify);
    QCOMPARE(idle.waitForEnd(), Ending::CloseNotify);
    QVERIFY(stranger.waitForRawEnd() != Ending::StillOpen);
    busy.closeTcp();
    idle.closeTcp();
    QTRY_VERIFY(server.isDrained());
    QVERIFY(!RawClient(server.address(), server.port()).isConnected());
}

void TlsListenerTest::stopsCleanlyWithoutConnections()
{
    EchoServer server;
    server.onWorker([](TlsListener &listener) { listener.finishAll(); });
    QTRY_VERIFY(server.isDrained());
}

void TlsListenerTest::sharesConnectionsWithOtherWorkers_data()
{
    QTest::addColumn<int>("busy");
    QTest::newRow("all are free") << 0;
    QTest::newRow("one never comes to it") << 1;
}

/// Two listeners on one socket; one that is @p busy leaves all to the other, which takes them.
void TlsListenerTest::sharesConnectionsWithOtherWorkers()
{
    QFETCH(int, busy);
    constexpr int newcomers = 12; // the share of one address block
    const TestCertificate identity = TestCertificate::make();
    Result<FileDescriptor> listening = openListeningSocket(QHostAddress::LocalHost, 0);
    QVERIFY(listening);
    const quint16 port = *portOf(*listening);
    ConnectionLimits limits(100, 2);
    std::vector<std::unique_ptr<TlsListener>> listeners;
    for (int i = 0; i < 2 - busy; ++i) {
        listeners.push_back(std::make_unique<TlsListener>(
            limits, [](const QHostAddress &) { return std::unique_ptr<LineService>(); }));
        listeners.back()->setTlsConfiguration(
            *makeTlsServerConfiguration(identity.certificatePem, identity.keyPem));
        QVERIFY(listeners.back()->startAccepting(listening->duplicate()));
    }
    std::vector<std::unique_ptr<QTcpSocket>> sockets;
    for (int i = 0; i < newcomers; ++i) {
        sockets.push_back(std::make_unique<QTcpSocket>());
        sockets.back()->connectToHost(QHostAddress::LocalHost, port);
    }
    QTRY_COMPARE(limits.open(), newcomers);
    if (busy == 0) {
        const int first = listeners.front()->connectionCount();
        QVERIFY2(
            first >= newcomers / 2 - 2 && first <= newcomers / 2 + 2, QByteArray::number(first));
    }
}

void TlsListenerTest::stopDropsWhoeverDoesNotRead()
{
    ConnectionTimeouts timeouts;
    timeouts.finish = 300ms;
    EchoServer server(EchoServer::Options{.timeouts = timeouts});
    RawClient client(server.address(), server.port());
    QVERIFY(client.handshake());
    QCOMPARE(client.ask("login"), QByteArray("login"));
    QVERIFY(client.send("big 16000000\n"));
    QTRY_VERIFY(server.probe().latestOutputWaiting > 1'000'000);
    server.onWorker([](TlsListener &listener) { listener.finishAll(); });
    QTRY_VERIFY(server.isDrained());
}

} // namespace roster::server

QTEST_GUILESS_MAIN(roster::server::TlsListenerTest)
#include "tst_tlslistener.moc"
