#include "tests/server/ServerWorld.h"

#include <QJsonDocument>
#include <QTest>

using namespace roster;
using namespace roster::server;
using namespace roster::server::tests;
using namespace Qt::StringLiterals;

/// What `server.status` tells, and what it does not.
class StatusTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void tellsTheServersFacts();
    void countsRequestsAndErrors();
    void countsItemsOfABatch();
    void countsCommits();
    void countsConnectionsAndSessions();
    void countsSubscribers();
    void countsRefusedLogins();
    void takesNoParameters();
    void needsALogin();
    void comesInItsTurn();
    void namesNobody();
    void isTheSameForTheControlSocket();

private:
    [[nodiscard]] QJsonObject status();
    [[nodiscard]] QJsonObject requests(const QString &method);

    std::unique_ptr<ServerWorld> m_world;
    std::unique_ptr<LineClient> m_administrator;
};

void StatusTest::init()
{
    m_administrator.reset();
    m_world = std::make_unique<ServerWorld>();
    m_administrator = std::make_unique<LineClient>(*m_world);
    QCOMPARE(reasonOf(m_administrator->login(u"administrator"_s)), u"ok"_s);
}

QJsonObject StatusTest::status()
{
    return resultOf(m_administrator->call(u"server.status"_s));
}

QJsonObject StatusTest::requests(const QString &method)
{
    for (const QJsonValue each : status()["requests"_L1].toArray()) {
        if (each["method"_L1].toString() == method)
            return each.toObject();
    }
    return {};
}

void StatusTest::tellsTheServersFacts()
{
    const QJsonObject told = status();
    QCOMPARE(told["workers"_L1].toInteger(), 2);
    QCOMPARE(told["version"_L1].toString(), QStringLiteral(ROSTER_VERSION));
    const QDateTime started = QDateTime::fromString(told["started_at"_L1].toString(), Qt::ISODate);
    QVERIFY(started.isValid());
    QVERIFY(std::abs(started.secsTo(QDateTime::currentDateTimeUtc())) < 60);
    QVERIFY(told["uptime_seconds"_L1].toInteger(-1) >= 0);
    const QJsonObject certificates = told["certificates"_L1].toObject();
    QVERIFY(certificates["server"_L1]["days_left"_L1].toInteger() > 300);
    QVERIFY(certificates["ca"_L1]["days_left"_L1].toInteger() > 3000);
    QVERIFY(certificates["ca"_L1]["expires_at"_L1].toString().endsWith(u'Z'));
    QVERIFY(told["memory"_L1]["resident_bytes"_L1].toInteger() > 1'000'000);
    QCOMPARE(told["memory"_L1]["records_bytes"_L1].toInteger(-1), 0);
    QVERIFY(told["descriptors"_L1]["open"_L1].toInteger() > 5);
    QVERIFY(told["descriptors"_L1]["maximum"_L1].toInteger()
        >= told["descriptors"_L1]["open"_L1].toInteger());
    QCOMPARE(told["logins"_L1]["maximum_waiting"_L1].toInteger(), 64);
}

void StatusTest::countsRequestsAndErrors()
{
    LineClient hr(*m_world);
    QCOMPARE(reasonOf(hr.login(u"hr"_s)), u"ok"_s);
    QCOMPARE(reasonOf(hr.call(u"employee.add"_s, {{u"employee"_s, person()}})), u"ok"_s);
    for (int i = 0; i < 3; ++i)
        QCOMPARE(reasonOf(hr.call(u"employee.get"_s, {{u"id"_s, 1}})), u"ok"_s);
    QVERIFY(status()["memory"_L1]["records_bytes"_L1].toInteger() > 0);
    QCOMPARE(reasonOf(hr.call(u"employee.get"_s, {{u"id"_s, 99}})), u"not_found"_s);
    QCOMPARE(reasonOf(hr.call(u"employee.fire"_s)), u"unknown_method"_s);
    hr.sendLine("{");
    QCOMPARE(reasonOf(hr.json()), u"parse_error"_s);

    const QJsonObject gets = requests(u"employee.get"_s);
    QCOMPARE(gets["count"_L1].toInteger(), 4);
    QCOMPARE(gets["errors"_L1].toInteger(), 1);
    const QJsonObject recent = gets["recent"_L1].toObject();
    QCOMPARE(recent["count"_L1].toInteger(), 4);
    QCOMPARE(recent["errors"_L1].toInteger(), 1);
    QVERIFY(recent["max_ms"_L1].toDouble() > 0);
    QVERIFY(recent["max_ms"_L1].toDouble() >= recent["p99_ms"_L1].toDouble());
    QVERIFY(recent["p99_ms"_L1].toDouble() >= recent["p50_ms"_L1].toDouble());
    QCOMPARE(requests(u"employee.add"_s)["count"_L1].toInteger(), 1);
    QCOMPARE(requests(u"session.login"_s)["count"_L1].toInteger(), 2);
    QCOMPARE(requests(u"other"_s)["count"_L1].toInteger(), 2);
    QCOMPARE(requests(u"other"_s)["errors"_L1].toInteger(), 2);
    QVERIFY(requests(u"employee.fire"_s).isEmpty());
    QVERIFY(requests(u"employee.delete"_s).isEmpty());
}

void StatusTest::countsItemsOfABatch()
{
    LineClient hr(*m_world);
    QCOMPARE(reasonOf(hr.login(u"hr"_s)), u"ok"_s);
    QByteArray batch("[");
    for (int i = 0; i < 10; ++i)
        batch += hr.request(u"employee.add"_s, {{u"employee"_s, person()}}) + ',';
    hr.sendLine(batch + hr.request(u"employee.list"_s) + ",1]");
    QVERIFY(hr.line());
    QCOMPARE(requests(u"employee.add"_s)["count"_L1].toInteger(), 10);
    QCOMPARE(requests(u"employee.list"_s)["count"_L1].toInteger(), 1);
    QCOMPARE(requests(u"employee.list"_s)["errors"_L1].toInteger(), 0);
    QCOMPARE(requests(u"other"_s)["count"_L1].toInteger(), 1);
    QCOMPARE(requests(u"other"_s)["errors"_L1].toInteger(), 1);
}

void StatusTest::countsCommits()
{
    LineClient hr(*m_world);
    QCOMPARE(reasonOf(hr.login(u"hr"_s)), u"ok"_s);
    QByteArray batch("[");
    for (int i = 0; i < 20; ++i)
        batch += (i > 0 ? "," : "") + hr.request(u"employee.add"_s, {{u"employee"_s, person()}});
    hr.sendLine(batch + ']');
    QVERIFY(hr.line());
    const QJsonObject writes = status()["writes"_L1].toObject();
    QCOMPARE(writes["changes"_L1].toInteger(), 20);
    QCOMPARE(writes["waiting"_L1].toInteger(), 0);
    QCOMPARE(writes["waiting_bytes"_L1].toInteger(), 0);
    QCOMPARE(writes["refused"_L1].toInteger(), 0);
    QCOMPARE(writes["failed_commits"_L1].toInteger(), 0);
    const qint64 commits = writes["commits"_L1].toInteger();
    QVERIFY(commits >= 1 && commits <= 20);
    const QJsonObject recent = writes["recent"_L1].toObject();
    QCOMPARE(recent["commits"_L1].toInteger(), commits);
    qint64 inSizes = 0;
    for (const QJsonValue size : recent["sizes"_L1].toArray())
        inSizes += size["count"_L1].toInteger();
    QCOMPARE(inSizes, commits);
    QVERIFY(recent["max_size"_L1].toInteger() <= 20);
    QVERIFY(recent["p50_ms"_L1].toDouble() > 0);
    QVERIFY(writes["database_bytes"_L1].toInteger() > 0);
    QVERIFY(writes["log_bytes"_L1].toInteger() > 0);
    QVERIFY(status()["account_writes"_L1]["changes"_L1].toInteger() > 0);
}

void StatusTest::countsConnectionsAndSessions()
{
    LineClient stranger(*m_world);
    LineClient first(*m_world);
    const QString token = resultOf(first.login(u"hr"_s))["token"_L1].toString();
    LineClient second(*m_world);
    QCOMPARE(reasonOf(second.call(u"session.resume"_s, {{u"token"_s, token}})), u"ok"_s);
    {
        LineClient gone(*m_world);
        QCOMPARE(reasonOf(gone.login(u"viewer"_s)), u"ok"_s);
    }
    QTRY_COMPARE(status()["connections"_L1]["open"_L1].toInteger(), 4);
    const QJsonObject told = status();
    QCOMPARE(told["connections"_L1]["strangers"_L1].toInteger(), 1);
    QVERIFY(told["connections"_L1]["maximum"_L1].toInteger() >= 16);
    QCOMPARE(told["sessions"_L1]["alive"_L1].toInteger(), 3);
    QCOMPARE(told["sessions"_L1]["connected"_L1].toInteger(), 2);
    QCOMPARE(reasonOf(second.call(u"session.logout"_s)), u"ok"_s);
    QCOMPARE(status()["sessions"_L1]["alive"_L1].toInteger(), 2);
    QTRY_COMPARE(status()["sessions"_L1]["connected"_L1].toInteger(), 1);
    QCOMPARE(status()["connections"_L1]["strangers"_L1].toInteger(), 3);
}

void StatusTest::countsSubscribers()
{
    {
        LineClient watcher(*m_world);
        QCOMPARE(reasonOf(watcher.login(u"viewer"_s)), u"ok"_s);
        for (int i = 0; i < 2; ++i)
            QCOMPARE(reasonOf(watcher.call(u"employee.subscribe"_s)), u"ok"_s);
        QCOMPARE(status()["subscribers"_L1].toInteger(), 1);
        QCOMPARE(reasonOf(watcher.call(u"employee.unsubscribe"_s)), u"ok"_s);
        QCOMPARE(status()["subscribers"_L1].toInteger(), 0);
        QCOMPARE(reasonOf(watcher.call(u"employee.subscribe"_s)), u"ok"_s);
        QCOMPARE(status()["subscribers"_L1].toInteger(), 1);
    }
    QTRY_COMPARE(status()["subscribers"_L1].toInteger(), 0);
}

void StatusTest::countsRefusedLogins()
{
    LineClient guesser(*m_world);
    for (int i = 0; i < 3; ++i)
        QCOMPARE(reasonOf(guesser.login(u"hr"_s, u"wrong"_s)), u"invalid_credentials"_s);
    QCOMPARE(status()["logins"_L1]["failed"_L1].toInteger(), 3);
    QCOMPARE(requests(u"session.login"_s)["errors"_L1].toInteger(), 3);
}

void StatusTest::takesNoParameters()
{
    const QJsonObject refused = m_administrator->call(u"server.status"_s, {{u"window"_s, 5}});
    QCOMPARE(reasonOf(refused), u"invalid_params"_s);
}

void StatusTest::needsALogin()
{
    LineClient stranger(*m_world);
    QCOMPARE(reasonOf(stranger.call(u"server.status"_s)), u"login_required"_s);
}

/// It is gathered on another thread, and still comes after what was asked before it.
void StatusTest::comesInItsTurn()
{
    QByteArray lines;
    const QStringList methods{u"server.info"_s, u"server.status"_s, u"employee.list"_s,
        u"server.status"_s, u"session.list"_s};
    for (const QString &method : methods)
        lines += m_administrator->request(method) + '\n';
    m_administrator->send(lines);
    const QStringList members{
        u"protocol"_s, u"requests"_s, u"employees"_s, u"requests"_s, u"sessions"_s};
    for (const QString &member : members)
        QVERIFY2(resultOf(m_administrator->json()).contains(member), qPrintable(member));
    m_administrator->sendLine('[' + m_administrator->request(u"server.status"_s) + ']');
    QVERIFY(m_administrator->line()->startsWith("[{"));
}

void StatusTest::namesNobody()
{
    LineClient hr(*m_world);
    QCOMPARE(reasonOf(hr.login(u"hr"_s)), u"ok"_s);
    QCOMPARE(reasonOf(hr.call(u"employee.add"_s, {{u"employee"_s, person()}})), u"ok"_s);
    const QByteArray told = QJsonDocument(status()).toJson();
    for (const char *secret : {"127.0.0.1", "viewer", "administrator", "Zoë", "123456789", "/tmp"})
        QVERIFY2(!told.contains(secret), secret);
}

void StatusTest::isTheSameForTheControlSocket()
{
    QJsonObject here = m_world->app().status();
    QVERIFY(here.contains("addresses"_L1));
    here.remove("addresses"_L1);
    QCOMPARE(here.keys(), status().keys());
}

QTEST_GUILESS_MAIN(StatusTest)
#include "tst_status.moc"
