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

/// The session as a client keeps it: login, rights, its end, and taking it up again.
class ClientSessionTest : public ClientTestCase
{
    Q_OBJECT

private Q_SLOTS:
    void logsInAndKnowsItsRights();
    void tellsAWrongPassword();
    void resumesOnDemandAfterALostConnection();
    void tellsThatTheSessionCannotBeResumed();
    void tellsThatTheSessionHasExpired();
    void hearsThatTheSessionEnded();
    void hearsThatItsRightsChanged();
    void passesNotificationsOn();
    void logsOutAndDisconnects();
    void aNewLoginFailsOpenCalls();
};

void ClientSessionTest::logsInAndKnowsItsRights()
{
    logIn();
    QVERIFY(m_client->session());
    QCOMPARE(m_client->session()->username, u"alice"_s);
    QVERIFY(m_client->session()->rights.has(Permission::EmployeeDelete));
    QVERIFY(!m_client->session()->rights.has(Permission::UserManage));
    QVERIFY(m_client->session()->rights.canWrite(Field::Ssn));
    QCOMPARE(m_client->session()->currency.digits, 2);
    const QJsonObject params = m_server->calls(u"session.login"_s).value(0);
    QCOMPARE(params.value("client"_L1).toObject().value("kind"_L1).toString(), u"console"_s);
}

void ClientSessionTest::tellsAWrongPassword()
{
    m_client->login(u"alice"_s, SecretBytes::copyOf(u"wrong"_s), this, m_heard->callback());
    QTRY_COMPARE(m_heard->count(), 1);
    QVERIFY(m_heard->last().isRefusedWith(ErrorCode::InvalidCredentials));
    QVERIFY(!m_client->session());
    QTRY_COMPARE(m_server->openConnections(), 0);
}

void ClientSessionTest::resumesOnDemandAfterALostConnection()
{
    m_server->always(u"employee.get"_s, QJsonObject{{u"ok"_s, true}});
    logIn();
    m_server->dropConnections();
    QTRY_VERIFY(!m_client->isConnected());
    m_client->call(u"employee.get"_s, {}, this, m_heard->callback());
    m_client->call(u"employee.get"_s, {}, this, m_heard->callback());
    QTRY_COMPARE(m_heard->count(), 2);
    QVERIFY(m_heard->last().isOk());
    QCOMPARE(m_server->calls(u"session.resume"_s).size(), 1);
    QCOMPARE(
        m_server->calls(u"session.resume"_s).value(0).value("token"_L1).toString(), u"dG9rZW4"_s);
}

void ClientSessionTest::tellsThatTheSessionCannotBeResumed()
{
    m_server->always(u"session.resume"_s, Error{ErrorCode::SessionExpired, u"Expired."_s, {}});
    logIn();
    QSignalSpy ended(m_client.get(), &RosterClient::sessionEnded);
    m_server->dropConnections();
    QTRY_VERIFY(!m_client->isConnected());
    m_client->call(u"employee.get"_s, {}, this, m_heard->callback());
    QTRY_COMPARE(m_heard->count(), 1);
    QVERIFY(m_heard->last().isRefusedWith(ErrorCode::SessionExpired));
    QCOMPARE(ended.size(), 1);
    QVERIFY(!m_client->session());
    QVERIFY(m_server->calls(u"employee.get"_s).isEmpty());
}

void ClientSessionTest::tellsThatTheSessionHasExpired()
{
    m_server->always(u"employee.get"_s, Error{ErrorCode::SessionExpired, u"Expired."_s, {}});
    logIn();
    QSignalSpy ended(m_client.get(), &RosterClient::sessionEnded);
    m_client->call(u"employee.get"_s, {}, this, m_heard->callback());
    QTRY_COMPARE(m_heard->count(), 1);
    QVERIFY(m_heard->last().isRefusedWith(ErrorCode::SessionExpired));
    QCOMPARE(ended.value(0).value(0).toString(), u"expired"_s);
    QVERIFY(m_client->token().isEmpty());
    logIn();
    QVERIFY(m_client->session());
}

void ClientSessionTest::hearsThatTheSessionEnded()
{
    logIn();
    QSignalSpy ended(m_client.get(), &RosterClient::sessionEnded);
    m_server->notifyAll(u"session.ended"_s, {{u"reason"_s, u"revoked"_s}});
    QTRY_COMPARE(ended.size(), 1);
    QCOMPARE(ended.value(0).value(0).toString(), u"revoked"_s);
    QVERIFY(!m_client->session());
}

void ClientSessionTest::hearsThatItsRightsChanged()
{
    logIn();
    QSignalSpy changed(m_client.get(), &RosterClient::sessionChanged);
    m_server->notifyAll(u"session.changed"_s,
        {{u"role"_s, u"viewer"_s}, {u"permissions"_s, QJsonArray{u"employee.get"_s}},
            {u"fields"_s, QJsonObject{{u"ssn"_s, u"masked"_s}}}});
    QTRY_COMPARE(changed.size(), 1);
    QCOMPARE(m_client->session()->role, u"viewer"_s);
    QVERIFY(!m_client->session()->rights.has(Permission::EmployeeDelete));
    QCOMPARE(m_client->session()->rights.access(Field::Ssn), FieldAccess::Masked);
    QCOMPARE(m_client->session()->rights.access(Field::Salary), FieldAccess::None);
}

void ClientSessionTest::passesNotificationsOn()
{
    logIn();
    QSignalSpy notified(m_client.get(), &RosterClient::notified);
    m_server->notifyAll(u"employee.changed"_s, {{u"revision"_s, 7}});
    QTRY_COMPARE(notified.size(), 1);
    QCOMPARE(notified.value(0).value(0).toString(), u"employee.changed"_s);
}

void ClientSessionTest::logsOutAndDisconnects()
{
    logIn();
    m_client->logout(this, m_heard->callback());
    QTRY_COMPARE(m_heard->count(), 1);
    QVERIFY(m_heard->last().isOk());
    QVERIFY(!m_client->session());
    QVERIFY(m_client->token().isEmpty());
    QTRY_COMPARE(m_server->openConnections(), 0);
}

void ClientSessionTest::aNewLoginFailsOpenCalls()
{
    m_server->always(u"employee.get"_s, Silence{});
    logIn();
    m_client->call(u"employee.get"_s, {}, this, m_heard->callback());
    logIn();
    QTRY_COMPARE(m_heard->count(), 1);
    QVERIFY(m_heard->last().failure());
    QVERIFY(m_heard->last().failure()->wasSent);
    QTRY_COMPARE(m_server->openConnections(), 1);
}

QTEST_GUILESS_MAIN(ClientSessionTest)
#include "tst_clientsession.moc"
