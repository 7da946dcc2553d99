#include "server/storage/Database.h"
#include "tests/server/ServerWorld.h"

#include <QTest>

#include <algorithm>

using namespace roster::server;
using namespace roster::server::tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// How the connections of a session hear of its end, and what is served around it.
class SessionEndsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsBusyConnectionsOnce();
    void tellsAConnectionThatFindsItsSessionExpired();
    void servesOnWhenAnEndCannotBeStored();
    void readsUnderTheCapThatALogoutLeaves();
};

namespace {

/// Another connection of the session of @p token, or the first of a new one when that is empty.
std::unique_ptr<LineClient> connected(const ServerWorld &world, QString &token)
{
    auto client = std::make_unique<LineClient>(world);
    if (token.isEmpty())
        token = resultOf(client->login(u"viewer"_s))["token"_L1].toString();
    else if (reasonOf(client->call(u"session.resume"_s, {{u"token"_s, token}})) != "ok"_L1)
        token.clear();
    return client;
}

/// What comes until a request of the client's own id @p last is answered.
QList<QJsonObject> messagesUntil(LineClient &client, qint64 last)
{
    QList<QJsonObject> messages;
    do {
        messages.append(client.json());
    } while (!messages.last().isEmpty() && messages.last()["id"_L1].toInteger() != last);
    return messages;
}

qsizetype endsIn(const QList<QJsonObject> &messages, const QString &reason)
{
    return std::ranges::count_if(messages, [&reason](const QJsonObject &message) {
        return message["method"_L1].toString() == "session.ended"_L1
            && message["params"_L1]["reason"_L1].toString() == reason;
    });
}

} // namespace

void SessionEndsTest::tellsBusyConnectionsOnce()
{
    const ServerWorld world;
    QString token;
    const auto asker = connected(world, token);
    std::vector<std::unique_ptr<LineClient>> busy;
    for (int i = 0; i < 6; ++i)
        busy.push_back(connected(world, token));
    QVERIFY(!token.isEmpty());
    for (const auto &client : busy) {
        QByteArray lines;
        for (int i = 0; i < 300; ++i)
            lines += client->request(u"session.list"_s) + '\n';
        client->send(lines);
    }
    QCOMPARE(reasonOf(asker->call(u"session.logout"_s)), u"ok"_s);
    for (const auto &client : busy) {
        // The resume had the id 1.
        QList<QJsonObject> messages = messagesUntil(*client, 301);
        client->sendLine(client->request(u"server.info"_s));
        messages += messagesUntil(*client, 302);
        QCOMPARE(endsIn(messages, u"logout"_s), 1);
    }
    QCOMPARE(reasonOf(asker->call(u"server.info"_s)), u"ok"_s);
    QVERIFY(asker->notices(0).isEmpty());
}

void SessionEndsTest::tellsAConnectionThatFindsItsSessionExpired()
{
    const ServerWorld world(
        [](ServerConfiguration &configuration) { configuration.auth.idleTimeout = 1ms; });
    QString token;
    const auto client = connected(world, token);
    // It is out of time by now; housekeeping, which comes every five seconds, has hardly noticed.
    QCOMPARE(reasonOf(client->call(u"session.list"_s)), u"session_expired"_s);
    QList<QJsonObject> messages = client->notices(1);
    QCOMPARE(endsIn(messages, u"expired"_s), 1);
    QCOMPARE(reasonOf(client->login(u"viewer"_s)), u"ok"_s);
    QCOMPARE(client->notices(0).size(), 1);
}

void SessionEndsTest::servesOnWhenAnEndCannotBeStored()
{
    const ServerWorld world;
    QString token;
    const auto asker = connected(world, token);
    const auto other = connected(world, token);
    QVERIFY(!token.isEmpty());
    {
        // The writer gives up on a database that somebody else keeps locked.
        const auto blocker = Database::open({world.folder() + u"/user.db"_s});
        QVERIFY(blocker && (*blocker)->execute(u"BEGIN IMMEDIATE"_s));
        asker->sendLine(asker->request(u"session.logout"_s));
        other->sendLine(other->request(u"session.list"_s));
        QCOMPARE(reasonOf(asker->json()), u"storage_unavailable"_s);
        QCOMPARE(reasonOf(other->json()), u"ok"_s);
    }
    QCOMPARE(reasonOf(asker->call(u"session.list"_s)), u"ok"_s);
    QCOMPARE(reasonOf(asker->call(u"session.logout"_s)), u"ok"_s);
    QCOMPARE(reasonOf(other->call(u"session.list"_s)), u"session_expired"_s);
    QCOMPARE(endsIn(other->notices(1), u"logout"_s), 1);
}

void SessionEndsTest::readsUnderTheCapThatALogoutLeaves()
{
    const ServerWorld world;
    QString token;
    const auto client = connected(world, token);
    const QByteArray info = client->request(u"server.info"_s);
    client->send(client->request(u"session.logout"_s) + '\n' + info
        + QByteArray(20'000 - info.size(), ' ') + '\n');
    QCOMPARE(reasonOf(client->json()), u"ok"_s);
    QCOMPARE(reasonOf(client->json()), u"too_large"_s);
    QVERIFY(client->isClosedWithin(3s));
}

QTEST_GUILESS_MAIN(SessionEndsTest)
#include "tst_sessionends.moc"
