#include "server/auth/RoleAdministration.h"

#include "tests/auth/AccountsWorld.h"

#include <QJsonArray>

using namespace roster;
using namespace roster::server;

class RoleAdministrationTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();

    void addsARole();
    void refusesBadRoles_data();
    void refusesBadRoles();
    void givesRunningSessionsTheNewRights();
    void leavesOthersAlone();
    void keepsChangesOverARestart();
    void leavesNoTraceOfNothing();
    void fixesTheBuiltInRoles();
    void removesOnlyWhatNobodyHas();
    void keepsTheLastAdministrator();
    void doesNothingWithoutAudit();
    void recordsWhoDidWhat();

private:
    Result<RoleSummary> add(
        const QString &name, const QStringList &permissions = {}, const QStringList &fields = {});
    Result<RoleSummary> change(const QString &name, const QStringList &permissions,
        const QStringList &fields = {}, const Actor &by = {});
    Result<RoleSummary> remove(const QString &name);
    Outcome giveRole(const QString &user, const QString &role);
    static QString reasonOf(const Error &error)
    {
        return error.data[u"fields"_s].toArray()[0][u"reason"_s].toString();
    }

    std::unique_ptr<AccountsWorld> m_world;
};

void RoleAdministrationTest::init()
{
    m_world = std::make_unique<AccountsWorld>();
    m_world->initialise();
}

Result<RoleSummary> RoleAdministrationTest::add(
    const QString &name, const QStringList &permissions, const QStringList &fields)
{
    return waitFor<RoleSummary>([&](const auto &done) {
        m_world->services().roles().addRole(
            name, *RightsEdit::parse(permissions, fields), {}, done);
    });
}

Result<RoleSummary> RoleAdministrationTest::change(
    const QString &name, const QStringList &permissions, const QStringList &fields, const Actor &by)
{
    return waitFor<RoleSummary>([&](const auto &done) {
        m_world->services().roles().changeRole(
            name, *RightsEdit::parse(permissions, fields), by, done);
    });
}

Result<RoleSummary> RoleAdministrationTest::remove(const QString &name)
{
    return waitFor<RoleSummary>(
        [&](const auto &done) { m_world->services().roles().removeRole(name, {}, done); });
}

Outcome RoleAdministrationTest::giveRole(const QString &user, const QString &role)
{
    return waitFor<Done>(
        [&](const auto &done) { m_world->administration().setRole(user, role, {}, done); });
}

void RoleAdministrationTest::addsARole()
{
    const Result<RoleSummary> added
        = add(u"Payroll.Clerk"_s, {u"employee.get"_s, u"employee.update"_s}, {u"salary=write"_s});
    QVERIFY(added);
    QCOMPARE(added->role.name, u"payroll.clerk"_s);
    QVERIFY(m_world->addUser(u"alice"_s, u"payroll.clerk"_s));
    const Rights expected({Permission::EmployeeGet, Permission::EmployeeUpdate}, FieldAccess::None,
        FieldAccess::None, FieldAccess::Write);
    QCOMPARE(*m_world->login(u"alice"_s)->rights, expected);
    const auto roles = waitFor<QList<RoleSummary>>(
        [&](const auto &done) { m_world->services().roles().listRoles(done); });
    QCOMPARE(roles->size(), 4);
    QCOMPARE(roles->at(2).role.name, u"payroll.clerk"_s);
    QCOMPARE(roles->at(2).role.rights, expected);
    QCOMPARE(roles->at(2).users, 1);
    QVERIFY(!roles->at(2).role.isBuiltIn);
}

void RoleAdministrationTest::refusesBadRoles_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("code");
    const auto row = [](const char *title, const QString &name, ErrorCode code) {
        QTest::newRow(title) << name << static_cast<int>(code);
    };
    row("empty", u""_s, ErrorCode::ValidationFailed);
    row("a space", u"pay roll"_s, ErrorCode::ValidationFailed);
    row("too long", QString(65, u'a'), ErrorCode::ValidationFailed);
    row("a control character", u"a\u001bb"_s, ErrorCode::ValidationFailed);
    row("taken", u"hr"_s, ErrorCode::AlreadyExists);
    row("taken in other case", u"HR"_s, ErrorCode::AlreadyExists);
}

void RoleAdministrationTest::refusesBadRoles()
{
    QFETCH(QString, name);
    QTEST(static_cast<int>(codeOf(add(name))), "code");
    QCOMPARE(m_world->value(u"SELECT count(*) FROM role"_s).toInt(), 3);
}

void RoleAdministrationTest::givesRunningSessionsTheNewRights()
{
    QVERIFY(add(u"clerk"_s, {u"employee.get"_s, u"employee.add"_s}, {u"ssn=write"_s}));
    QVERIFY(m_world->addUser(u"alice"_s, u"clerk"_s));
    const SessionRef session = m_world->login(u"alice"_s)->session;
    QVERIFY(change(u"clerk"_s, {u"-employee.add"_s}, {u"ssn=none"_s, u"salary=read"_s}));
    const Result<Session> admitted = m_world->authenticator().admit(session);
    QVERIFY(admitted);
    QVERIFY(!admitted->rights().has(Permission::EmployeeAdd));
    QVERIFY(admitted->rights().has(Permission::EmployeeGet));
    QCOMPARE(admitted->rights().access(Field::Ssn), FieldAccess::None);
    QCOMPARE(m_world->authenticator().rightsOf(session)->access(Field::Salary), FieldAccess::Read);
    const std::vector<SessionEvent> events = m_world->takeEvents();
    QCOMPARE(events.size(), std::size_t{1});
    QCOMPARE(events[0].kind, SessionEvent::Kind::Changed);
    QCOMPARE(events[0].sessionId, session->record().id);
    QCOMPARE(*m_world->login(u"alice"_s)->rights, admitted->rights());
}

void RoleAdministrationTest::leavesOthersAlone()
{
    QVERIFY(add(u"clerk"_s, {u"employee.get"_s}));
    QVERIFY(m_world->addUser(u"alice"_s, u"hr"_s));
    const SessionRef session = m_world->login(u"alice"_s)->session;
    QVERIFY(change(u"clerk"_s, {u"+employee.add"_s}));
    QVERIFY(m_world->takeEvents().empty());
    QVERIFY(m_world->authenticator().admit(session)->rights().canWrite(Field::Salary));
}

void RoleAdministrationTest::keepsChangesOverARestart()
{
    QVERIFY(add(u"clerk"_s, {u"employee.get"_s, u"employee.add"_s}));
    QVERIFY(m_world->addUser(u"alice"_s, u"clerk"_s));
    QVERIFY(change(u"clerk"_s, {u"-employee.add"_s}));
    m_world->restart();
    QVERIFY(!m_world->login(u"alice"_s)->rights->has(Permission::EmployeeAdd));
}

void RoleAdministrationTest::leavesNoTraceOfNothing()
{
    QVERIFY(add(u"clerk"_s, {u"employee.get"_s}));
    const int before = m_world->value(u"SELECT count(*) FROM security_event"_s).toInt();
    QVERIFY(change(u"clerk"_s, {u"+employee.get"_s}, {u"ssn=none"_s}));
    QCOMPARE(m_world->value(u"SELECT count(*) FROM security_event"_s).toInt(), before);
    QCOMPARE(codeOf(change(u"nobody"_s, {u"+employee.get"_s})), ErrorCode::NotFound);
}

void RoleAdministrationTest::fixesTheBuiltInRoles()
{
    for (const QString &role : {u"administrator"_s, u"hr"_s, u"viewer"_s}) {
        QCOMPARE(reasonOf(change(role, {u"+employee.reveal"_s}).error()), u"built_in"_s);
        QCOMPARE(reasonOf(remove(role).error()), u"built_in"_s);
    }
    QCOMPARE(m_world
                 ->value(u"SELECT count(*) FROM role_permission"
                         " WHERE permission = 'employee.reveal'"_s)
                 .toInt(),
        0);
}

void RoleAdministrationTest::removesOnlyWhatNobodyHas()
{
    QVERIFY(add(u"clerk"_s));
    QVERIFY(m_world->addUser(u"alice"_s, u"clerk"_s));
    QVERIFY(m_world->addUser(u"bob"_s, u"clerk"_s));
    const Result<RoleSummary> refused = remove(u"clerk"_s);
    QCOMPARE(reasonOf(refused.error()), u"in_use"_s);
    QVERIFY(refused.error().message.contains(u"2 users"_s));
    QVERIFY(giveRole(u"alice"_s, u"hr"_s));
    QVERIFY(remove(u"clerk"_s).error().message.contains(u"1 user "_s));
    QVERIFY(giveRole(u"bob"_s, u"hr"_s));
    QVERIFY(remove(u"clerk"_s));
    QCOMPARE(codeOf(remove(u"clerk"_s)), ErrorCode::NotFound);
    QCOMPARE(m_world->value(u"SELECT count(*) FROM role_field WHERE role = 'clerk'"_s).toInt(), 0);
    QVERIFY(!m_world->addUser(u"carol"_s, u"clerk"_s));
}

void RoleAdministrationTest::keepsTheLastAdministrator()
{
    QVERIFY(add(u"boss"_s, {u"user.manage"_s}));
    QVERIFY(m_world->addUser(u"ada"_s, u"boss"_s));
    QVERIFY(waitFor<Done>([&](const auto &done) {
        m_world->administration().setDisabled(u"administrator"_s, true, {}, done);
    }));
    QCOMPARE(reasonOf(change(u"boss"_s, {u"-user.manage"_s}).error()), u"last_administrator"_s);
    QCOMPARE(reasonOf(change(u"boss"_s, {u"employee.get"_s}).error()), u"last_administrator"_s);
    QVERIFY(m_world->login(u"ada"_s)->rights->has(Permission::UserManage));
    QCOMPARE(reasonOf(giveRole(u"ada"_s, u"hr"_s).error()), u"last_administrator"_s);
    QVERIFY(waitFor<Done>([&](const auto &done) {
        m_world->administration().setDisabled(u"administrator"_s, false, {}, done);
    }));
    QVERIFY(change(u"boss"_s, {u"-user.manage"_s}));
}

void RoleAdministrationTest::doesNothingWithoutAudit()
{
    QVERIFY(add(u"clerk"_s, {u"employee.get"_s, u"employee.add"_s}));
    QVERIFY(add(u"spare"_s));
    QVERIFY(m_world->addUser(u"alice"_s, u"clerk"_s));
    const SessionRef session = m_world->login(u"alice"_s)->session;
    m_world->execute(u"CREATE TRIGGER broken BEFORE INSERT ON security_event"
                     " BEGIN SELECT raise(ABORT, 'broken'); END"_s);
    QCOMPARE(codeOf(add(u"other"_s)), ErrorCode::StorageUnavailable);
    QCOMPARE(codeOf(change(u"clerk"_s, {u"-employee.add"_s})), ErrorCode::StorageUnavailable);
    QCOMPARE(codeOf(remove(u"spare"_s)), ErrorCode::StorageUnavailable);
    QCOMPARE(m_world->value(u"SELECT count(*) FROM role"_s).toInt(), 5);
    QVERIFY(m_world->authenticator().admit(session)->rights().has(Permission::EmployeeAdd));
    QVERIFY(m_world->takeEvents().empty());
}

void RoleAdministrationTest::recordsWhoDidWhat()
{
    QVERIFY(add(u"clerk"_s, {u"employee.get"_s}, {u"ssn=masked"_s}));
    QVERIFY(change(u"clerk"_s, {u"+audit.read"_s}, {}, {u"ada"_s, u"192.0.2.9"_s}));
    QVERIFY(remove(u"clerk"_s));
    const QVariantList events
        = m_world->values(u"SELECT kind || ' ' || username || ' ' || peer || ' ' || detail"
                          " FROM security_event WHERE seq > 1 ORDER BY seq"_s);
    QCOMPARE(events.size(), 3);
    QCOMPARE(events[0].toString(),
        uR"(role_added   {"fields":{"date_of_birth":"none","salary":"none","ssn":"masked"},)"
        uR"("permissions":["employee.get"],"role":"clerk"})"_s);
    QVERIFY(events[1].toString().startsWith(u"role_changed ada 192.0.2.9 {\"before\":{"_s));
    QVERIFY(events[1].toString().contains(
        uR"("permissions":["employee.get","audit.read"],"role":"clerk","users":0})"_s));
    QCOMPARE(events[2].toString(), uR"(role_removed   {"role":"clerk"})"_s);
    QVERIFY(!m_world->chain().brokenAt);
}

QTEST_GUILESS_MAIN(RoleAdministrationTest)
#include "tst_roleadministration.moc"
