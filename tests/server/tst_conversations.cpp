#include "common/protocol/EmployeeView.h"
#include "common/protocol/Message.h"
#include "common/protocol/StrictJson.h"
#include "server/requests/NoticeWriter.h"
#include "tests/server/ServerWorld.h"

#include <QJsonDocument>
#include <QSignalSpy>
#include <QTest>

#include <thread>

using namespace roster;
using namespace roster::server;
using namespace roster::server::tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Order, batches, sessions, subscriptions, retries: what happens between several requests.
class ConversationsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_world = std::make_unique<ServerWorld>(); }
    void cleanup() { m_world.reset(); }
    void repliesInTheOrderOfRequests();
    void readsSeeTheWritesBeforeThem();
    void answersBatchesInOneLine();
    void refusesSessionMethodsInBatches();
    void keepsBatchRepliesWithinALine();
    void appliesARetryOnce();
    void tellsSubscribersOfEveryChange();
    void sumsUpLargeCommits();
    void writesNoticesForEachRole();
    void endsASessionEverywhereOnLogout();
    void endsOthersSessionsWhenRevoked();
    void endsSessionsOfADisabledUser();
    void appliesAChangedRoleToTheNextRequest();
    void keepsSessionsOverARestart();
    void keepsPageTokensOverARestart();
    void mergesTheEditsOfTwo();
    void letsOneOfManyEditorsWin();
    void keepsNastyTextAsItIs_data();
    void keepsNastyTextAsItIs();
    void stopsCleanlyUnderLoad();

private:
    [[nodiscard]] std::unique_ptr<LineClient> as(const QString &user)
    {
        return clientOf(*m_world, user);
    }
    [[nodiscard]] static qint64 add(LineClient &client)
    {
        return addPerson(client);
    }

    std::unique_ptr<ServerWorld> m_world;
};

namespace {

QJsonObject departmentChange(qint64 id, qint64 version, const QString &department)
{
    return {{u"id"_s, id}, {u"version"_s, version},
        {u"changes"_s, QJsonObject{{u"department"_s, department}}}};
}

} // namespace

void ConversationsTest::repliesInTheOrderOfRequests()
{
    const auto client = as(u"hr"_s);
    QByteArray lines;
    for (int i = 0; i < 300; ++i) {
        const QString method
            = i % 3 == 0 ? u"employee.add"_s : (i % 3 == 1 ? u"employee.list"_s : u"no.such"_s);
        lines += client->request(
                     method, i % 3 == 0 ? QJsonObject{{u"employee"_s, person()}} : QJsonObject())
            + '\n';
    }
    client->send(lines);
    for (int i = 0; i < 300; ++i)
        QCOMPARE(client->json()["id"_L1].toInteger(), i + 2);
}

void ConversationsTest::readsSeeTheWritesBeforeThem()
{
    const auto client = as(u"hr"_s);
    const qint64 id = add(*client);
    for (int version = 1; version < 50; ++version) {
        client->send(client->request(
                         u"employee.update"_s, departmentChange(id, version, u"D%1"_s.arg(version)))
            + '\n' + client->request(u"employee.get"_s, {{u"id"_s, id}}) + '\n');
        QCOMPARE(reasonOf(client->json()), u"ok"_s);
        QCOMPARE(resultOf(client->json())["employee"_L1]["version"_L1].toInteger(), version + 1);
    }
}

void ConversationsTest::answersBatchesInOneLine()
{
    const auto client = as(u"hr"_s);
    QByteArray batch("[");
    for (int i = 0; i < 20; ++i) {
        batch += client->request(u"employee.add"_s, {{u"employee"_s, person()}}) + ',';
        batch += client->request(u"employee.get"_s, {{u"id"_s, i + 1}}) + ',';
    }
    client->sendLine(batch + "{\"jsonrpc\":\"2.0\"}]");
    const QJsonArray replies = readStrictJson(*client->line())->toArray();
    QCOMPARE(replies.size(), 41);
    for (int i = 0; i < 40; ++i)
        QCOMPARE(reasonOf(replies[i].toObject()), u"ok"_s);
    QCOMPARE(reasonOf(replies.last().toObject()), u"invalid_request"_s);
}

void ConversationsTest::refusesSessionMethodsInBatches()
{
    const auto client = as(u"hr"_s);
    client->sendLine('[' + client->request(u"session.list"_s) + ','
        + client->request(u"session.logout"_s) + ',' + client->request(u"session.login"_s) + ']');
    const QJsonArray replies = readStrictJson(*client->line())->toArray();
    QCOMPARE(reasonOf(replies[0].toObject()), u"ok"_s);
    QCOMPARE(reasonOf(replies[1].toObject()), u"invalid_request"_s);
    QCOMPARE(reasonOf(replies[2].toObject()), u"invalid_request"_s);
    QCOMPARE(reasonOf(client->call(u"employee.list"_s)), u"ok"_s);
}

void ConversationsTest::keepsBatchRepliesWithinALine()
{
    const auto client = as(u"hr"_s);
    QJsonObject long_ = person();
    long_.insert("department"_L1, QString(100, u'd'));
    long_.insert("job_title"_L1, QString(100, u'j'));
    QByteArray adds("[");
    for (int i = 0; i < 500; ++i)
        adds += (i > 0 ? "," : "") + client->request(u"employee.add"_s, {{u"employee"_s, long_}});
    client->sendLine(adds + ']');
    QVERIFY(client->line());
    QByteArray batch("[");
    for (int i = 0; i < 120; ++i)
        batch += (i > 0 ? "," : "") + client->request(u"employee.list"_s, {{u"limit"_s, 1000}});
    client->sendLine(batch + ']');
    const auto line = client->line();
    QVERIFY(line);
    QVERIFY(line->size() <= 16 * 1024 * 1024);
    const QJsonArray replies = readStrictJson(*line)->toArray();
    QCOMPARE(replies.size(), 120);
    QCOMPARE(reasonOf(replies.first().toObject()), u"ok"_s);
    QCOMPARE(reasonOf(replies.last().toObject()), u"too_large"_s);
}

void ConversationsTest::appliesARetryOnce()
{
    const auto client = as(u"hr"_s);
    const QJsonObject params{{u"employee"_s, person()}, {u"request_key"_s, u"k-1"_s}};
    const QJsonObject first = resultOf(client->call(u"employee.add"_s, params));
    const auto again = as(u"hr"_s);
    QCOMPARE(resultOf(again->call(u"employee.add"_s, params)), first);
    QCOMPARE(reasonOf(again->call(u"employee.add"_s,
                 {{u"employee"_s, person(u"Other"_s)}, {u"request_key"_s, u"k-1"_s}})),
        u"invalid_params"_s);
    QCOMPARE(
        resultOf(client->call(u"employee.list"_s, {{u"total"_s, true}}))["total"_L1].toInteger(),
        1);
}

void ConversationsTest::tellsSubscribersOfEveryChange()
{
    const auto watcher = as(u"viewer"_s);
    const auto client = as(u"hr"_s);
    QCOMPARE(resultOf(watcher->call(u"employee.subscribe"_s))["revision"_L1].toInteger(), 0);
    const qint64 id = add(*client);
    QCOMPARE(
        reasonOf(client->call(u"employee.update"_s, departmentChange(id, 1, u"A"_s))), u"ok"_s);
    QCOMPARE(reasonOf(client->call(u"employee.update"_s, departmentChange(id, 1, u"A"_s))),
        u"ok"_s); // no change
    QCOMPARE(reasonOf(client->call(u"employee.delete"_s, {{u"id"_s, id}})), u"ok"_s);
    QCOMPARE(
        reasonOf(client->call(u"employee.restore"_s, {{u"id"_s, id}, {u"version"_s, 3}})), u"ok"_s);
    const QList<QJsonObject> notices = watcher->notices(4);
    const QStringList actions{u"added"_s, u"updated"_s, u"deleted"_s, u"restored"_s};
    for (int i = 0; i < 4; ++i) {
        const QJsonObject params = notices[i]["params"_L1].toObject();
        QCOMPARE(params["action"_L1].toString(), actions[i]);
        QCOMPARE(params["revision"_L1].toInteger(), i + 1);
        QCOMPARE(params["by"_L1].toString(), u"hr"_s);
        QCOMPARE(params["employee"_L1]["version"_L1].toInteger(), i + 1);
        QVERIFY(!params["employee"_L1].toObject().contains("salary"_L1));
    }
    QCOMPARE(reasonOf(watcher->call(u"employee.unsubscribe"_s)), u"ok"_s);
    static_cast<void>(add(*client));
    QCOMPARE(reasonOf(watcher->call(u"server.info"_s)), u"ok"_s);
    QCOMPARE(watcher->notices(4).size(), 4);
}

void ConversationsTest::sumsUpLargeCommits()
{
    NoticeWriter writer;
    writer.setSubscribed(true);
    const auto commitOf = [](std::size_t changes, qint64 revision) {
        const auto change = std::make_shared<const WriteResult>(
            WriteResult{{}, revision, ChangeAction::Added, u"x"_s});
        return NoticeLines(std::make_shared<const std::vector<ChangeNotice>>(changes, change), 2);
    };
    const auto paramsOf = [](const QByteArray &line) {
        return QJsonDocument::fromJson(line).object()["params"_L1].toObject();
    };
    NoticeLines commit = commitOf(1001, 5);
    const QJsonObject summed = paramsOf(writer.write(commit, Rights(), 0));
    QCOMPARE(summed, (QJsonObject{{u"action"_s, u"many"_s}, {u"revision"_s, 5}}));
    NoticeLines one = commitOf(1, 6);
    QVERIFY(writer.write(one, Rights(), NoticeWriter::maxWaiting + 1).isEmpty());
    QVERIFY(writer.write(one, Rights(), 0).isEmpty());
    QVERIFY(writer.catchUp(NoticeWriter::maxWaiting).isEmpty());
    QCOMPARE(paramsOf(writer.catchUp(0))["revision"_L1].toInteger(), 6);
    QCOMPARE(paramsOf(writer.write(one, Rights(), 0))["action"_L1].toString(), u"added"_s);
}

/// Notices are written once for those who may see the same, and never for others.
void ConversationsTest::writesNoticesForEachRole()
{
    Employee employee;
    employee.id = 7;
    employee.version = 2;
    employee.set(Field::FirstName, u"Zo\"\u00eb"_s);
    employee.set(Field::Ssn, u"583918274"_s);
    employee.set(Field::Salary, Money{4521050});
    const Rights all(
        {Permission::EmployeeGet}, FieldAccess::Read, FieldAccess::Read, FieldAccess::Read);
    const Rights few(
        {Permission::EmployeeGet}, FieldAccess::Masked, FieldAccess::Read, FieldAccess::None);
    const auto change = std::make_shared<const WriteResult>(
        WriteResult{{employee, {}}, 81, ChangeAction::Updated, u"al\\ice"_s});
    NoticeLines commit(std::make_shared<const std::vector<ChangeNotice>>(2, change), 2);
    for (const Rights &rights : {all, few, all}) {
        const QJsonObject params{{u"action"_s, u"updated"_s},
            {u"employee"_s, employeeToJson(employee, rights, 2)}, {u"by"_s, u"al\\ice"_s},
            {u"revision"_s, 81}};
        const QList<QByteArray> lines = commit.linesFor(rights).split('\n');
        QCOMPARE(lines.size(), 2);
        for (const QByteArray &line : lines) {
            QCOMPARE(QJsonDocument::fromJson(line).object(),
                encodeNotification(u"employee.changed"_s, params));
        }
    }
    QVERIFY(!commit.linesFor(few).contains("58391827"));
    QVERIFY(!commit.linesFor(few).contains("45210"));
}

void ConversationsTest::endsASessionEverywhereOnLogout()
{
    LineClient first(*m_world);
    const QString token = resultOf(first.login(u"hr"_s))["token"_L1].toString();
    LineClient second(*m_world);
    QCOMPARE(reasonOf(second.call(u"session.resume"_s, {{u"token"_s, token}})), u"ok"_s);
    QCOMPARE(reasonOf(first.call(u"session.logout"_s)), u"ok"_s);
    QCOMPARE(reasonOf(first.call(u"employee.list"_s)), u"login_required"_s);
    QCOMPARE(reasonOf(second.call(u"employee.list"_s)), u"session_expired"_s);
    QCOMPARE(second.notices(1).first()["params"_L1]["reason"_L1].toString(), u"logout"_s);
    QCOMPARE(
        reasonOf(second.call(u"session.resume"_s, {{u"token"_s, token}})), u"session_expired"_s);
    QCOMPARE(reasonOf(second.login(u"viewer"_s)), u"ok"_s);
}

void ConversationsTest::endsOthersSessionsWhenRevoked()
{
    const auto victim = as(u"hr"_s);
    const QString id = resultOf(victim->call(u"session.list"_s))["sessions"_L1]
                           .toArray()
                           .first()["id"_L1]
                           .toString();
    const auto stranger = as(u"viewer"_s);
    QCOMPARE(reasonOf(stranger->call(u"session.revoke"_s, {{u"id"_s, id}})), u"not_found"_s);
    const auto administrator = as(u"administrator"_s);
    QCOMPARE(reasonOf(administrator->call(u"session.revoke"_s, {{u"id"_s, id}})), u"ok"_s);
    QCOMPARE(reasonOf(victim->call(u"employee.list"_s)), u"session_expired"_s);
    QCOMPARE(victim->notices(1).first()["method"_L1].toString(), u"session.ended"_s);
}

void ConversationsTest::endsSessionsOfADisabledUser()
{
    const auto victim = as(u"hr"_s);
    QVERIFY(waitFor<Done>(
        [&](auto done) { m_world->app().accounts().setDisabled(u"hr"_s, true, {}, done); }));
    QCOMPARE(reasonOf(victim->call(u"employee.list"_s)), u"session_expired"_s);
    LineClient again(*m_world);
    QCOMPARE(reasonOf(again.login(u"hr"_s)), u"invalid_credentials"_s);
}

void ConversationsTest::appliesAChangedRoleToTheNextRequest()
{
    const auto client = as(u"hr"_s);
    QVERIFY(waitFor<Done>(
        [&](auto done) { m_world->app().accounts().setRole(u"hr"_s, u"viewer"_s, {}, done); }));
    QCOMPARE(reasonOf(client->call(u"employee.add"_s, {{u"employee"_s, person()}})),
        u"permission_denied"_s);
    QCOMPARE(reasonOf(client->call(u"employee.list"_s)), u"ok"_s);
    const QJsonObject notice = client->notices(1).first();
    QCOMPARE(notice["method"_L1].toString(), u"session.changed"_s);
    QCOMPARE(notice["params"_L1]["role"_L1].toString(), u"viewer"_s);
    QCOMPARE(notice["params"_L1]["fields"_L1]["salary"_L1].toString(), u"none"_s);
}

void ConversationsTest::keepsSessionsOverARestart()
{
    LineClient before(*m_world);
    const QString token = resultOf(before.login(u"hr"_s))["token"_L1].toString();
    m_world->restart();
    LineClient after(*m_world);
    QCOMPARE(reasonOf(after.call(u"session.resume"_s, {{u"token"_s, token}})), u"ok"_s);
    QCOMPARE(reasonOf(after.call(u"employee.list"_s)), u"ok"_s);
}

void ConversationsTest::keepsPageTokensOverARestart()
{
    const auto client = as(u"hr"_s);
    for (int i = 0; i < 3; ++i)
        static_cast<void>(add(*client));
    QJsonObject params{{u"limit"_s, 2},
        {u"sort"_s, QJsonArray{QJsonObject{{u"field"_s, u"salary"_s}, {u"descending"_s, true}}}}};
    params.insert("after"_L1, resultOf(client->call(u"employee.list"_s, params))["next"_L1]);
    m_world->restart();
    const auto again = as(u"hr"_s);
    const QJsonObject page = resultOf(again->call(u"employee.list"_s, params));
    QCOMPARE(page["employees"_L1].toArray().size(), 1);
    QVERIFY(!page.contains("next"_L1));
    params.insert("filter"_L1, QJsonObject{{u"department"_s, u"x"_s}});
    QCOMPARE(reasonOf(again->call(u"employee.list"_s, params)), u"invalid_params"_s);
}

void ConversationsTest::mergesTheEditsOfTwo()
{
    const auto one = as(u"hr"_s);
    const auto two = as(u"hr"_s);
    const qint64 id = add(*one);
    QCOMPARE(
        reasonOf(one->call(u"employee.update"_s, departmentChange(id, 1, u"Legal"_s))), u"ok"_s);
    const QJsonObject salary{
        {u"id"_s, id}, {u"version"_s, 1}, {u"changes"_s, QJsonObject{{u"salary"_s, u"1"_s}}}};
    const QJsonObject merged
        = resultOf(two->call(u"employee.update"_s, salary))["employee"_L1].toObject();
    QCOMPARE(merged["department"_L1].toString(), u"Legal"_s);
    QCOMPARE(merged["salary"_L1].toString(), u"1.00"_s);
    QCOMPARE(reasonOf(two->call(u"employee.update"_s, departmentChange(id, 1, u"Sales"_s))),
        u"conflict"_s);
}

void ConversationsTest::letsOneOfManyEditorsWin()
{
    const auto client = as(u"hr"_s);
    const qint64 id = add(*client);
    std::atomic<int> won = 0;
    std::atomic<int> told = 0;
    std::vector<std::thread> editors;
    for (int i = 0; i < 8; ++i) {
        editors.emplace_back([&, i] {
            const auto editor = as(u"hr"_s);
            const QString reason = reasonOf(
                editor->call(u"employee.update"_s, departmentChange(id, 1, u"D%1"_s.arg(i))));
            won += reason == "ok"_L1 ? 1 : 0;
            told += reason == "conflict"_L1 ? 1 : 0;
        });
    }
    for (std::thread &editor : editors)
        editor.join();
    QCOMPARE(won.load(), 1);
    QCOMPARE(told.load(), 7);
}

void ConversationsTest::keepsNastyTextAsItIs_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text :
        {"'; DROP TABLE employee; --", "\" OR 1=1 --", "%_\\", "<img src=x onerror=alert(1)>",
            "=cmd|' /C calc'!A0", "\\u0000", "{\"a\":1}", "NULL", "\xF0\x9F\x92\xB0 \xE6\x9D\x8E",
            "a\"* OR words:b", "?1 :x @y $z", "100% ' '' \" ` ;"}) {
        QTest::newRow(text) << QString::fromUtf8(text);
    }
}

/// R33 and R34: text comes back as it went in, or is refused, and is never a part of SQL.
void ConversationsTest::keepsNastyTextAsItIs()
{
    QFETCH(QString, text);
    const auto client = as(u"hr"_s);
    QJsonObject employee = person();
    employee.insert("department"_L1, text);
    employee.insert("job_title"_L1, text);
    const QJsonObject added
        = resultOf(client->call(u"employee.add"_s, {{u"employee"_s, employee}}))["employee"_L1]
              .toObject();
    QCOMPARE(added["department"_L1].toString(), text);
    const QJsonArray sort{QJsonObject{{u"field"_s, u"last_name"_s}}};
    for (const QJsonObject &filter : {QJsonObject{{u"department"_s, text}},
             {{u"department"_s, QJsonObject{{u"contains"_s, text}}}},
             {{u"job_title"_s, QJsonObject{{u"starts"_s, text}}}}, {{u"text"_s, text}}}) {
        const QJsonObject reply = client->call(
            u"employee.list"_s, {{u"filter"_s, filter}, {u"sort"_s, sort}, {u"total"_s, true}});
        QCOMPARE(reasonOf(reply), u"ok"_s);
        QCOMPARE(resultOf(reply)["total"_L1].toInteger(), 1);
    }
    QCOMPARE(resultOf(client->call(u"employee.values"_s,
                 {{u"field"_s, u"department"_s}, {u"prefix"_s, text}}))["values"_L1]
                 .toArray(),
        QJsonArray{text});
    for (const QString &field : {u"first_name"_s, u"ssn"_s, u"salary"_s, u"date_of_birth"_s}) {
        QJsonObject bad = person();
        bad.insert(field, text);
        QCOMPARE(reasonOf(client->call(u"employee.add"_s, {{u"employee"_s, bad}})),
            field == "first_name"_L1 && text == "NULL"_L1 ? u"ok"_s : u"validation_failed"_s);
    }
}

/// R51: every request is answered or its connection closed, and it takes less than 5 s.
void ConversationsTest::stopsCleanlyUnderLoad()
{
    const auto client = as(u"hr"_s);
    QByteArray lines;
    for (int i = 0; i < 200; ++i)
        lines += client->request(u"employee.add"_s, {{u"employee"_s, person()}}) + '\n';
    client->send(lines);
    QVERIFY(client->line());
    QSignalSpy stopped(&m_world->app(), &ServerApp::stopped);
    m_world->app().stop();
    QTRY_COMPARE_WITH_TIMEOUT(stopped.size(), 1, 5000);
    int answered = 1;
    while (client->line())
        ++answered;
    m_world->restart();
    const auto again = as(u"hr"_s);
    const qint64 stored
        = resultOf(again->call(u"employee.list"_s, {{u"total"_s, true}}))["total"_L1].toInteger();
    QVERIFY2(
        stored >= answered, qPrintable(u"%1 stored, %2 acknowledged"_s.arg(stored).arg(answered)));
}

QTEST_GUILESS_MAIN(ConversationsTest)
#include "tst_conversations.moc"
