#include "server/requests/NoticeBacklog.h"
#include "server/storage/Database.h"
#include "server/storage/WriteLoad.h"
#include "tests/server/ServerWorld.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QSet>
#include <QTest>

using namespace roster;
using namespace roster::server;
using namespace roster::server::tests;
using namespace Qt::StringLiterals;

/// More work than can be done: what is refused, what is answered, and who still gets on.
class OverloadTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesWritesInOrderAndAnswersAllItTook();
    void stopsReadingFromWhoeverHasMuchUnderWay();
    void refusesLoginsBeyondTheHashPool();
    void sumsUpWhatAWorkerIsTooLateToTell();
};

namespace {

// AddressSanitizer keeps what was freed, 256 MiB of it, and twice as much around each piece.
#if defined(ROSTER_SANITIZED) && !defined(__SANITIZE_THREAD__)
constexpr qint64 mostMemory = qint64{1024} * 1024 * 1024;
#else
constexpr qint64 mostMemory = qint64{256} * 1024 * 1024;
#endif

constexpr int batchSize = 1000;

/// Keeps the writer from storing anything for as long as it lives, as a slow disk would. SQLite
/// waits five seconds for it.
class HeldDatabase
{
public:
    explicit HeldDatabase(const ServerWorld &world)
        : m_database(*Database::open({world.folder() + u"/employee.db"_s}))
    {
        if (!m_database->execute(u"BEGIN IMMEDIATE"_s))
            throw std::runtime_error("the database is not held");
    }
    ~HeldDatabase() { static_cast<void>(m_database->execute(u"ROLLBACK"_s)); }
    HeldDatabase(const HeldDatabase &) = delete;
    HeldDatabase &operator=(const HeldDatabase &) = delete;

private:
    std::unique_ptr<Database> m_database;
};

/// A line of adds whose texts are as long as they may be.
QByteArray batchOfAdds(LineClient &client)
{
    QJsonObject employee = person();
    for (const QString &field : {u"first_name"_s, u"last_name"_s, u"department"_s, u"job_title"_s})
        employee.insert(field, QString(100, u'x'));
    QByteArray batch("[");
    for (int i = 0; i < batchSize; ++i) {
        batch += client.request(u"employee.add"_s, {{u"employee"_s, employee}});
        batch += ',';
    }
    batch.back() = ']';
    return batch;
}

qint64 residentBytes(ServerWorld &world)
{
    return world.app().status()["memory"_L1]["resident_bytes"_L1].toInteger();
}

qint64 waitingWrites(ServerWorld &world)
{
    return world.app().status()["writes"_L1]["waiting"_L1].toInteger();
}

struct Answers
{
    QSet<qint64> added;
    int refused = 0;
    int failed = 0; ///< the writer gave up on the database that is held
    int other = 0;
    qint64 shortestPause = std::numeric_limits<qint64>::max();
};

void countAnswers(LineClient &client, Answers &answers)
{
    const QJsonArray replies = QJsonDocument::fromJson(client.line().value_or("")).array();
    answers.other += batchSize - static_cast<int>(replies.size());
    for (const QJsonValue item : replies) {
        const QJsonObject reply = item.toObject();
        const QString reason = reasonOf(reply);
        if (reason == "ok"_L1) {
            answers.added.insert(resultOf(reply)["employee"_L1]["id"_L1].toInteger());
        } else if (reason == "try_later"_L1) {
            ++answers.refused;
            const qint64 pause = reply["error"_L1]["data"_L1]["retry_after_ms"_L1].toInteger();
            answers.shortestPause = std::min(answers.shortestPause, pause);
        } else if (reason == "storage_unavailable"_L1) {
            ++answers.failed;
        } else {
            ++answers.other;
        }
    }
}

std::unique_ptr<LineClient> loggedIn(const ServerWorld &world, const QString &token)
{
    auto client = std::make_unique<LineClient>(world);
    const QJsonObject resumed = client->call(u"session.resume"_s, {{u"token"_s, token}});
    return reasonOf(resumed) == "ok"_L1 ? std::move(client) : nullptr;
}

} // namespace

void OverloadTest::refusesWritesInOrderAndAnswersAllItTook()
{
    ServerWorld world;
    LineClient bystander(world);
    const QString token = resultOf(bystander.login(u"hr"_s))["token"_L1].toString();
    std::vector<std::unique_ptr<LineClient>> flood;
    for (int i = 0; i < 30; ++i) {
        flood.push_back(loggedIn(world, token));
        QVERIFY(flood.back());
    }
    const QByteArray batch = batchOfAdds(bystander);
    const qint64 before = residentBytes(world);
    qint64 during = 0;
    {
        const HeldDatabase held(world);
        QElapsedTimer timer;
        timer.start();
        for (const auto &client : flood)
            client->sendLine(batch);
        const auto refused
            = [&world] { return world.app().status()["writes"_L1]["refused"_L1].toInteger(); };
        while (refused() == 0 && timer.elapsed() < 20'000)
            QTest::qWait(20);
        QVERIFY(refused() > 0);
        // Whoever only reads, and whoever has little to write, gets on.
        QCOMPARE(reasonOf(bystander.call(u"employee.list"_s)), u"ok"_s);
        QVERIFY(waitingWrites(world) <= qint64{WriteLoad::maxJobs});
        bystander.sendLine(bystander.request(u"employee.add"_s, {{u"employee"_s, person()}}));
        during = residentBytes(world);
    }
    QCOMPARE(reasonOf(bystander.json()), u"ok"_s);
    Answers answers;
    for (const auto &client : flood)
        countAnswers(*client, answers);
    QCOMPARE(answers.other, 0);
    QCOMPARE(answers.added.size() + answers.refused + answers.failed, 30 * batchSize);
    QVERIFY(answers.refused > 0);
    QVERIFY(answers.added.size() >= 5'000);
    QVERIFY(answers.shortestPause >= 100);
    // What was refused changed nothing.
    const QJsonObject list
        = resultOf(bystander.call(u"employee.list"_s, {{u"total"_s, true}, {u"limit"_s, 1}}));
    QCOMPARE(list["total"_L1].toInteger(), answers.added.size() + 1);
    QCOMPARE(waitingWrites(world), 0);
    QCOMPARE(
        reasonOf(flood.front()->call(u"employee.add"_s, {{u"employee"_s, person()}})), u"ok"_s);
    qInfo("added %lld, refused %d; memory +%lld MiB while all waited",
        static_cast<long long>(answers.added.size()), answers.refused,
        static_cast<long long>((during - before) / 1024 / 1024));
    QVERIFY(during - before < mostMemory);
}

/// A connection that sends batch after batch has some of them taken, and the rest waits in its
/// socket.
void OverloadTest::stopsReadingFromWhoeverHasMuchUnderWay()
{
    ServerWorld world;
    LineClient client(world);
    QCOMPARE(reasonOf(client.login(u"hr"_s)), u"ok"_s);
    const QByteArray batch = batchOfAdds(client);
    constexpr int batches = 8;
    {
        const HeldDatabase held(world);
        for (int i = 0; i < batches; ++i)
            client.sendLine(batch);
        QTRY_VERIFY(waitingWrites(world) + 512 >= batchSize);
        QTest::qWait(500);
        QVERIFY(waitingWrites(world) <= batchSize + 512);
    }
    Answers answers;
    for (int i = 0; i < batches; ++i)
        countAnswers(client, answers);
    QCOMPARE(answers.added.size(), batches * batchSize);
}

void OverloadTest::refusesLoginsBeyondTheHashPool()
{
    ServerWorld world([](ServerConfiguration &configuration) {
        configuration.auth.hashThreads = 1;
        configuration.auth.hashQueue = 2;
        configuration.auth.argon2 = {4, std::size_t{64} * 1024 * 1024};
    });
    std::vector<std::unique_ptr<LineClient>> clients;
    for (int i = 0; i < 12; ++i)
        clients.push_back(std::make_unique<LineClient>(world));
    for (const auto &client : clients) {
        client->sendLine(client->request(u"session.login"_s,
            {{u"username"_s, u"hr"_s}, {u"password"_s, ServerWorld::password()}}));
    }
    int refused = 0;
    for (const auto &client : clients) {
        const QJsonObject reply = client->json();
        const QString reason = reasonOf(reply);
        QVERIFY2(reason == "ok"_L1 || reason == "try_later"_L1, qPrintable(reason));
        if (reason == "try_later"_L1) {
            ++refused;
            QVERIFY(reply["error"_L1]["data"_L1]["retry_after_ms"_L1].toInteger() >= 1000);
        }
    }
    QVERIFY(refused > 0 && refused < 12);
    QCOMPARE(world.app().status()["logins"_L1]["refused"_L1].toInteger(), refused);
}

void OverloadTest::sumsUpWhatAWorkerIsTooLateToTell()
{
    const auto commit = [](std::size_t changes, qint64 revision) {
        const auto change = std::make_shared<const WriteResult>(
            WriteResult{{}, revision, ChangeAction::Added, u"x"_s});
        return std::make_shared<const std::vector<ChangeNotice>>(changes, change);
    };
    using Next = NoticeBacklog::Next;
    NoticeBacklog backlog;
    const CommitNotices huge = commit(NoticeBacklog::maxChanges + 1, 1);
    QCOMPARE(backlog.take(huge), Next::Tell); // one commit of any size
    QCOMPARE(backlog.take(commit(1, 2)), Next::TellMissed);
    QCOMPARE(backlog.take(commit(1, 3)), Next::Nothing);
    backlog.told(huge);
    // There is room again, but what is owed comes first.
    QCOMPARE(backlog.take(commit(1, 4)), Next::Nothing);
    QCOMPARE(backlog.takeMissed(), 4);
    QCOMPARE(backlog.take(commit(1, 5)), Next::Tell);
}

QTEST_GUILESS_MAIN(OverloadTest)
#include "tst_overload.moc"
