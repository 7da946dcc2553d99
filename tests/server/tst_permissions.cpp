#include "common/protocol/StrictJson.h"
#include "tests/server/ServerWorld.h"

#include <QTest>

using namespace roster;
using namespace roster::server;
using namespace roster::server::tests;
using namespace Qt::StringLiterals;

/// Every method as every role, and what a role may not see or write.
class PermissionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void followsTheTable_data();
    void followsTheTable();
    void demandsTheFirstPasswordChange();
    void showsFieldsAsTheRoleSeesThem_data();
    void showsFieldsAsTheRoleSeesThem();
    void hidesMarkersFromLesserRoles();
    void refusesWhatMayNotBeWritten_data();
    void refusesWhatMayNotBeWritten();
    void answersIdAndVersionToWhoMayNotGet();
    void checksInTheOrderOfTheProtocol_data();
    void checksInTheOrderOfTheProtocol();

private:
    std::unique_ptr<ServerWorld> m_world;
    EmployeeId m_id = 0;
};

namespace {

struct Method
{
    const char *name;
    const char *permission; ///< null: any session
    const char *params;
};

/// PROTOCOL's table, with parameters that pass the checks of form.
const std::array methods{
    Method{"server.info", nullptr, "{}"},
    Method{"server.status", "server.manage", "{}"},
    Method{"session.list", nullptr, "{}"},
    Method{"session.revoke", nullptr, R"({"id":"nobody's"})"},
    Method{"session.change_password", nullptr, R"({"old_password":"x","new_password":"y"})"},
    Method{"employee.get", "employee.get", R"({"id":1})"},
    Method{"employee.list", "employee.get", "{}"},
    Method{"employee.locate", "employee.get", R"({"id":1})"},
    Method{"employee.values", "employee.get", R"({"field":"department"})"},
    Method{"employee.subscribe", "employee.get", "{}"},
    Method{"employee.unsubscribe", "employee.get", "{}"},
    Method{"employee.add", "employee.add", R"({"employee":{}})"},
    Method{"employee.update", "employee.update",
        R"({"id":99999,"version":1,"changes":{"department":"X"}})"},
    Method{"employee.delete", "employee.delete", R"({"id":99999})"},
    Method{"employee.restore", "employee.delete", R"({"id":99999,"version":1})"},
};

QJsonObject parse(const char *json)
{
    return readStrictJson(QByteArrayView(json))->toObject();
}

const QMap<QString, QStringList> rolePermissions{
    {u"hr"_s, {u"employee.get"_s, u"employee.add"_s, u"employee.update"_s, u"employee.delete"_s}},
    {u"viewer"_s, {u"employee.get"_s}},
    {u"administrator"_s, {u"employee.get"_s, u"server.manage"_s}},
    {u"adder"_s, {u"employee.add"_s, u"employee.update"_s}},
    {u"masked-editor"_s, {u"employee.get"_s, u"employee.update"_s, u"employee.delete"_s}},
    {u"nothing"_s, {}},
};

} // namespace

void PermissionsTest::initTestCase()
{
    m_world = std::make_unique<ServerWorld>();
    using enum FieldAccess;
    m_world->addRole(u"adder"_s,
        Rights({Permission::EmployeeAdd, Permission::EmployeeUpdate}, Write, Write, Write));
    m_world->addRole(u"masked-editor"_s,
        Rights({Permission::EmployeeGet, Permission::EmployeeUpdate, Permission::EmployeeDelete},
            Masked, Masked, None));
    m_world->addRole(u"nothing"_s, Rights({}, None, None, None));
    for (const QString &role : {u"adder"_s, u"masked-editor"_s, u"nothing"_s})
        m_world->addUser(role, role);
    LineClient hr(*m_world);
    QCOMPARE(reasonOf(hr.login(u"hr"_s)), u"ok"_s);
    const QJsonObject added = hr.call(u"employee.add"_s, {{u"employee"_s, person()}});
    QCOMPARE(reasonOf(added), u"ok"_s);
    m_id = resultOf(added)["employee"_L1]["id"_L1].toInteger();
}

void PermissionsTest::followsTheTable_data()
{
    QTest::addColumn<QString>("role");
    for (const QString &role : rolePermissions.keys())
        QTest::newRow(qPrintable(role)) << role;
}

void PermissionsTest::followsTheTable()
{
    QFETCH(QString, role);
    LineClient client(*m_world);
    QCOMPARE(reasonOf(client.login(role)), u"ok"_s);
    const QStringList granted = rolePermissions.value(role);
    for (const Method &method : methods) {
        // The order of the checks lets an update without employee.get go without a version only.
        const QJsonObject reply
            = client.call(QString::fromLatin1(method.name), parse(method.params));
        const bool isGranted
            = !method.permission || granted.contains(QLatin1StringView(method.permission));
        QVERIFY2((reasonOf(reply) == "permission_denied"_L1) != isGranted, method.name);
        if (!isGranted) {
            QCOMPARE(reply["error"_L1]["data"_L1]["permission"_L1].toString(),
                QString::fromLatin1(method.permission));
        }
        QVERIFY2(reasonOf(reply) != "unknown_method"_L1, method.name);
    }
    for (const QString &method :
        {u"user.list"_s, u"employee.reveal"_s, u"history.list"_s, u"employee"_s, QString()})
        QCOMPARE(reasonOf(client.call(method)), u"unknown_method"_s);
    for (const QString &other : {u"hr"_s, u"nobody-at-all"_s}) {
        if (other != role && role != "administrator"_L1)
            QCOMPARE(reasonOf(client.call(u"session.list"_s, {{u"username"_s, other}})),
                u"permission_denied"_s);
    }
}

void PermissionsTest::demandsTheFirstPasswordChange()
{
    const Result<IssuedPassword> issued = waitFor<IssuedPassword>([&](auto done) {
        m_world->app().accounts().addUser(u"newcomer"_s, u"hr"_s, std::nullopt, {}, done);
    });
    QVERIFY(issued);
    LineClient client(*m_world);
    const QJsonObject login = client.login(u"newcomer"_s, issued->oneTimePassword);
    QCOMPARE(resultOf(login)["must_change_password"_L1].toBool(), true);
    for (const QString &method : {u"employee.list"_s, u"session.list"_s, u"no.such"_s})
        QCOMPARE(reasonOf(client.call(method)), u"password_change_required"_s);
    QCOMPARE(reasonOf(client.call(u"server.info"_s)), u"ok"_s);
    const auto change = [&](const QString &to) {
        return reasonOf(client.call(u"session.change_password"_s,
            {{u"old_password"_s, issued->oneTimePassword}, {u"new_password"_s, to}}));
    };
    QCOMPARE(change(u"short"_s), u"weak_password"_s);
    QCOMPARE(change(u"newcomer newcomer"_s), u"weak_password"_s);
    QCOMPARE(change(u"tired giraffes sing quietly"_s), u"ok"_s);
    QCOMPARE(reasonOf(client.call(u"employee.list"_s)), u"ok"_s);
}

void PermissionsTest::showsFieldsAsTheRoleSeesThem_data()
{
    QTest::addColumn<QString>("role");
    QTest::addColumn<QJsonObject>("fields");
    QTest::newRow("hr")
        << u"hr"_s
        << parse(R"({"ssn":"123456789","date_of_birth":"1996-02-29","salary":"45210.50"})");
    QTest::newRow("viewer")
        << u"viewer"_s
        << parse(
               R"({"ssn":"*****6789","date_of_birth":"****-**-**","masked":["ssn","date_of_birth"]})");
    QTest::newRow("administrator")
        << u"administrator"_s
        << parse(
               R"({"ssn":"*****6789","date_of_birth":"****-**-**","salary":"***","masked":["ssn","date_of_birth","salary"]})");
}

void PermissionsTest::showsFieldsAsTheRoleSeesThem()
{
    QFETCH(QString, role);
    QFETCH(QJsonObject, fields);
    LineClient client(*m_world);
    QCOMPARE(reasonOf(client.login(role)), u"ok"_s);
    const QJsonObject employee
        = resultOf(client.call(u"employee.get"_s, {{u"id"_s, m_id}}))["employee"_L1].toObject();
    for (const QString &name : {u"ssn"_s, u"date_of_birth"_s, u"salary"_s, u"masked"_s})
        QCOMPARE(employee.value(name), fields.value(name));
}

/// R27: unique markers as SSN and salary must not be in anything that a lesser role receives.
void PermissionsTest::hidesMarkersFromLesserRoles()
{
    const QString ssn = u"527419863"_s;
    QJsonObject marked = person(u"Marker"_s, ssn);
    marked.insert("salary"_L1, u"7391846.25"_s);
    marked.insert("date_of_birth"_L1, u"1987-11-23"_s);
    LineClient hr(*m_world);
    QCOMPARE(reasonOf(hr.login(u"hr"_s)), u"ok"_s);
    for (const QString &role :
        {u"viewer"_s, u"masked-editor"_s, u"administrator"_s, u"nothing"_s}) {
        LineClient client(*m_world);
        QCOMPARE(reasonOf(client.login(role)), u"ok"_s);
        static_cast<void>(client.call(u"employee.subscribe"_s));
        const qint64 id = resultOf(
            hr.call(u"employee.add"_s, {{u"employee"_s, marked}}))["employee"_L1]["id"_L1]
                              .toInteger();
        const QJsonObject newHire{{u"hired_on"_s, u"1980-01-01"_s}};
        const QList<std::pair<QString, QJsonObject>> calls{
            {u"employee.get"_s, {{u"id"_s, id}}},
            {u"employee.list"_s, {{u"limit"_s, 1000}, {u"total"_s, true}}},
            {u"employee.list"_s, {{u"filter"_s, QJsonObject{{u"ssn"_s, ssn}}}}},
            {u"employee.list"_s,
                {{u"filter"_s,
                    QJsonObject{{u"salary"_s, QJsonObject{{u"from"_s, u"7000000"_s}}}}}}},
            {u"employee.list"_s,
                {{u"filter"_s, QJsonObject{{u"date_of_birth"_s, u"1987-11-23"_s}}}}},
            {u"employee.list"_s, {{u"filter"_s, QJsonObject{{u"text"_s, ssn}}}}},
            {u"employee.list"_s, {{u"sort"_s, QJsonArray{QJsonObject{{u"field"_s, u"salary"_s}}}}}},
            {u"employee.list"_s, {{u"sort"_s, QJsonArray{QJsonObject{{u"field"_s, u"ssn"_s}}}}}},
            {u"employee.locate"_s,
                {{u"id"_s, id},
                    {u"sort"_s, QJsonArray{QJsonObject{{u"field"_s, u"date_of_birth"_s}}}}}},
            {u"employee.values"_s, {{u"field"_s, u"salary"_s}}},
            {u"employee.update"_s, {{u"id"_s, id}, {u"version"_s, 1}, {u"changes"_s, newHire}}},
            {u"employee.update"_s, {{u"id"_s, id}, {u"version"_s, 99}, {u"changes"_s, newHire}}},
            {u"employee.update"_s,
                {{u"id"_s, id}, {u"version"_s, 1},
                    {u"changes"_s, QJsonObject{{u"ssn"_s, u"1"_s}}}}},
            {u"employee.delete"_s, {{u"id"_s, id}, {u"version"_s, 77}}},
            {u"employee.add"_s, {{u"employee"_s, person()}}},
        };
        for (const auto &[method, params] : calls)
            static_cast<void>(client.call(method, params));
        static_cast<void>(hr.call(u"employee.delete"_s, {{u"id"_s, id}}));
        static_cast<void>(client.call(u"server.info"_s));
        for (const char *marker :
            {"527419863", "527-41-9863", "7391846", "739184625", "1987-11-23"})
            QVERIFY2(!client.received().contains(marker), marker);
    }
}

void PermissionsTest::refusesWhatMayNotBeWritten_data()
{
    QTest::addColumn<QByteArray>("changes");
    QTest::addColumn<QString>("reason");
    for (const char *name : {"id", "version", "updated_at", "updated_by", "deleted_at", "masked",
             "unfit", "role", "ssn_index", "first_name_key"})
        QTest::addRow("%s", name) << QByteArray("{\"department\":\"Evil\",\"" + QByteArray(name)
            + "\":\"1\"}") << u"invalid_params"_s;
    QTest::newRow("wrong type") << QByteArray(R"({"department":"Evil","salary":5})")
                                << u"invalid_params"_s;
    QTest::newRow("an object") << QByteArray(R"({"department":"Evil","salary":{}})")
                               << u"invalid_params"_s;
    QTest::newRow("nothing") << QByteArray("{}") << u"invalid_params"_s;
    QTest::newRow("one bad value")
        << QByteArray(R"({"department":"Evil","salary":"-5"})") << u"validation_failed"_s;
    QTest::newRow("required made empty")
        << QByteArray(R"({"department":"Evil","first_name":null})") << u"validation_failed"_s;
}

void PermissionsTest::refusesWhatMayNotBeWritten()
{
    QFETCH(QByteArray, changes);
    QFETCH(QString, reason);
    LineClient hr(*m_world);
    QCOMPARE(reasonOf(hr.login(u"hr"_s)), u"ok"_s);
    const QJsonObject before = hr.call(u"employee.get"_s, {{u"id"_s, m_id}});
    const qint64 version = resultOf(before)["employee"_L1]["version"_L1].toInteger();
    const QJsonObject reply = hr.call(u"employee.update"_s,
        {{u"id"_s, m_id}, {u"version"_s, version}, {u"changes"_s, parse(changes.constData())}});
    QCOMPARE(reasonOf(reply), reason);
    QCOMPARE(resultOf(hr.call(u"employee.get"_s, {{u"id"_s, m_id}})), resultOf(before));
}

void PermissionsTest::answersIdAndVersionToWhoMayNotGet()
{
    LineClient client(*m_world);
    QCOMPARE(reasonOf(client.login(u"adder"_s)), u"ok"_s);
    const QJsonObject added = resultOf(client.call(u"employee.add"_s, {{u"employee"_s, person()}}));
    QCOMPARE(added.keys(), QStringList{u"employee"_s});
    const QJsonObject employee = added["employee"_L1].toObject();
    QCOMPARE(employee.keys(), (QStringList{u"id"_s, u"version"_s}));
    const QJsonObject changes{{u"department"_s, u"Legal"_s}};
    QCOMPARE(reasonOf(client.call(
                 u"employee.update"_s, {{u"id"_s, employee["id"_L1]}, {u"changes"_s, changes}})),
        u"ok"_s);
    const QJsonObject conflict = client.call(u"employee.update"_s,
        {{u"id"_s, employee["id"_L1]}, {u"version"_s, 50},
            {u"changes"_s, QJsonObject{{u"department"_s, u"X"_s}}}});
    QCOMPARE(reasonOf(conflict), u"conflict"_s);
    QCOMPARE(conflict["error"_L1]["data"_L1]["employee"_L1].toObject().keys(),
        (QStringList{u"id"_s, u"version"_s}));
}

void PermissionsTest::checksInTheOrderOfTheProtocol_data()
{
    QTest::addColumn<QString>("role");
    QTest::addColumn<QString>("method");
    QTest::addColumn<QByteArray>("params");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *name, const char *role, const char *method, const char *params,
                         const char *reason) {
        QTest::newRow(name) << QString::fromLatin1(role) << QString::fromLatin1(method)
                            << QByteArray(params) << QString::fromLatin1(reason);
    };
    row("permission before parameters", "viewer", "employee.add", R"({"nonsense":1})",
        "permission_denied");
    row("types before field rights", "masked-editor", "employee.update",
        R"({"id":1,"version":1,"changes":{"ssn":5}})", "invalid_params");
    row("field rights before values", "masked-editor", "employee.update",
        R"({"id":1,"version":1,"changes":{"ssn":"x"}})", "permission_denied");
    row("values before existence", "hr", "employee.update",
        R"({"id":424242,"version":1,"changes":{"ssn":"x"}})", "validation_failed");
    row("existence before conflict", "hr", "employee.update",
        R"({"id":424242,"version":7,"changes":{"department":"x"}})", "not_found");
    row("names before field rights in filters", "viewer", "employee.list",
        R"({"filter":{"salary":"1","nonsense":"1"}})", "invalid_params");
    row("field rights before values in filters", "viewer", "employee.list",
        R"({"filter":{"salary":"x"}})", "permission_denied");
    row("deleted needs a right", "viewer", "employee.list", R"({"filter":{"deleted":true}})",
        "permission_denied");
    row("ssn cannot be sorted", "hr", "employee.list", R"({"sort":[{"field":"ssn"}]})",
        "invalid_params");
    row("empty condition", "hr", "employee.list", R"({"filter":{"salary":{}}})", "invalid_params");
    row("from after to", "hr", "employee.list", R"({"filter":{"salary":{"from":"2","to":"1"}}})",
        "invalid_params");
    row("contains on a number", "hr", "employee.list", R"({"filter":{"salary":{"contains":"2"}}})",
        "invalid_params");
    row("starts on an ssn", "hr", "employee.list", R"({"filter":{"ssn":{"starts":"2"}}})",
        "invalid_params");
    row("range of ssns", "hr", "employee.list", R"({"filter":{"ssn":{"from":"000000000"}}})",
        "invalid_params");
    row("limit too large", "hr", "employee.list", R"({"limit":1001})", "invalid_params");
    row("offset and after", "hr", "employee.list", R"({"offset":1,"after":"x"})", "invalid_params");
    row("foreign after", "hr", "employee.list", R"({"after":"AAAA"})", "invalid_params");
    row("fractional id", "hr", "employee.get", R"({"id":1.5})", "invalid_params");
    row("id with an exponent", "hr", "employee.get", R"({"id":1E0})", "invalid_params");
    row("id that rounds to one", "hr", "employee.get", R"({"id":1.00000000000000000001})",
        "invalid_params");
    row("id as text", "hr", "employee.get", R"({"id":"1"})", "invalid_params");
    row("no id", "hr", "employee.get", "{}", "invalid_params");
    row("version left out", "hr", "employee.update", R"({"id":1,"changes":{"department":"x"}})",
        "invalid_params");
    row("four sort keys", "hr", "employee.list",
        R"({"sort":[{"field":"id"},{"field":"email"},{"field":"salary"},{"field":"department"}]})",
        "invalid_params");
    row("unknown values field", "hr", "employee.values", R"({"field":"ssn"})", "invalid_params");
    row("add with missing fields", "hr", "employee.add", R"({"employee":{"first_name":"A"}})",
        "validation_failed");
    row("add with a used id", "hr", "employee.add",
        R"({"employee":{"id":1,"first_name":"A","last_name":"B","ssn":"123456789","date_of_birth":"1990-01-01","salary":"1"}})",
        "already_exists");
    row("add with id 0", "hr", "employee.add",
        R"({"employee":{"id":0,"first_name":"A","last_name":"B","ssn":"123456789","date_of_birth":"1990-01-01","salary":"1"}})",
        "validation_failed");
    row("revoke of nothing", "viewer", "session.revoke", R"({"id":"x"})", "not_found");
}

void PermissionsTest::checksInTheOrderOfTheProtocol()
{
    QFETCH(QString, role);
    QFETCH(QString, method);
    QFETCH(QByteArray, params);
    LineClient client(*m_world);
    QCOMPARE(reasonOf(client.login(role)), u"ok"_s);
    QTEST(reasonOf(client.call(method, parse(params.constData()))), "reason");
}

QTEST_GUILESS_MAIN(PermissionsTest)
#include "tst_permissions.moc"
