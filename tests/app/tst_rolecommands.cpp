#include "tests/app/AppFixtures.h"

#include "server/app/AdminConnection.h"
#include "server/app/AdminOutput.h"
#include "server/storage/SessionStore.h"

#include <QJsonArray>
#include <QTest>

#include <memory>

using namespace roster;
using namespace roster::server;
using namespace roster::server::test;

/// The commands about roles and sessions, and `user show`, on the files of a folder.
class RoleCommandsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QVERIFY(initialiseCrypto()); }
    void init();

    void keepsRoles();
    void refusesRolesThatCannotBe_data();
    void refusesRolesThatCannotBe();
    void showsAUser();
    void endsStoredSessions();
    void choosesSessionsInOneWay_data();
    void choosesSessionsInOneWay();

private:
    [[nodiscard]] QJsonObject run(const QString &name, const QJsonObject &params = {})
    {
        const auto outcome = runAdminCommand(m_world->configuration, name, params);
        const auto *failure = std::get_if<AdminFailure>(&outcome);
        m_error = failure ? std::optional(failure->error.code) : std::nullopt;
        return failure ? QJsonObject() : std::get<QJsonObject>(outcome);
    }

    std::unique_ptr<World> m_world;
    std::optional<ErrorCode> m_error;
};

void RoleCommandsTest::init()
{
    m_world = std::make_unique<World>();
    QVERIFY(m_world->setUp());
}

void RoleCommandsTest::keepsRoles()
{
    const QJsonObject named{{u"name"_s, u"clerk"_s}};
    QJsonObject params = named;
    params.insert(u"permission"_s, QJsonArray{u"employee.get"_s, u"employee.add"_s});
    params.insert(u"field"_s, QJsonArray{u"ssn=masked"_s});
    const QJsonObject added = run(u"role.add"_s, params);
    QVERIFY(!m_error);
    QCOMPARE(run(u"role.show"_s, named), added);
    params.insert(u"permission"_s, QJsonArray{u"-employee.add"_s});
    params.insert(u"field"_s, QJsonArray{u"salary=read"_s});
    const QJsonObject changed = run(u"role.set"_s, params).value("role"_L1).toObject();
    QCOMPARE(changed.value("permissions"_L1).toArray(), QJsonArray{u"employee.get"_s});
    QCOMPARE(changed.value("fields"_L1).toObject(),
        (QJsonObject{
            {u"ssn"_s, u"masked"_s}, {u"date_of_birth"_s, u"none"_s}, {u"salary"_s, u"read"_s}}));
    QVERIFY(adminText(u"role.show"_s, run(u"role.show"_s, named)).contains(u"salary=read"_s));
    const QJsonObject removed = run(u"role.remove"_s, named);
    QCOMPARE(adminText(u"role.remove"_s, removed), u"Role clerk was removed.\n"_s);
    static_cast<void>(run(u"role.show"_s, named));
    QCOMPARE(m_error, ErrorCode::NotFound);
}

void RoleCommandsTest::refusesRolesThatCannotBe_data()
{
    QTest::addColumn<QString>("command");
    QTest::addColumn<QJsonObject>("params");
    QTest::addColumn<ErrorCode>("code");
    const auto params = [](const QString &name, const QJsonArray &permissions) {
        return QJsonObject{{u"name"_s, name}, {u"permission"_s, permissions}};
    };
    const QString add = u"role.add"_s;
    const QString set = u"role.set"_s;
    const QString clerk = u"clerk"_s;
    QTest::newRow("an unknown permission")
        << add << params(clerk, {u"employee.fly"_s}) << ErrorCode::ValidationFailed;
    QTest::newRow("a bad name") << add << params(u"a b"_s, {u"employee.get"_s})
                                << ErrorCode::ValidationFailed;
    QTest::newRow("a role twice") << add << params(u"hr"_s, {}) << ErrorCode::AlreadyExists;
    QTest::newRow("a built-in role")
        << set << params(u"hr"_s, {u"+employee.reveal"_s}) << ErrorCode::ValidationFailed;
    QTest::newRow("nothing to change")
        << set << QJsonObject{{u"name"_s, u"hr"_s}} << ErrorCode::InvalidParams;
    QTest::newRow("nobody's role")
        << set << params(clerk, {u"+employee.get"_s}) << ErrorCode::NotFound;
    QTest::newRow("a permission that is no list")
        << set << QJsonObject{{u"name"_s, clerk}, {u"permission"_s, u"employee.get"_s}}
        << ErrorCode::InvalidParams;
    QTest::newRow("a list of numbers") << set << params(clerk, {7}) << ErrorCode::InvalidParams;
    QTest::newRow("a role in use")
        << u"role.remove"_s << QJsonObject{{u"name"_s, u"administrator"_s}}
        << ErrorCode::ValidationFailed;
}

void RoleCommandsTest::refusesRolesThatCannotBe()
{
    QFETCH(QString, command);
    QFETCH(QJsonObject, params);
    const QJsonObject before = run(u"role.list"_s);
    static_cast<void>(run(command, params));
    QVERIFY(m_error);
    QTEST(*m_error, "code");
    QCOMPARE(run(u"role.list"_s), before);
}

void RoleCommandsTest::showsAUser()
{
    const QJsonObject shown = run(u"user.show"_s, {{u"name"_s, u"ADMINISTRATOR"_s}});
    QCOMPARE(QJsonValue(shown.value("user"_L1)),
        run(u"user.list"_s).value("users"_L1).toArray().first());
    QVERIFY(shown.value("sessions"_L1).toArray().isEmpty());
    const QString text = adminText(u"user.show"_s, shown);
    QVERIFY(text.contains(u"one-time password pending"_s));
    QVERIFY(text.contains(u"never"_s));
    static_cast<void>(run(u"user.show"_s, {{u"name"_s, u"nobody"_s}}));
    QCOMPARE(m_error, ErrorCode::NotFound);
}

void RoleCommandsTest::endsStoredSessions()
{
    const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::system_clock::now().time_since_epoch());
    {
        const auto database = Database::open({m_world->folder().userDatabase()});
        QVERIFY(database);
        for (const QString &id : {u"one"_s, u"two"_s}) {
            QVERIFY(
                SessionStore(**database)
                    .add({id, QByteArray(32, id[0].toLatin1()), u"administrator"_s, u"console"_s,
                        u"1"_s, now, now, now + std::chrono::hours(1), u"192.0.2.1"_s}));
        }
    }
    const QJsonObject sessions = run(u"session.list"_s);
    QCOMPARE(sessions.value("sessions"_L1).toArray().size(), 2);
    QVERIFY(adminText(u"session.list"_s, sessions).contains(u"192.0.2.1"_s));
    const QJsonObject ended = run(u"session.revoke"_s, {{u"name"_s, u"one"_s}});
    QCOMPARE(adminText(u"session.revoke"_s, ended), u"1 session has ended.\n"_s);
    static_cast<void>(run(u"session.revoke"_s, {{u"name"_s, u"one"_s}}));
    QCOMPARE(m_error, ErrorCode::NotFound);
    QCOMPARE(run(u"session.revoke"_s, {{u"all"_s, true}}).value("ended"_L1).toInteger(), 1);
    QVERIFY(run(u"session.list"_s).value("sessions"_L1).toArray().isEmpty());
}

void RoleCommandsTest::choosesSessionsInOneWay_data()
{
    QTest::addColumn<QJsonObject>("params");
    QTest::newRow("none") << QJsonObject();
    QTest::newRow("two") << QJsonObject{{u"name"_s, u"x"_s}, {u"user"_s, u"administrator"_s}};
    QTest::newRow("a user and all")
        << QJsonObject{{u"all"_s, true}, {u"user"_s, u"administrator"_s}};
    QTest::newRow("not all") << QJsonObject{{u"all"_s, false}};
    QTest::newRow("an empty id") << QJsonObject{{u"name"_s, QString()}};
    QTest::newRow("an empty user") << QJsonObject{{u"user"_s, QString()}};
}

void RoleCommandsTest::choosesSessionsInOneWay()
{
    QFETCH(QJsonObject, params);
    static_cast<void>(run(u"session.revoke"_s, params));
    QCOMPARE(m_error, ErrorCode::InvalidParams);
}

QTEST_GUILESS_MAIN(RoleCommandsTest)
#include "tst_rolecommands.moc"
