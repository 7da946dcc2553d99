#include "tests/net/EchoServer.h"
#include "tests/net/RawClient.h"
#include "tests/net/Timing.h"
#include "common/protocol/LineCodec.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTest>

#include <unistd.h>

using namespace std::chrono_literals;

namespace roster::server {
namespace {

using Ending = RawClient::Ending;

constexpr qsizetype mebibyte = 1024 * 1024;

/// Bytes of memory that are resident in this process, server and client together.
qsizetype residentBytes()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no statm");
    return file.readAll().split(' ').value(1).toLongLong() * ::sysconf(_SC_PAGESIZE);
}

ConnectionTimeouts shortTimeouts()
{
    ConnectionTimeouts timeouts;
    timeouts.lineInProgress = 400ms;
    timeouts.outputStall = 600ms;
    return timeouts;
}

std::unique_ptr<RawClient> connected(EchoServer &server)
{
    auto client = std::make_unique<RawClient>(server.address(), server.port());
    if (!client->handshake())
        qFatal("no handshake");
    return client;
}

std::unique_ptr<RawClient> loggedIn(EchoServer &server)
{
    auto client = connected(server);
    if (client->ask("login") != "login")
        qFatal("no login");
    return client;
}

} // namespace

class ClientConnectionTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void echoesLines_data();
    void echoesLines();
    void takesLinesByteByByte();
    void takesPipelinedLinesInOrder();
    void takesNothingWhileTheServiceIsNotReady();
    void holdsBackAPeerWhileNotReady();
    void takesTheLongestLine_data();
    void takesTheLongestLine();
    void refusesOversizeLine_data();
    void refusesOversizeLine();
    void replyToOversizeLineArrivesWhileThePeerStillSends();
    void lineWithoutEndCostsNoMemoryNorOthersTime();
    void closesAfterHalfALine();
    void aLineThatWaitsForTheServerIsNotLate();
    void boundsWhatASlowReaderCosts();
    void goesOnWhenASlowReaderReads();
    void closesAReaderThatStalls();
    void answersWhatWasAskedBeforeCloseNotify();
    void closesAfterCloseNotify();
    void closesAfterABadRecord();
    void closesAfterAnAlert();
    void closesAfterAReset();
    void serviceMayFinish();
    void closeNotifyRightAfterTheHandshakeIsNoticed();
};

void ClientConnectionTest::echoesLines_data()
{
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("LF") << QByteArray("hello\n") << QByteArray("hello");
    QTest::newRow("CR LF") << QByteArray("hello\r\n") << QByteArray("hello");
    QTest::newRow("after empty lines") << QByteArray("\n\r\n\nhello\n") << QByteArray("hello");
    QTest::newRow("NUL inside") << QByteArray("a\0b\n", 4) << QByteArray("a\0b", 3);
}

void ClientConnectionTest::echoesLines()
{
    QFETCH(QByteArray, sent);
    QFETCH(QByteArray, line);
    EchoServer server;
    auto client = connected(server);
    QVERIFY(client->send(sent));
    QCOMPARE(client->readLine(), line);
}

void ClientConnectionTest::takesLinesByteByByte()
{
    EchoServer server;
    auto client = connected(server);
    for (const char byte : QByteArray("login\nhello\n"))
        QVERIFY(client->send(QByteArray(1, byte)));
    QCOMPARE(client->readLine(), QByteArray("login"));
    QCOMPARE(client->readLine(), QByteArray("hello"));
}

void ClientConnectionTest::takesPipelinedLinesInOrder()
{
    constexpr int count = 20'000;
    EchoServer server;
    auto client = loggedIn(server);
    QByteArray lines;
    for (int i = 0; i < count; ++i)
        lines += QByteArray::number(i) + '\n';
    QVERIFY(client->send(lines));
    for (int i = 0; i < count; ++i)
        QCOMPARE(client->readLine(), QByteArray::number(i));
}

void ClientConnectionTest::takesNothingWhileTheServiceIsNotReady()
{
    EchoServer server;
    auto client = connected(server);
    QVERIFY(client->send("busy 200\nfirst\nbusy 100\nsecond\n"));
    QCOMPARE(client->readLine(), QByteArray("ready"));
    QCOMPARE(client->readLine(), QByteArray("first"));
    QCOMPARE(client->readLine(), QByteArray("ready"));
    QCOMPARE(client->readLine(), QByteArray("second"));
    QCOMPARE(server.probe().linesWhileNotReady, 0);
}

void ClientConnectionTest::holdsBackAPeerWhileNotReady()
{
    EchoServer server;
    auto client = loggedIn(server);
    QVERIFY(client->send("busy 1000\n"));
    const QByteArray flood(1'000, 'x');
    const qsizetype before = residentBytes();
    // More than the kernel's buffers for both ends take.
    qsizetype accepted = 0;
    constexpr qsizetype most = 64 * mebibyte;
    while (accepted < most && client->send(flood + '\n', 100ms))
        accepted += flood.size() + 1;
    QVERIFY(accepted < most);
    if (!isSanitized)
        QVERIFY(residentBytes() - before < 2 * mebibyte);
    QCOMPARE(client->readLine(), QByteArray("ready"));
    QCOMPARE(client->readLine(), flood);
}

void ClientConnectionTest::takesTheLongestLine_data()
{
    QTest::addColumn<bool>("isLoggedIn");
    QTest::addColumn<qsizetype>("cap");
    QTest::newRow("before login") << false << lineCapBeforeLogin;
    QTest::newRow("after login") << true << lineCapOfServer;
}

void ClientConnectionTest::takesTheLongestLine()
{
    QFETCH(bool, isLoggedIn);
    QFETCH(qsizetype, cap);
    EchoServer server;
    auto client = isLoggedIn ? loggedIn(server) : connected(server);
    const QByteArray line(cap, 'x');
    QCOMPARE(client->ask(line), line);
    QVERIFY(client->send(line + "\r\n"));
    QCOMPARE(client->readLine(), line);
}

void ClientConnectionTest::refusesOversizeLine_data()
{
    takesTheLongestLine_data();
}

void ClientConnectionTest::refusesOversizeLine()
{
    QFETCH(bool, isLoggedIn);
    QFETCH(qsizetype, cap);
    EchoServer server;
    auto client = isLoggedIn ? loggedIn(server) : connected(server);
    const int taken = server.probe().linesTaken;
    QVERIFY(client->send(QByteArray(cap + 1, 'x') + "\nnever\n"));
    QCOMPARE(client->readLine(), QByteArray("too_large"));
    QElapsedTimer elapsed;
    elapsed.start();
    QCOMPARE(client->waitForEnd(), Ending::CloseNotify);
    QTRY_COMPARE(server.connectionCount(), 0);
    QVERIFY2(elapsed.elapsed() < soon, qPrintable(QString::number(elapsed.elapsed())));
    QCOMPARE(server.probe().linesTaken, taken);
    QCOMPARE(server.count(ConnectionEnd::LineTooLong), 1U);
}

/// Unread input would turn the close into a reset that destroys the reply on its way.
void ClientConnectionTest::replyToOversizeLineArrivesWhileThePeerStillSends()
{
    EchoServer server;
    auto client = loggedIn(server);
    QVERIFY(client->send(QByteArray(4 * mebibyte, 'x')));
    QCOMPARE(client->readLine(), QByteArray("too_large"));
    QCOMPARE(client->waitForEnd(), Ending::CloseNotify);
}

void ClientConnectionTest::lineWithoutEndCostsNoMemoryNorOthersTime()
{
    EchoServer server;
    auto other = loggedIn(server);
    auto client = loggedIn(server);
    const QByteArray chunk(64 * 1024, 'x');
    const qsizetype before = residentBytes();
    const Timing others(256, [&] {
        client->send(chunk, 100ms);
        return other->ask("hello") == "hello";
    });
    QVERIFY(others.hasSucceeded());
    QVERIFY2(others.median() < 200, qPrintable(QString::number(others.median())));
    if (!isSanitized)
        QVERIFY(residentBytes() - before < 4 * mebibyte);
    QTRY_COMPARE(server.connectionCount(), 1);
}

void ClientConnectionTest::closesAfterHalfALine()
{
    EchoServer server(EchoServer::Options{.timeouts = shortTimeouts()});
    auto idle = loggedIn(server);
    auto client = loggedIn(server);
    QVERIFY(client->send("half a li"));
    QVERIFY(client->waitForEnd() != Ending::StillOpen);
    QTRY_COMPARE(server.count(ConnectionEnd::LineTooLate), 1U);
    QCOMPARE(idle->ask("hello"), QByteArray("hello"));
}

void ClientConnectionTest::aLineThatWaitsForTheServerIsNotLate()
{
    EchoServer server(EchoServer::Options{.timeouts = shortTimeouts()});
    auto client = loggedIn(server);
    QVERIFY(client->send("busy 900\nhalf a "));
    QCOMPARE(client->readLine(), QByteArray("ready"));
    QVERIFY(client->send("line\n"));
    QCOMPARE(client->readLine(), QByteArray("half a line"));
}

void ClientConnectionTest::boundsWhatASlowReaderCosts()
{
    EchoServer server;
    auto client = loggedIn(server);
    const QByteArray request = QByteArray("big 100000\n");
    const qsizetype before = residentBytes();
    // In parts: each that arrives makes the server look whether it may take lines.
    for (int part = 0; part < 60; ++part) {
        QVERIFY(client->send(request.repeated(50)));
        QTest::qWait(10);
    }
    QTRY_VERIFY(server.probe().latestOutputWaiting > mebibyte);
    QTest::qWait(300);
    // 300 MB were asked for; the kernel's buffers and one reply beyond the mark are in flight.
    QVERIFY(server.probe().linesTaken < 300);
    QVERIFY(server.probe().mostOutputWaiting < 2 * mebibyte);
    if (!isSanitized)
        QVERIFY(residentBytes() - before < 16 * mebibyte);
}

void ClientConnectionTest::goesOnWhenASlowReaderReads()
{
    constexpr int count = 200;
    EchoServer server;
    auto client = loggedIn(server);
    QVERIFY(client->send(QByteArray("big 100000\n").repeated(count)));
    QTRY_VERIFY(server.probe().latestOutputWaiting > mebibyte);
    for (int i = 0; i < count; ++i) {
        const auto line = client->readLine();
        QVERIFY(line && line->size() == 100'000);
    }
    QTRY_COMPARE(server.probe().latestOutputWaiting, 0);
}

void ClientConnectionTest::closesAReaderThatStalls()
{
    EchoServer server(EchoServer::Options{.timeouts = shortTimeouts()});
    auto client = loggedIn(server);
    QVERIFY(client->send("big 16000000\n"));
    QTRY_COMPARE(server.count(ConnectionEnd::OutputStalled), 1U);
    QTRY_COMPARE(server.probe().alive, 0);
}

void ClientConnectionTest::answersWhatWasAskedBeforeCloseNotify()
{
    EchoServer server;
    auto client = loggedIn(server);
    QByteArray lines;
    for (int i = 0; i < 50; ++i)
        lines += QByteArray::number(i) + '\n';
    QVERIFY(client->send(lines + "busy 100\nlast\n"));
    client->sendCloseNotify();
    for (int i = 0; i < 50; ++i)
        QCOMPARE(client->readLine(), QByteArray::number(i));
    QCOMPARE(client->readLine(), QByteArray("ready"));
    QCOMPARE(client->readLine(), QByteArray("last"));
    QVERIFY(client->waitForEnd() != Ending::StillOpen);
}

void ClientConnectionTest::closesAfterCloseNotify()
{
    EchoServer server;
    auto client = loggedIn(server);
    auto busy = loggedIn(server);
    QVERIFY(busy->send("busy 60000\n"));
    QElapsedTimer elapsed;
    elapsed.start();
    client->sendCloseNotify();
    busy->sendCloseNotify();
    QVERIFY(client->waitForRawEnd() != Ending::StillOpen);
    QVERIFY(busy->waitForRawEnd() != Ending::StillOpen);
    QTRY_COMPARE(server.connectionCount(), 0);
    QVERIFY2(elapsed.elapsed() < soon, qPrintable(QString::number(elapsed.elapsed())));
}

void ClientConnectionTest::closesAfterABadRecord()
{
    EchoServer server;
    auto client = loggedIn(server);
    client->sendRaw(QByteArray::fromHex("1703030020") + QByteArray(32, '\x5a'));
    QElapsedTimer elapsed;
    elapsed.start();
    QVERIFY(client->waitForRawEnd() != Ending::StillOpen);
    QVERIFY(elapsed.elapsed() < soon);
    QTRY_COMPARE(server.count(ConnectionEnd::TlsFailed), 1U);
}

void ClientConnectionTest::closesAfterAnAlert()
{
    EchoServer server;
    auto client = loggedIn(server);
    client->sendRaw(QByteArray::fromHex("15030300020228"));
    QVERIFY(client->waitForRawEnd() != Ending::StillOpen);
    QTRY_COMPARE(server.connectionCount(), 0);
}

void ClientConnectionTest::closesAfterAReset()
{
    EchoServer server;
    auto client = loggedIn(server);
    QVERIFY(client->send("big 16000000\n"));
    client->reset();
    QTRY_COMPARE(server.connectionCount(), 0);
    QTRY_COMPARE(server.probe().alive, 0);
}

void ClientConnectionTest::serviceMayFinish()
{
    EchoServer server;
    auto client = loggedIn(server);
    QVERIFY(client->send("bye\nnever\n"));
    QCOMPARE(client->readLine(), QByteArray("bye"));
    QCOMPARE(client->waitForEnd(), Ending::CloseNotify);
    client->closeTcp();
    QTRY_COMPARE(server.connectionCount(), 0);
    QCOMPARE(server.count(ConnectionEnd::Finished), 1U);
    QCOMPARE(server.probe().linesTaken, 2);
}

void ClientConnectionTest::closeNotifyRightAfterTheHandshakeIsNoticed()
{
    EchoServer server;
    auto client = connected(server);
    client->sendCloseNotify();
    QVERIFY(client->waitForRawEnd(5'000ms) != Ending::StillOpen);
    QTRY_COMPARE(server.connectionCount(), 0);
}

} // namespace roster::server

QTEST_GUILESS_MAIN(roster::server::ClientConnectionTest)
#include "tst_clientconnection.moc"
