#include "tests/server/ServerWorld.h"

#include "server/app/AdminConnection.h"
#include "server/app/ControlSocket.h"

#include <QSignalSpy>
#include <QTest>

#include <future>

using namespace roster;
using namespace roster::server;
using namespace roster::server::tests;
using namespace Qt::StringLiterals;

/// The administrator's commands on a running server, over its control socket, and what clients with
/// open connections see of them.
class LiveAdministrationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void appliesAnEditedRoleToTheNextRequest();
    void takesFieldsFromSubscribersAtOnce();
    void silencesSubscribersWithoutTheRight();
    void appliesAnEditInsideOfABatch();
    void answersARetryAsTheRoleSeesItNow();
    void endsSessionsAtOnce_data();
    void endsSessionsAtOnce();
    void showsSessionsAndLogins();
    void refusesAnExpiredOneTimePasswordAsAWrongOne();
    void letsALostAdministratorIn();

private:
    /// As the command line does it, from another process: the answer needs this event loop.
    QJsonObject run(const QString &name, const QJsonObject &params = {});
    [[nodiscard]] std::unique_ptr<LineClient> as(const QString &user)
    {
        return clientOf(*m_world, user);
    }
    void editRole(const QStringList &permissions, const QStringList &fields = {});
    [[nodiscard]] static qint64 add(LineClient &client)
    {
        return addPerson(client);
    }

    std::unique_ptr<ServerWorld> m_world;
    std::unique_ptr<ControlSocket> m_control;
    ServerConfiguration m_configuration;
    QString m_error;
};

void LiveAdministrationTest::init()
{
    m_world = std::make_unique<ServerWorld>();
    m_configuration = ServerConfiguration();
    m_configuration.dataPath = m_world->folder();
    const DataFolder folder(m_world->folder());
    AdminBackend backend = backendFor(m_configuration, folder);
    backend.accounts = [this]() -> AccountServices & { return m_world->app().accountServices(); };
    backend.status = [] { return QJsonObject(); };
    m_control = std::make_unique<ControlSocket>(std::move(backend));
    QVERIFY(m_control->listen(folder.controlSocket()));
    static_cast<void>(run(u"role.add"_s,
        {{u"name"_s, u"clerk"_s},
            {u"permission"_s,
                QJsonArray{u"employee.get"_s, u"employee.add"_s, u"employee.update"_s}},
            {u"field"_s, QJsonArray{u"ssn=write,date_of_birth=write,salary=write"_s}}}));
    QCOMPARE(m_error, QString());
    m_world->addUser(u"clerk"_s, u"clerk"_s);
}

void LiveAdministrationTest::cleanup()
{
    m_world.reset();
    m_control.reset();
}

QJsonObject LiveAdministrationTest::run(const QString &name, const QJsonObject &params)
{
    auto outcome = std::async(
        std::launch::async, [&] { return runAdminCommand(m_configuration, name, params); });
    const bool isDone = QTest::qWaitFor(
        [&] { return outcome.wait_for(std::chrono::seconds(0)) == std::future_status::ready; },
        60'000);
    if (!isDone)
        throw std::runtime_error("no answer");
    const auto result = outcome.get();
    const auto *failure = std::get_if<AdminFailure>(&result);
    m_error = failure ? failure->error.message : QString();
    return failure ? QJsonObject() : std::get<QJsonObject>(result);
}

void LiveAdministrationTest::editRole(const QStringList &permissions, const QStringList &fields)
{
    static_cast<void>(run(u"role.set"_s,
        {{u"name"_s, u"clerk"_s}, {u"permission"_s, QJsonArray::fromStringList(permissions)},
            {u"field"_s, QJsonArray::fromStringList(fields)}}));
    QCOMPARE(m_error, QString());
}

void LiveAdministrationTest::appliesAnEditedRoleToTheNextRequest()
{
    const auto client = as(u"clerk"_s);
    const qint64 id = add(*client);
    QVERIFY(id > 0);
    editRole({u"-employee.add"_s}, {u"salary=none"_s});
    QCOMPARE(reasonOf(client->call(u"employee.add"_s, {{u"employee"_s, person()}})),
        u"permission_denied"_s);
    const QJsonObject notice = client->notices(1).first();
    QCOMPARE(notice["method"_L1].toString(), u"session.changed"_s);
    QCOMPARE(notice["params"_L1]["role"_L1].toString(), u"clerk"_s);
    QCOMPARE(notice["params"_L1]["permissions"_L1].toArray(),
        (QJsonArray{u"employee.get"_s, u"employee.update"_s}));
    QCOMPARE(notice["params"_L1]["fields"_L1]["salary"_L1].toString(), u"none"_s);
    const QJsonObject record
        = resultOf(client->call(u"employee.get"_s, {{u"id"_s, id}}))["employee"_L1].toObject();
    QVERIFY(!record.contains("salary"_L1));
    QVERIFY(record.contains("ssn"_L1));
    const QJsonArray bySalary{QJsonObject{{u"field"_s, u"salary"_s}}};
    QCOMPARE(reasonOf(client->call(u"employee.list"_s, {{u"sort"_s, bySalary}})),
        u"permission_denied"_s);
    editRole({u"+employee.add"_s}, {u"salary=write"_s});
    QVERIFY(add(*client) > 0);
    QCOMPARE(client->notices(2).size(), 2);
}

void LiveAdministrationTest::takesFieldsFromSubscribersAtOnce()
{
    const auto watcher = as(u"clerk"_s);
    const auto hr = as(u"hr"_s);
    QCOMPARE(reasonOf(watcher->call(u"employee.subscribe"_s)), u"ok"_s);
    static_cast<void>(add(*hr));
    QCOMPARE(
        watcher->notices(1)[0]["params"_L1]["employee"_L1]["salary"_L1].toString(), u"45210.50"_s);
    editRole({}, {u"salary=none"_s, u"ssn=masked"_s});
    const qsizetype seen = watcher->received().size();
    static_cast<void>(add(*hr));
    const QList<QJsonObject> notices = watcher->notices(3);
    QCOMPARE(notices[1]["method"_L1].toString(), u"session.changed"_s);
    const QJsonObject employee = notices[2]["params"_L1]["employee"_L1].toObject();
    QVERIFY(!employee.contains("salary"_L1));
    QCOMPARE(employee["ssn"_L1].toString(), u"*****6789"_s);
    QVERIFY(!watcher->received().sliced(seen).contains("45210"));
    QVERIFY(!watcher->received().sliced(seen).contains("123456789"));
}

void LiveAdministrationTest::silencesSubscribersWithoutTheRight()
{
    const auto watcher = as(u"clerk"_s);
    const auto hr = as(u"hr"_s);
    QCOMPARE(reasonOf(watcher->call(u"employee.subscribe"_s)), u"ok"_s);
    editRole({u"-employee.get"_s});
    static_cast<void>(add(*hr));
    QCOMPARE(reasonOf(watcher->call(u"server.info"_s)), u"ok"_s);
    QCOMPARE(watcher->notices(1).size(), 1);
    QVERIFY(!watcher->received().contains("employee.changed"));
}

/// Each item of a batch is a request of its own.
void LiveAdministrationTest::appliesAnEditInsideOfABatch()
{
    const auto client = as(u"clerk"_s);
    QByteArray items;
    for (int i = 0; i < 900; ++i)
        items += (items.isEmpty() ? "" : ",") + client->request(u"employee.list"_s);
    client->sendLine('[' + items + ']');
    editRole({u"-employee.get"_s});
    QVERIFY(client->line());
    QCOMPARE(reasonOf(client->call(u"employee.list"_s)), u"permission_denied"_s);
}

void LiveAdministrationTest::answersARetryAsTheRoleSeesItNow()
{
    const auto client = as(u"clerk"_s);
    const QJsonObject request{{u"employee"_s, person()}, {u"request_key"_s, u"once"_s}};
    const QJsonObject first = client->call(u"employee.add"_s, request);
    QVERIFY(resultOf(first)["employee"_L1].toObject().contains("salary"_L1));
    editRole({}, {u"salary=none"_s, u"ssn=write"_s});
    const QJsonObject again = client->call(u"employee.add"_s, request);
    QVERIFY2(!resultOf(again)["employee"_L1].toObject().contains("salary"_L1),
        qPrintable(reasonOf(again)));
}

void LiveAdministrationTest::endsSessionsAtOnce_data()
{
    QTest::addColumn<QString>("by");
    for (const char *by : {"id", "user", "all"})
        QTest::newRow(by) << QString::fromLatin1(by);
}

void LiveAdministrationTest::endsSessionsAtOnce()
{
    QFETCH(QString, by);
    const auto client = as(u"clerk"_s);
    const auto other = as(u"hr"_s);
    const QJsonArray sessions
        = run(u"session.list"_s, {{u"user"_s, u"clerk"_s}})["sessions"_L1].toArray();
    QCOMPARE(sessions.size(), 1);
    QJsonObject choice{{u"user"_s, u"clerk"_s}};
    if (by == "id"_L1)
        choice = {{u"name"_s, sessions[0]["id"_L1]}};
    else if (by == "all"_L1)
        choice = {{u"all"_s, true}};
    const QJsonObject ended = run(u"session.revoke"_s, choice);
    QCOMPARE(ended["ended"_L1].toInteger(), by == "all"_L1 ? 2 : 1);
    const QJsonObject notice = client->notices(1).first();
    QCOMPARE(notice["method"_L1].toString(), u"session.ended"_s);
    QCOMPARE(notice["params"_L1]["reason"_L1].toString(), u"revoked"_s);
    QCOMPARE(reasonOf(client->call(u"employee.list"_s)), u"session_expired"_s);
    QCOMPARE(
        reasonOf(other->call(u"employee.list"_s)), by == "all"_L1 ? u"session_expired"_s : u"ok"_s);
}

void LiveAdministrationTest::showsSessionsAndLogins()
{
    QVERIFY(!run(u"user.show"_s, {{u"name"_s, u"clerk"_s}})["user"_L1].toObject().contains(
        "last_login_at"_L1));
    const auto client = as(u"clerk"_s);
    const QJsonObject shown = run(u"user.show"_s, {{u"name"_s, u"CLERK"_s}});
    QVERIFY(shown["user"_L1].toObject().contains("last_login_at"_L1));
    QCOMPARE(shown["user"_L1]["role"_L1].toString(), u"clerk"_s);
    QCOMPARE(shown["sessions"_L1].toArray().size(), 1);
    QCOMPARE(shown["sessions"_L1][0]["peer"_L1].toString(), u"127.0.0.1"_s);
    static_cast<void>(run(u"user.show"_s, {{u"name"_s, u"nobody"_s}}));
    QCOMPARE(m_error, u"There is no such user."_s);
}

void LiveAdministrationTest::refusesAnExpiredOneTimePasswordAsAWrongOne()
{
    const QString password = run(
        u"user.add"_s, {{u"name"_s, u"newcomer"_s}, {u"role"_s, u"hr"_s}})["one_time_password"_L1]
                                 .toString();
    const auto stateOf = [this](const QString &name) {
        return run(u"user.show"_s, {{u"name"_s, name}})["user"_L1]["one_time_password"_L1]
            .toString();
    };
    QCOMPARE(stateOf(u"newcomer"_s), u"pending"_s);
    {
        const auto database = Database::open({m_world->folder() + u"/user.db"_s});
        QVERIFY(database);
        QVERIFY((*database)->execute(
            u"UPDATE \"user\" SET one_time_until = 1000 WHERE username = 'newcomer'"_s));
    }
    m_control->close();
    m_world->restart();
    QVERIFY(m_control->listen(DataFolder(m_world->folder()).controlSocket()));
    QCOMPARE(stateOf(u"newcomer"_s), u"expired"_s);
    LineClient late(*m_world);
    LineClient wrong(*m_world);
    QJsonObject refusal = late.login(u"newcomer"_s, password);
    QCOMPARE(reasonOf(refusal), u"invalid_credentials"_s);
    QCOMPARE(refusal, wrong.login(u"newcomer"_s, u"something else entirely"_s));
}

void LiveAdministrationTest::letsALostAdministratorIn()
{
    const auto lost = as(u"administrator"_s);
    const QString password
        = run(u"user.reset-password"_s, {{u"name"_s, u"administrator"_s}})["one_time_password"_L1]
              .toString();
    QCOMPARE(lost->notices(1)[0]["params"_L1]["reason"_L1].toString(), u"password_changed"_s);
    LineClient again(*m_world);
    const QJsonObject login = again.login(u"administrator"_s, password);
    QCOMPARE(reasonOf(login), u"ok"_s);
    QVERIFY(resultOf(login)["must_change_password"_L1].toBool());
}

QTEST_GUILESS_MAIN(LiveAdministrationTest)
#include "tst_liveadministration.moc"
