#include "server/auth/AccountAdministration.h"

#include "tests/auth/AccountsWorld.h"

#include <QJsonArray>

using namespace roster;
using namespace roster::server;

class AccountAdministrationTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void makesOneFirstAdministrator();
    void givesTheFirstAdministratorAnotherNameIfTaken();
    void putsTheBuiltInRoles();
    void addsUsersWithOneTimePasswords();
    void addsUsersWithGivenPasswords();
    void refusesBadUsers_data();
    void refusesBadUsers();
    void changesRolesOfRunningSessions();
    void disablesAndEnables();
    void removesUsers();
    void resetsPasswords();
    void tellsOfOneTimePasswordsAndLogins();
    void saysWhoIsMissing();
    void keepsTheLastAdministrator();
    void doesNothingWithoutAudit();
    void recordsWhoDidWhat();
    void servesWithoutARunningServer();

private:
    static Outcome setRole(AccountsWorld &world, const QString &name, const QString &role);
    static Outcome setDisabled(AccountsWorld &world, const QString &name, bool isDisabled);
    static Outcome remove(AccountsWorld &world, const QString &name);
    static Result<IssuedPassword> reset(AccountsWorld &world, const QString &name);
    static QString reasonOf(const Error &error);
};

Outcome AccountAdministrationTest::setRole(
    AccountsWorld &world, const QString &name, const QString &role)
{
    return world.run(
        [&](const auto &done) { world.administration().setRole(name, role, {}, done); });
}

Outcome AccountAdministrationTest::setDisabled(
    AccountsWorld &world, const QString &name, bool isDisabled)
{
    return world.run(
        [&](const auto &done) { world.administration().setDisabled(name, isDisabled, {}, done); });
}

Outcome AccountAdministrationTest::remove(AccountsWorld &world, const QString &name)
{
    return world.run([&](const auto &done) { world.administration().removeUser(name, {}, done); });
}

Result<IssuedPassword> AccountAdministrationTest::reset(AccountsWorld &world, const QString &name)
{
    return waitFor<IssuedPassword>([&](const auto &done) {
        world.administration().resetPassword(name, std::nullopt, {}, done);
    });
}

QString AccountAdministrationTest::reasonOf(const Error &error)
{
    return error.data[u"fields"_s].toArray()[0][u"reason"_s].toString();
}

void AccountAdministrationTest::makesOneFirstAdministrator()
{
    AccountsWorld world;
    const IssuedPassword first = world.initialise();
    QCOMPARE(first.username, u"administrator"_s);
    QVERIFY(first.oneTimePassword.size() >= 24);
    const Result<LoginGrant> grant = world.login(first.username, first.oneTimePassword);
    QVERIFY(grant);
    QVERIFY(grant->mustChangePassword);
    QVERIFY(grant->rights->has(Permission::UserManage));

    const IssuedPassword second = world.initialise();
    QVERIFY(second.username.isEmpty() && second.oneTimePassword.isEmpty());
    QCOMPARE(world.value(u"SELECT count(*) FROM \"user\""_s).toInt(), 1);
    AccountsWorld other;
    QVERIFY(other.initialise().oneTimePassword != first.oneTimePassword);
}

void AccountAdministrationTest::givesTheFirstAdministratorAnotherNameIfTaken()
{
    AccountsWorld world;
    world.initialise();
    QVERIFY(world.addUser(u"administrator-2"_s, u"viewer"_s));
    world.execute(u"UPDATE \"user\" SET role = 'viewer'"_s);
    const IssuedPassword next = world.initialise();
    QCOMPARE(next.username, u"administrator-3"_s);
    QVERIFY(world.login(next.username, next.oneTimePassword));
}

void AccountAdministrationTest::putsTheBuiltInRoles()
{
    AccountsWorld world;
    world.initialise();
    const auto roles = waitFor<QList<RoleSummary>>(
        [&](const auto &done) { world.services().roles().listRoles(done); });
    QCOMPARE(roles->size(), 3);
    const Role &administrator = roles->at(0).role;
    QCOMPARE(administrator.name, u"administrator"_s);
    QVERIFY(administrator.isBuiltIn);
    QCOMPARE(administrator.rights,
        Rights({Permission::EmployeeGet, Permission::UserManage, Permission::AuditRead,
                   Permission::ServerManage},
            FieldAccess::Masked, FieldAccess::Masked, FieldAccess::Masked));
    QCOMPARE(roles->at(1).role.name, u"hr"_s);
    QVERIFY(roles->at(1).role.rights.canWrite(Field::Salary));
    QVERIFY(!roles->at(1).role.rights.has(Permission::UserManage));
    QCOMPARE(roles->at(2).role.rights.access(Field::Salary), FieldAccess::None);
}

void AccountAdministrationTest::addsUsersWithOneTimePasswords()
{
    AccountsWorld world;
    world.initialise();
    const auto issued = waitFor<IssuedPassword>([&](const auto &done) {
        world.administration().addUser(u"Alice"_s, u"hr"_s, std::nullopt, {}, done);
    });
    QVERIFY(issued);
    QCOMPARE(issued->username, u"alice"_s);
    QVERIFY(world.login(u"alice"_s, issued->oneTimePassword)->mustChangePassword);
}

void AccountAdministrationTest::addsUsersWithGivenPasswords()
{
    AccountsWorld world;
    world.initialise();
    const auto issued = world.addUser(u"alice"_s, u"hr"_s);
    QVERIFY(issued);
    QVERIFY(issued->oneTimePassword.isEmpty());
    world.clock.advance(30 * 24h);
    QVERIFY(!world.login(u"alice"_s)->mustChangePassword);
    const auto users = waitFor<QList<UserSummary>>(
        [&](const auto &done) { world.administration().listUsers(done); });
    QCOMPARE(users->size(), 2);
    QCOMPARE(users->at(1).username, u"alice"_s);
    QCOMPARE(users->at(1).role, u"hr"_s);
}

void AccountAdministrationTest::refusesBadUsers_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("role");
    QTest::addColumn<QString>("password");
    QTest::addColumn<int>("code");
    const auto row = [](const char *title, const QString &name, const QString &role,
                         const QString &password, ErrorCode code) {
        QTest::newRow(title) << name << role << password << static_cast<int>(code);
    };
    const QString good = AccountsWorld::password;
    row("name", u"al ice"_s, u"hr"_s, good, ErrorCode::ValidationFailed);
    row("empty name", QString(), u"hr"_s, good, ErrorCode::ValidationFailed);
    row("role", u"alice"_s, u"boss"_s, good, ErrorCode::ValidationFailed);
    row("weak", u"alice"_s, u"hr"_s, u"short"_s, ErrorCode::WeakPassword);
    row("taken", u"ADMINISTRATOR"_s, u"hr"_s, good, ErrorCode::AlreadyExists);
}

void AccountAdministrationTest::refusesBadUsers()
{
    QFETCH(QString, name);
    QFETCH(QString, role);
    QFETCH(QString, password);
    AccountsWorld world;
    world.initialise();
    QTEST(static_cast<int>(codeOf(world.addUser(name, role, password))), "code");
    QCOMPARE(world.value(u"SELECT count(*) FROM \"user\""_s).toInt(), 1);
}

void AccountAdministrationTest::changesRolesOfRunningSessions()
{
    AccountsWorld world;
    world.initialise();
    QVERIFY(world.addUser(u"alice"_s, u"hr"_s));
    const SessionRef session = world.login(u"alice"_s)->session;
    QVERIFY(setRole(world, u"alice"_s, u"viewer"_s));
    const Result<Session> admitted = world.authenticator().admit(session);
    QVERIFY(admitted);
    QCOMPARE(admitted->roleName(), u"viewer"_s);
    QVERIFY(!admitted->rights().has(Permission::EmployeeAdd));
    QVERIFY(!world.authenticator().rightsOf(session)->has(Permission::EmployeeAdd));
    const std::vector<SessionEvent> events = world.takeEvents();
    QCOMPARE(events.size(), std::size_t{1});
    QCOMPARE(events[0].kind, SessionEvent::Kind::Changed);
    QCOMPARE(reasonOf(setRole(world, u"alice"_s, u"boss"_s).error()), u"unknown_role"_s);
}

void AccountAdministrationTest::disablesAndEnables()
{
    AccountsWorld world;
    world.initialise();
    QVERIFY(world.addUser(u"alice"_s, u"hr"_s));
    const Result<LoginGrant> grant = world.login(u"alice"_s);
    QVERIFY(setDisabled(world, u"alice"_s, true));
    QVERIFY(!world.isServed(grant->session));
    QVERIFY(!world.authenticator().resume(grant->token));
    QCOMPARE(world.takeEvents().at(0).reason, EndReason::Disabled);
    QCOMPARE(codeOf(world.login(u"alice"_s)), ErrorCode::InvalidCredentials);
    QVERIFY(setDisabled(world, u"alice"_s, false));
    QVERIFY(!world.isServed(grant->session));
    QVERIFY(world.login(u"alice"_s));
}

void AccountAdministrationTest::removesUsers()
{
    AccountsWorld world;
    world.initialise();
    QVERIFY(world.addUser(u"alice"_s, u"hr"_s));
    const SessionRef session = world.login(u"alice"_s)->session;
    QVERIFY(remove(world, u"alice"_s));
    QVERIFY(!world.isServed(session));
    QCOMPARE(codeOf(world.login(u"alice"_s)), ErrorCode::InvalidCredentials);
    QCOMPARE(world.value(u"SELECT count(*) FROM known_address"_s).toInt(), 0);
    QVERIFY(world.addUser(u"alice"_s, u"viewer"_s));
    QCOMPARE(world.login(u"alice"_s)->roleName, u"viewer"_s);
}

void AccountAdministrationTest::resetsPasswords()
{
    AccountsWorld world;
    world.initialise();
    QVERIFY(world.addUser(u"alice"_s, u"hr"_s));
    const SessionRef session = world.login(u"alice"_s)->session;
    const Result<IssuedPassword> issued = reset(world, u"ALICE"_s);
    QVERIFY(issued);
    QVERIFY(!world.isServed(session));
    QCOMPARE(world.takeEvents().at(0).reason, EndReason::PasswordChanged);
    QVERIFY(!world.login(u"alice"_s));
    QVERIFY(world.login(u"alice"_s, issued->oneTimePassword)->mustChangePassword);
}

void AccountAdministrationTest::tellsOfOneTimePasswordsAndLogins()
{
    AccountsWorld world;
    world.initialise();
    const auto summary = [&](const QString &name) {
        return waitFor<UserSummary>(
            [&](const auto &done) { world.administration().findUser(name, done); });
    };
    QVERIFY(world.addUser(u"alice"_s, u"hr"_s));
    QVERIFY(!summary(u"alice"_s)->oneTimeUntil && !summary(u"alice"_s)->lastLoginAt);
    const Result<IssuedPassword> issued = reset(world, u"alice"_s);
    QCOMPARE(*issued->oneTimeUntil, world.clock.utcNow() + 72h);
    QCOMPARE(*summary(u"alice"_s)->oneTimeUntil, *issued->oneTimeUntil);
    world.clock.advance(72h);
    QVERIFY(!summary(u"alice"_s)->isOneTimeOver);
    QVERIFY(world.login(u"alice"_s, issued->oneTimePassword));
    QCOMPARE(*summary(u"ALICE"_s)->lastLoginAt, world.clock.utcNow());
    world.clock.advance(1ms);
    QVERIFY(summary(u"alice"_s)->isOneTimeOver);
    const auto users = waitFor<QList<UserSummary>>(
        [&](const auto &done) { world.administration().listUsers(done); });
    QVERIFY(users->at(1).isOneTimeOver && users->at(1).lastLoginAt);
    QCOMPARE(codeOf(summary(u"nobody"_s)), ErrorCode::NotFound);
}

void AccountAdministrationTest::saysWhoIsMissing()
{
    AccountsWorld world;
    world.initialise();
    QCOMPARE(codeOf(setRole(world, u"nobody"_s, u"hr"_s)), ErrorCode::NotFound);
    QCOMPARE(codeOf(setDisabled(world, u"nobody"_s, true)), ErrorCode::NotFound);
    QCOMPARE(codeOf(remove(world, u"nobody"_s)), ErrorCode::NotFound);
    QCOMPARE(codeOf(reset(world, u"nobody"_s)), ErrorCode::NotFound);
}

void AccountAdministrationTest::keepsTheLastAdministrator()
{
    AccountsWorld world;
    world.initialise();
    QVERIFY(world.addUser(u"alice"_s, u"hr"_s));
    const QString last = u"administrator"_s;
    QCOMPARE(reasonOf(remove(world, last).error()), u"last_administrator"_s);
    QCOMPARE(reasonOf(setDisabled(world, last, true).error()), u"last_administrator"_s);
    QCOMPARE(reasonOf(setRole(world, last, u"hr"_s).error()), u"last_administrator"_s);
    QVERIFY(world.addUser(u"ada"_s, u"administrator"_s));
    QVERIFY(setDisabled(world, u"ada"_s, true));
    QCOMPARE(reasonOf(remove(world, last).error()), u"last_administrator"_s);
    QVERIFY(setDisabled(world, u"ada"_s, false));
    QVERIFY(remove(world, last));
    QCOMPARE(reasonOf(remove(world, u"ada"_s).error()), u"last_administrator"_s);
    QVERIFY(remove(world, u"alice"_s));
}

void AccountAdministrationTest::doesNothingWithoutAudit()
{
    AccountsWorld world;
    world.initialise();
    QVERIFY(world.addUser(u"alice"_s, u"hr"_s));
    const SessionRef session = world.login(u"alice"_s)->session;
    world.execute(u"CREATE TRIGGER broken BEFORE INSERT ON security_event"
                  " BEGIN SELECT raise(ABORT, 'broken'); END"_s);
    const ErrorCode unavailable = ErrorCode::StorageUnavailable;
    QCOMPARE(codeOf(world.addUser(u"bob"_s, u"hr"_s)), unavailable);
    QCOMPARE(codeOf(setRole(world, u"alice"_s, u"viewer"_s)), unavailable);
    QCOMPARE(codeOf(setDisabled(world, u"alice"_s, true)), unavailable);
    QCOMPARE(codeOf(remove(world, u"alice"_s)), unavailable);
    QCOMPARE(codeOf(reset(world, u"alice"_s)), unavailable);
    QCOMPARE(world.value(u"SELECT count(*) FROM \"user\""_s).toInt(), 2);
    QCOMPARE(world.authenticator().admit(session)->roleName(), u"hr"_s);
    world.execute(u"DROP TRIGGER broken"_s);
    QVERIFY(world.login(u"alice"_s));
}

void AccountAdministrationTest::recordsWhoDidWhat()
{
    AccountsWorld world;
    world.initialise();
    QVERIFY(waitFor<IssuedPassword>([&](const auto &done) {
        world.administration().addUser(
            u"alice"_s, u"hr"_s, std::nullopt, {u"ada"_s, u"192.0.2.9"_s}, done);
    }));
    QVERIFY(setDisabled(world, u"alice"_s, true));
    QVERIFY(setDisabled(world, u"alice"_s, false));
    QVERIFY(setRole(world, u"alice"_s, u"viewer"_s));
    QVERIFY(reset(world, u"alice"_s));
    QVERIFY(remove(world, u"alice"_s));
    QCOMPARE(world.values(u"SELECT kind || ' ' || username || ' ' || peer || ' ' || detail"
                          " FROM security_event WHERE seq > 1 ORDER BY seq"_s),
        (QVariantList{uR"(user_added ada 192.0.2.9 {"role":"hr","user":"alice"})"_s,
            uR"(user_disabled   {"user":"alice"})"_s, uR"(user_enabled   {"user":"alice"})"_s,
            uR"(role_set   {"role":"viewer","user":"alice"})"_s,
            uR"(password_reset   {"user":"alice"})"_s, uR"(user_removed   {"user":"alice"})"_s}));
    QVERIFY(!world.chain().brokenAt);
}

void AccountAdministrationTest::servesWithoutARunningServer()
{
    AccountsWorld world;
    world.initialise();
    {
        AccountServices notStarted(world.settings, world.clock, world.queue());
        QVERIFY(waitFor<IssuedPassword>([&](const auto &done) {
            notStarted.administration().addUser(
                u"alice"_s, u"hr"_s, secret(AccountsWorld::password), {}, done);
        }));
    }
    world.restart();
    QVERIFY(world.login(u"alice"_s));
}

QTEST_GUILESS_MAIN(AccountAdministrationTest)
#include "tst_accountadministration.moc"
