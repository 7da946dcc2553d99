#include "tests/client/ClientTestCase.h"

#include <QJsonArray>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>

using namespace roster;
using namespace roster::test;
using namespace Qt::StringLiterals;
using Kind = ConnectionError::Kind;
using namespace std::chrono_literals;

/// Calls, replies and connections of the client.
class RosterClientTest : public ClientTestCase
{
    Q_OBJECT

private Q_SLOTS:
    void matchesRepliesWithCalls();
    void doesNotCallBackFromInside();
    void forgetsACallWhoseContextIsGone();
    void failsOpenCallsWhenTheConnectionIsLost();
    void marksWhatWasNeverSent();
    void aSilentServerIsTimedOut();
    void aHostThatNeverShakesHandsIsTimedOut();
    void tellsARefusedConnection();
    void tellsAnUnknownHost();
    void refusesWhatIsNotTheProtocol_data();
    void refusesWhatIsNotTheProtocol();
    void takesALineOf16MiBAndNoMore();
    void waitsWithOutputForASlowReader();
    void anErrorWithoutIdIsAboutTheOldestCall();
};

void RosterClientTest::matchesRepliesWithCalls()
{
    m_server->on(u"employee.get"_s, [](const QJsonObject &params) -> Answer {
        if (params.value("id"_L1).toInteger() % 2 == 0)
            return Error{ErrorCode::NotFound, u"No."_s, {}};
        return params;
    });
    logIn();
    for (int id = 1; id <= 100; ++id)
        m_client->call(u"employee.get"_s, {{u"id"_s, id}}, this, m_heard->callback());
    QTRY_COMPARE(m_heard->count(), 100);
    for (int id = 1; id <= 100; ++id) {
        const CallOutcome &outcome = m_heard->outcomes.at(id - 1);
        if (id % 2 == 0)
            QVERIFY(outcome.isRefusedWith(ErrorCode::NotFound));
        else
            QCOMPARE(outcome.result()->value("id"_L1).toInteger(), id);
    }
}

void RosterClientTest::doesNotCallBackFromInside()
{
    m_server->stopListening();
    m_client->call(u"server.info"_s, {}, this, m_heard->callback());
    QCOMPARE(m_heard->count(), 0);
    QTRY_COMPARE(m_heard->count(), 1);
}

void RosterClientTest::forgetsACallWhoseContextIsGone()
{
    m_server->always(u"server.info"_s, QJsonObject());
    logIn();
    {
        const QObject context;
        m_client->call(u"server.info"_s, {}, const_cast<QObject *>(&context), m_heard->callback());
    }
    m_client->call(u"server.info"_s, {}, this, m_heard->callback());
    QTRY_COMPARE(m_heard->count(), 1);
    QCOMPARE(m_server->calls(u"server.info"_s).size(), 2);
}

void RosterClientTest::failsOpenCallsWhenTheConnectionIsLost()
{
    m_server->always(u"employee.update"_s, HangUp{});
    logIn();
    QSignalSpy lost(m_client.get(), &RosterClient::connectionLost);
    m_client->call(u"employee.update"_s, {}, this, m_heard->callback());
    QTRY_COMPARE(m_heard->count(), 1);
    QVERIFY(m_heard->last().failure());
    QCOMPARE(m_heard->last().failure()->kind, Kind::Closed);
    QVERIFY(m_heard->last().failure()->wasSent);
    QCOMPARE(lost.size(), 1);
    QVERIFY(m_client->session());
}

void RosterClientTest::marksWhatWasNeverSent()
{
    logIn();
    m_server->stopListening();
    m_server->dropConnections();
    QTRY_VERIFY(!m_client->isConnected());
    m_client->call(u"employee.update"_s, {}, this, m_heard->callback());
    QTRY_COMPARE(m_heard->count(), 1);
    QVERIFY(m_heard->last().failure());
    QCOMPARE(m_heard->last().failure()->kind, Kind::Refused);
    QVERIFY(!m_heard->last().failure()->wasSent);
}

void RosterClientTest::aSilentServerIsTimedOut()
{
    m_server->always(u"employee.get"_s, Silence{});
    ClientOptions impatient = options();
    impatient.silenceTimeout = 100ms;
    m_client = std::make_unique<RosterClient>(impatient);
    logIn();
    m_client->call(u"employee.get"_s, {}, this, m_heard->callback());
    QTRY_COMPARE(m_heard->count(), 1);
    QVERIFY(m_heard->last().failure());
    QCOMPARE(m_heard->last().failure()->kind, Kind::TimedOut);
}

void RosterClientTest::aHostThatNeverShakesHandsIsTimedOut()
{
    QTcpServer silent;
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    ClientOptions impatient = options();
    impatient.server.port = silent.serverPort();
    impatient.connectTimeout = 100ms;
    RosterClient client(impatient);
    client.call(u"server.info"_s, {}, this, m_heard->callback());
    QTRY_COMPARE(m_heard->count(), 1);
    QVERIFY(m_heard->last().failure());
    QCOMPARE(m_heard->last().failure()->kind, Kind::TimedOut);
    QVERIFY(!m_heard->last().failure()->wasSent);
}

void RosterClientTest::tellsARefusedConnection()
{
    m_server->stopListening();
    m_client->call(u"server.info"_s, {}, this, m_heard->callback());
    QTRY_COMPARE(m_heard->count(), 1);
    QCOMPARE(m_heard->last().failure()->kind, Kind::Refused);
}

void RosterClientTest::tellsAnUnknownHost()
{
    ClientOptions nowhere = options();
    nowhere.server.host = u"roster.invalid"_s;
    RosterClient client(nowhere);
    client.call(u"server.info"_s, {}, this, m_heard->callback());
    QTRY_COMPARE_WITH_TIMEOUT(m_heard->count(), 1, 20'000);
    QCOMPARE(m_heard->last().failure()->kind, Kind::HostNotFound);
}

void RosterClientTest::refusesWhatIsNotTheProtocol_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("no JSON") << QByteArray("220 smtp.example ESMTP\n");
    QTest::newRow("no message") << QByteArray("{\"a\":1}\n");
    QTest::newRow("a reply to nothing")
        << QByteArray("{\"jsonrpc\":\"2.0\",\"id\":99,\"result\":{}}\n");
    QTest::newRow("a batch") << QByteArray("[]\n");
    QTest::newRow("duplicate names") << QByteArray("{\"id\":2,\"id\":2,\"result\":{}}\n");
}

void RosterClientTest::refusesWhatIsNotTheProtocol()
{
    QFETCH(QByteArray, line);
    m_server->always(u"employee.get"_s, Silence{});
    logIn();
    m_client->call(u"employee.get"_s, {}, this, m_heard->callback());
    QTRY_COMPARE(m_server->calls(u"employee.get"_s).size(), 1);
    m_server->sendRaw(line);
    QTRY_COMPARE(m_heard->count(), 1);
    QVERIFY(m_heard->last().failure());
    QCOMPARE(m_heard->last().failure()->kind, Kind::NotRoster);
}

void RosterClientTest::takesALineOf16MiBAndNoMore()
{
    m_server->always(u"employee.get"_s, Silence{});
    logIn();
    m_client->call(u"employee.get"_s, {}, this, m_heard->callback());
    QTRY_COMPARE(m_server->calls(u"employee.get"_s).size(), 1);
    const QByteArray head = "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"a\":\"";
    const QByteArray tail = "\"}}";
    const qsizetype filling = lineCapOfClient - head.size() - tail.size();
    m_server->sendRaw(head + QByteArray(filling, 'x') + tail + '\n');
    QTRY_COMPARE_WITH_TIMEOUT(m_heard->count(), 1, 60'000);
    QVERIFY(m_heard->last().isOk());

    m_client->call(u"employee.get"_s, {}, this, m_heard->callback());
    QTRY_COMPARE(m_server->calls(u"employee.get"_s).size(), 2);
    m_server->sendRaw(QByteArray(lineCapOfClient + 2, 'x'));
    QTRY_COMPARE_WITH_TIMEOUT(m_heard->count(), 2, 60'000);
    QVERIFY(m_heard->last().failure());
    QCOMPARE(m_heard->last().failure()->kind, Kind::NotRoster);
}

void RosterClientTest::waitsWithOutputForASlowReader()
{
    m_server->on(u"employee.get"_s, [](const QJsonObject &) -> Answer { return QJsonObject(); });
    logIn();
    const QString large(512 * 1024, u'x');
    for (int i = 0; i < 20; ++i)
        m_client->call(u"employee.get"_s, {{u"text"_s, large}}, this, m_heard->callback());
    qint64 buffered = 0;
    for (const QSslSocket *socket : m_client->findChildren<QSslSocket *>())
        buffered += socket->bytesToWrite() + socket->encryptedBytesToWrite();
    QVERIFY2(buffered < 2 * 1024 * 1024, qPrintable(QString::number(buffered)));
    QTRY_COMPARE_WITH_TIMEOUT(m_heard->count(), 20, 60'000);
}

void RosterClientTest::anErrorWithoutIdIsAboutTheOldestCall()
{
    m_server->always(u"employee.get"_s, Silence{});
    logIn();
    m_client->call(u"employee.get"_s, {}, this, m_heard->callback());
    QTRY_COMPARE(m_server->calls(u"employee.get"_s).size(), 1);
    m_server->sendRaw(
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,\"message\":\"Too "
        "long.\",\"data\":{\"reason\":\"too_large\"}}}\n");
    QTRY_COMPARE(m_heard->count(), 1);
    QVERIFY(m_heard->last().isRefusedWith(ErrorCode::TooLarge));
}

QTEST_GUILESS_MAIN(RosterClientTest)
#include "tst_rosterclient.moc"
