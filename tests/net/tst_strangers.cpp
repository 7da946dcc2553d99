#include "tests/net/EchoServer.h"
#include "tests/net/RawClient.h"
#include "tests/net/Timing.h"

#include <QTest>

#include <chrono>
#include <memory>
#include <vector>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace roster::server {
namespace {

using Ending = RawClient::Ending;
using Clients = std::vector<std::unique_ptr<RawClient>>;

const QHostAddress otherLoopback(u"127.0.0.7"_s);

Clients connectMany(
    int count, const EchoServer &server, const QHostAddress &from, const auto &mischief)
{
    Clients clients;
    for (int i = 0; i < count; ++i) {
        clients.push_back(std::make_unique<RawClient>(server.address(), server.port(), from));
        mischief(*clients.back());
    }
    return clients;
}

} // namespace

class StrangersTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void survivesJunk_data();
    void survivesJunk();
    void brokenHandshakesHurtNoLiveSession();
    void floodFromOneAddressIsIsolated();
    void addressMayStillWorkDuringItsOwnFlood();
    void fallenBackConnectionsCountAsStrangers();
    void fullServerTurnsAway();
    void fullServerPrefersANewcomerToAnOldStranger();
    void fullServerPrefersANewcomerToOneThatTriesOnAndOn();
    void fullServerTakesFromTheBlockWithTheMost();
    void verifyingCountsTowardsTheShare();
    void leavesNothingBehind();
};

void StrangersTest::survivesJunk_data()
{
    QTest::addColumn<QString>("kind");
    for (const char *kind : {"reset", "fin", "plaintext", "half hello", "idle"})
        QTest::newRow(kind) << QString::fromLatin1(kind);
}

void StrangersTest::survivesJunk()
{
    QFETCH(QString, kind);
    EchoServer server;
    const Clients junk = connectMany(200, server, {}, [&](RawClient &client) {
        if (kind == "reset"_L1)
            client.reset();
        else if (kind == "fin"_L1)
            client.closeTcp();
        else if (kind == "plaintext"_L1)
            client.sendRaw("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"server.info\"}\n");
        else if (kind == "half hello"_L1)
            client.sendRaw(halfClientHello());
    });
    const Timing legit(3, [&] { return RawClient::canWork(server.address(), server.port()); });
    QVERIFY(legit.hasSucceeded());
    QVERIFY2(legit.shortest() < 1'000, qPrintable(QString::number(legit.shortest())));
}

void StrangersTest::brokenHandshakesHurtNoLiveSession()
{
    EchoServer server;
    Clients live = connectMany(20, server, {}, [](RawClient &client) {
        if (!client.handshake() || client.ask("login") != "login")
            qFatal("no session");
    });
    const Clients broken = connectMany(300, server, otherLoopback,
        [](RawClient &client) { client.sendRaw(halfClientHello() + QByteArray(500, '\xff')); });
    for (const auto &client : live)
        QCOMPARE(client->ask("hello"), QByteArray("hello"));
}

void StrangersTest::floodFromOneAddressIsIsolated()
{
    EchoServer server;
    const Clients flood = connectMany(500, server, otherLoopback, [](RawClient &) {});
    const Timing legit(20, [&] { return RawClient::canWork(server.address(), server.port()); });
    QVERIFY(legit.hasSucceeded());
    QVERIFY2(legit.median() < 1'000, qPrintable(QString::number(legit.median())));
    QTRY_VERIFY(server.connectionCount() <= server.limits().sharePerAddressBlock());
    QVERIFY(server.count(ConnectionEnd::AddressShareExceeded) >= 200);
}

void StrangersTest::addressMayStillWorkDuringItsOwnFlood()
{
    EchoServer server;
    RawClient session(server.address(), server.port(), otherLoopback);
    QVERIFY(session.handshake());
    QCOMPARE(session.ask("login"), QByteArray("login"));
    const Clients flood = connectMany(500, server, otherLoopback, [](RawClient &) {});
    QVERIFY(RawClient::canWork(server.address(), server.port(), otherLoopback));
    QCOMPARE(session.ask("hello"), QByteArray("hello"));
}

void StrangersTest::fallenBackConnectionsCountAsStrangers()
{
    EchoServer server(EchoServer::Options{.maximum = 32});
    const int share = server.limits().sharePerAddressBlock();
    Clients sessions = connectMany(share + 2, server, {}, [](RawClient &client) {
        if (!client.handshake() || client.ask("login") != "login")
            qFatal("no session");
    });
    QCOMPARE(server.connectionCount(), share + 2);
    for (const auto &client : sessions)
        QCOMPARE(client->ask("logout"), QByteArray("logout"));
    QTRY_COMPARE(server.connectionCount(), share);
    QVERIFY(sessions.front()->waitForEnd() != Ending::StillOpen);
    QCOMPARE(sessions.back()->ask("hello"), QByteArray("hello"));
}

void StrangersTest::fullServerTurnsAway()
{
    EchoServer server(EchoServer::Options{.maximum = 10});
    Clients sessions = connectMany(10, server, {}, [](RawClient &client) {
        if (!client.handshake() || client.ask("login") != "login")
            qFatal("no session");
    });
    RawClient surplus(server.address(), server.port());
    QVERIFY(surplus.waitForRawEnd() != Ending::StillOpen);
    QTRY_COMPARE(server.count(ConnectionEnd::ServerFull), 1U);
    QCOMPARE(sessions.front()->ask("hello"), QByteArray("hello"));
    sessions.pop_back();
    QTRY_COMPARE(server.limits().open(), 9);
    QVERIFY(RawClient::canWork(server.address(), server.port()));
}

/// Strangers of many address blocks, none of which exceeds its share.
void StrangersTest::fullServerPrefersANewcomerToAnOldStranger()
{
    EchoServer server(EchoServer::Options{.maximum = 10});
    Clients strangers;
    for (int i = 0; i < 10; ++i)
        strangers.push_back(std::make_unique<RawClient>(
            server.address(), server.port(), QHostAddress(u"127.0.1.%1"_s.arg(i + 1))));
    QTRY_COMPARE(server.connectionCount(), 10);
    QVERIFY(RawClient::comesToWork(server.address(), server.port(), 5s));
    QVERIFY(strangers.front()->waitForRawEnd() != Ending::StillOpen);
}

void StrangersTest::fullServerPrefersANewcomerToOneThatTriesOnAndOn()
{
    EchoServer server(EchoServer::Options{.maximum = 10});
    Clients strangers;
    for (int i = 0; i < 10; ++i) {
        strangers.push_back(std::make_unique<RawClient>(
            server.address(), server.port(), QHostAddress(u"127.0.1.%1"_s.arg(i + 1))));
        QVERIFY(strangers.back()->handshake());
        QVERIFY(strangers.back()->send(QByteArray("fail 200\n").repeated(100)));
    }
    // On a busy machine one try may take five seconds.
    QVERIFY(RawClient::comesToWork(server.address(), server.port(), 20s));
    QCOMPARE(server.count(ConnectionEnd::LoginTooLate), 0U);
    QVERIFY(server.count(ConnectionEnd::ServerFull) >= 1U);
}

/// At once: these strangers are young.
void StrangersTest::fullServerTakesFromTheBlockWithTheMost()
{
    EchoServer server(EchoServer::Options{.maximum = 8});
    const Clients flood
        = connectMany(8, server, otherLoopback, [](RawClient &client) { client.sendRaw("\x16"); });
    QTRY_COMPARE(server.connectionCount(), 8);
    RawClient newcomer(server.address(), server.port());
    QVERIFY(newcomer.handshake());
    QCOMPARE(server.count(ConnectionEnd::ServerFull), 1U);
    QVERIFY(flood.front()->waitForRawEnd() != Ending::StillOpen);
    RawClient another(server.address(), server.port(), otherLoopback);
    QVERIFY(another.waitForRawEnd() != Ending::StillOpen);
}

void StrangersTest::verifyingCountsTowardsTheShare()
{
    EchoServer server(EchoServer::Options{.maximum = 32});
    const int share = server.limits().sharePerAddressBlock();
    const Clients strangers = connectMany(share + 2, server, otherLoopback, [](RawClient &client) {
        if (!client.handshake() || !client.send("fail 10000\n"))
            qFatal("no stranger");
    });
    QTRY_COMPARE(server.connectionCount(), share);
    QCOMPARE(server.count(ConnectionEnd::AddressShareExceeded), 2U);
}

void StrangersTest::leavesNothingBehind()
{
    EchoServer server;
    for (int round = 0; round < 3; ++round) {
        const Clients clients = connectMany(30, server, {}, [](RawClient &client) {
            if (!client.handshake() || client.ask("login") != "login")
                qFatal("no session");
        });
        QCOMPARE(server.probe().alive, 30);
    }
    QTRY_COMPARE(server.probe().alive, 0);
    QTRY_COMPARE(server.limits().open(), 0);
    QCOMPARE(server.connectionCount(), 0);
}

} // namespace roster::server

QTEST_GUILESS_MAIN(roster::server::StrangersTest)
#include "tst_strangers.moc"
