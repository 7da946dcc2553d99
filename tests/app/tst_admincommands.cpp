#include "tests/app/AppFixtures.h"

#include "server/app/AdminCommands.h"
#include "server/app/AdminConnection.h"
#include "server/app/AdminOutput.h"
#include "server/app/DataLock.h"
#include "server/app/ExitCode.h"

#include <QJsonArray>
#include <QTest>

#include <memory>

using namespace roster;
using namespace roster::server;
using namespace roster::server::test;

/// All commands on the files of a folder; the same code runs in a server (tst_serverprogram).
class AdminCommandsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QVERIFY(initialiseCrypto()); }
    void init();

    void addsAUserWithAOneTimePassword();
    void addsAUserWithAGivenPassword();
    void listsUsersAndRoles();
    void givesAnotherRole();
    void resetsAPassword();
    void disablesEnablesAndRemoves();
    void refusesWhatCannotBe_data();
    void refusesWhatCannotBe();
    void refusesOtherParameters_data();
    void refusesOtherParameters();
    void keepsTheLastAdministrator();
    void tellsStatesInWords_data();
    void tellsStatesInWords();
    void showsAndRenewsTheCertificate();
    void tellsThatNoServerRuns();
    void refusesAFolderThatIsNone();
    void waitsForTheLockOnlySoLong();
    void mapsErrorsToExitCodes();
    void showsNamesHarmlessly();

private:
    [[nodiscard]] QJsonObject run(const QString &name, const QJsonObject &params = {})
    {
        const auto outcome = runAdminCommand(m_world->configuration, name, params);
        const auto *failure = std::get_if<AdminFailure>(&outcome);
        m_error = failure ? std::optional(failure->error.code) : std::nullopt;
        m_isRefusal = failure && failure->isRefusal;
        return failure ? QJsonObject() : std::get<QJsonObject>(outcome);
    }
    [[nodiscard]] QJsonObject user(const QString &name)
    {
        for (const QJsonValue &item : run(u"user.list"_s).value("users"_L1).toArray()) {
            if (item.toObject().value("username"_L1) == name)
                return item.toObject();
        }
        return {};
    }

    std::unique_ptr<World> m_world;
    std::optional<ErrorCode> m_error;
    bool m_isRefusal = false;
};

void AdminCommandsTest::init()
{
    m_world = std::make_unique<World>();
    QVERIFY(m_world->setUp());
}

void AdminCommandsTest::addsAUserWithAOneTimePassword()
{
    const QJsonObject added = run(u"user.add"_s, {{u"name"_s, u"Alice"_s}, {u"role"_s, u"hr"_s}});
    QCOMPARE(added.value("username"_L1).toString(), u"alice"_s);
    const QString password = added.value("one_time_password"_L1).toString();
    QVERIFY(m_world->isPassword(u"alice"_s, password));
    QVERIFY(user(u"alice"_s).value("must_change_password"_L1).toBool());
    QVERIFY(adminText(u"user.add"_s, added).contains(u"\nOne-time password: %1\n"_s.arg(password)));
}

void AdminCommandsTest::addsAUserWithAGivenPassword()
{
    const QString password = u"sunny fjord lantern 42"_s;
    const QJsonObject added = run(u"user.add"_s,
        {{u"name"_s, u"bob"_s}, {u"role"_s, u"viewer"_s}, {u"password"_s, password}});
    QVERIFY(!m_error);
    QVERIFY(!added.contains("one_time_password"_L1));
    QVERIFY(m_world->isPassword(u"bob"_s, password));
    QVERIFY(!user(u"bob"_s).value("must_change_password"_L1).toBool());
}

void AdminCommandsTest::listsUsersAndRoles()
{
    QCOMPARE(run(u"user.list"_s).value("users"_L1).toArray().size(), 1);
    QCOMPARE(user(u"administrator"_s).value("role"_L1).toString(), u"administrator"_s);
    const QJsonArray roles = run(u"role.list"_s).value("roles"_L1).toArray();
    QCOMPARE(roles.size(), 3);
    const QJsonObject viewer = roles.last().toObject();
    QCOMPARE(viewer.value("name"_L1).toString(), u"viewer"_s);
    QCOMPARE(viewer.value("permissions"_L1).toArray(), QJsonArray{u"employee.get"_s});
    QCOMPARE(viewer.value("fields"_L1).toObject(),
        (QJsonObject{
            {u"ssn"_s, u"masked"_s}, {u"date_of_birth"_s, u"masked"_s}, {u"salary"_s, u"none"_s}}));
}

void AdminCommandsTest::givesAnotherRole()
{
    static_cast<void>(run(u"user.add"_s, {{u"name"_s, u"alice"_s}, {u"role"_s, u"hr"_s}}));
    static_cast<void>(run(u"user.set-role"_s, {{u"name"_s, u"alice"_s}, {u"role"_s, u"viewer"_s}}));
    QVERIFY(!m_error);
    QCOMPARE(user(u"alice"_s).value("role"_L1).toString(), u"viewer"_s);
}

void AdminCommandsTest::resetsAPassword()
{
    const QJsonObject reset = run(u"user.reset-password"_s, {{u"name"_s, u"administrator"_s}});
    QVERIFY(
        m_world->isPassword(u"administrator"_s, reset.value("one_time_password"_L1).toString()));
}

void AdminCommandsTest::disablesEnablesAndRemoves()
{
    const QJsonObject alice{{u"name"_s, u"alice"_s}};
    static_cast<void>(run(u"user.add"_s, {{u"name"_s, u"alice"_s}, {u"role"_s, u"hr"_s}}));
    static_cast<void>(run(u"user.disable"_s, alice));
    QVERIFY(user(u"alice"_s).value("disabled"_L1).toBool());
    static_cast<void>(run(u"user.enable"_s, alice));
    QVERIFY(!user(u"alice"_s).value("disabled"_L1).toBool());
    static_cast<void>(run(u"user.remove"_s, alice));
    QVERIFY(user(u"alice"_s).isEmpty());
}

void AdminCommandsTest::refusesWhatCannotBe_data()
{
    QTest::addColumn<QString>("command");
    QTest::addColumn<QJsonObject>("params");
    QTest::addColumn<ErrorCode>("code");
    const QJsonObject nobody{{u"name"_s, u"nobody"_s}};
    QTest::newRow("a user twice") << u"user.add"_s
                                  << QJsonObject{{u"name"_s, u"administrator"_s},
                                         {u"role"_s, u"hr"_s}}
                                  << ErrorCode::AlreadyExists;
    QTest::newRow("a name that is none")
        << u"user.add"_s << QJsonObject{{u"name"_s, u"a b"_s}, {u"role"_s, u"hr"_s}}
        << ErrorCode::ValidationFailed;
    QTest::newRow("an unknown role")
        << u"user.add"_s << QJsonObject{{u"name"_s, u"a"_s}, {u"role"_s, u"king"_s}}
        << ErrorCode::NotFound;
    QTest::newRow("a weak password") << u"user.add"_s
                                     << QJsonObject{{u"name"_s, u"a"_s}, {u"role"_s, u"hr"_s},
                                            {u"password"_s, u"password1234567"_s}}
                                     << ErrorCode::WeakPassword;
    for (const QString &command :
        {u"user.reset-password"_s, u"user.disable"_s, u"user.enable"_s, u"user.remove"_s})
        QTest::newRow(qPrintable(command + u" nobody"_s))
            << command << nobody << ErrorCode::NotFound;
    QTest::newRow("an unknown command") << u"user.promote"_s << nobody << ErrorCode::UnknownMethod;
}

void AdminCommandsTest::refusesWhatCannotBe()
{
    QFETCH(QString, command);
    QFETCH(QJsonObject, params);
    QFETCH(ErrorCode, code);
    static_cast<void>(run(command, params));
    QVERIFY(m_error);
    QCOMPARE(*m_error, code);
    QVERIFY(m_isRefusal);
}

void AdminCommandsTest::refusesOtherParameters_data()
{
    QTest::addColumn<QString>("command");
    QTest::addColumn<QJsonObject>("params");
    QTest::newRow("none") << u"user.disable"_s << QJsonObject();
    QTest::newRow("a number") << u"user.disable"_s << QJsonObject{{u"name"_s, 7}};
    QTest::newRow("one too many") << u"user.disable"_s
                                  << QJsonObject{{u"name"_s, u"alice"_s}, {u"force"_s, u"yes"_s}};
    QTest::newRow("a role for none")
        << u"user.disable"_s << QJsonObject{{u"name"_s, u"alice"_s}, {u"role"_s, u"hr"_s}};
    QTest::newRow("a password for none")
        << u"user.enable"_s << QJsonObject{{u"name"_s, u"alice"_s}, {u"password"_s, u"x"_s}};
    QTest::newRow("a name for a list") << u"user.list"_s << QJsonObject{{u"name"_s, u"alice"_s}};
}

void AdminCommandsTest::refusesOtherParameters()
{
    QFETCH(QString, command);
    QFETCH(QJsonObject, params);
    static_cast<void>(run(command, params));
    QVERIFY(m_error);
    QCOMPARE(*m_error, ErrorCode::InvalidParams);
}

void AdminCommandsTest::keepsTheLastAdministrator()
{
    static_cast<void>(run(u"user.remove"_s, {{u"name"_s, u"administrator"_s}}));
    QVERIFY(m_error);
    QCOMPARE(*m_error, ErrorCode::ValidationFailed);
    QVERIFY(!user(u"administrator"_s).isEmpty());
}

void AdminCommandsTest::showsAndRenewsTheCertificate()
{
    const QJsonObject before = run(u"certificate.show"_s);
    QVERIFY(!m_error);
    const QJsonObject leaf = before.value("certificate"_L1).toObject();
    QVERIFY(leaf.value("names"_L1).toArray().contains(u"localhost"_s));
    QVERIFY(
        adminText(u"certificate.show"_s, before).contains(leaf.value("spki_sha256"_L1).toString()));
    const QJsonObject after = run(u"certificate.renew"_s);
    QVERIFY(!m_error);
    QVERIFY(after.value("certificate"_L1) != before.value("certificate"_L1));
    QCOMPARE(after.value("ca"_L1), before.value("ca"_L1));
    QCOMPARE(run(u"certificate.show"_s), after);
}

void AdminCommandsTest::tellsStatesInWords_data()
{
    QTest::addColumn<QJsonObject>("user");
    QTest::addColumn<QString>("state");
    const auto with = [](QJsonObject user, const QString &key, const QJsonValue &value) {
        user.insert(key, value);
        return user;
    };
    const QJsonObject plain{{u"username"_s, u"x"_s}};
    const QJsonObject pending
        = with(with(plain, u"must_change_password"_s, true), u"one_time_password"_s, u"pending"_s);
    QTest::newRow("active") << plain << u"active"_s;
    QTest::newRow("pending") << pending << u"one-time password pending"_s;
    QTest::newRow("expired") << with(pending, u"one_time_password"_s, u"expired"_s)
                             << u"one-time password expired"_s;
    QTest::newRow("disabled") << with(pending, u"disabled"_s, true) << u"disabled"_s;
    QTest::newRow("must change") << with(plain, u"must_change_password"_s, true)
                                 << u"must change password"_s;
}

void AdminCommandsTest::tellsStatesInWords()
{
    QFETCH(QJsonObject, user);
    QFETCH(QString, state);
    QVERIFY(adminText(u"user.list"_s, {{u"users"_s, QJsonArray{user}}}).contains(state));
}

void AdminCommandsTest::tellsThatNoServerRuns()
{
    QCOMPARE(run(u"status"_s).value("running"_L1), QJsonValue(false));
}

void AdminCommandsTest::refusesAFolderThatIsNone()
{
    m_world->configuration.dataPath = m_world->path(u"none"_s);
    static_cast<void>(run(u"user.list"_s));
    QVERIFY(m_error && !m_isRefusal);
    QVERIFY(!QFile::exists(m_world->path(u"none"_s)));
}

void AdminCommandsTest::waitsForTheLockOnlySoLong()
{
    const auto held = DataLock::acquire(m_world->folder());
    QVERIFY(held);
    static_cast<void>(run(u"user.list"_s));
    QVERIFY(m_error);
    QCOMPARE(*m_error, ErrorCode::Conflict);
    QVERIFY(!m_isRefusal);
}

void AdminCommandsTest::mapsErrorsToExitCodes()
{
    QCOMPARE(exitCodeOf(ErrorCode::WeakPassword), ExitCode::InvalidData);
    QCOMPARE(exitCodeOf(ErrorCode::NotFound), ExitCode::NotFound);
    QCOMPARE(exitCodeOf(ErrorCode::AlreadyExists), ExitCode::AlreadyExists);
    QCOMPARE(exitCodeOf(ErrorCode::StorageUnavailable), ExitCode::TryLater);
    QCOMPARE(exitCodeOf(ErrorCode::InternalError), ExitCode::Failure);
}

void AdminCommandsTest::showsNamesHarmlessly()
{
    const QJsonObject user{{u"username"_s, u"x\u001b[2J"_s}, {u"role"_s, u"hr\n"_s}};
    const QString table = adminText(u"user.list"_s, {{u"users"_s, QJsonArray{user}}});
    QVERIFY(!table.contains(u'\u001b'));
    QCOMPARE(table.count(u'\n'), 2);
    QVERIFY(!adminText(u"user.disable"_s, user).contains(u'\u001b'));
}

QTEST_GUILESS_MAIN(AdminCommandsTest)
#include "tst_admincommands.moc"
