#include "tests/original/FullDisk.h"
#include "tests/original/OriginalWorld.h"

#include "common/protocol/EmployeeView.h"
#include "server/original/OriginalUsers.h"
#include "server/storage/EmployeeListStore.h"
#include "server/storage/EmployeeWriter.h"
#include "server/storage/Query.h"
#include "server/storage/SecurityEventStore.h"

#include <QDirIterator>
#include <QJsonDocument>
#include <QTest>

using namespace roster;
using namespace roster::server;
using namespace roster::server::test;

class TakeOverTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QVERIFY(initialiseCrypto()); }

    void takesBothFilesOver();
    void takesOneFileOver_data();
    void takesOneFileOver();
    void givesExactlyTheOldRights_data();
    void givesExactlyTheOldRights();
    void knowsOldPasswords_data();
    void knowsOldPasswords();
    void keepsNamesAsTheyWere();
    void letsNobodyTakeAnothersPlace();
    void keepsNoPasswordInTheClear();
    void findsAnotherNameForTheFirstAdministrator();
    void keepsEveryValue_data();
    void keepsEveryValue();
    void keepsBytesThatAreNoText();
    void keepsIdsWhereTheyAreSome();
    void readsTheSaltColumn();
    void followsTheCurrency();
    void hidesUnfitValuesWithTheirField();
    void tellsOfUnfitValuesInTheHistory();
    void writesNoValueIntoTheReport();
    void saysThatTheDiskIsFull_data();
    void saysThatTheDiskIsFull();
    void isPrivateWhateverTheUmask();
};

void TakeOverTest::takesBothFilesOver()
{
    const OriginalWorld world;
    QVERIFY(
        world.makeUsers(userRow(u"alice"_s, "pw") + userRow(u"bob"_s, "hunter2", u"1,0,0,0"_s)));
    QVERIFY(world.makeEmployees(employeeRow(u"7, 'Zoë', 'O''Brien', 1020003, '02/02/2000', 45210"_s)
        + employeeRow(u"9, 'Ann', 'Lee', 123456789, '12-31-1980', 0"_s)));
    const auto before = world.databases();
    const auto password = world.setUp();
    QVERIFY(password);
    QVERIFY(world.isPassword(u"alice"_s, u"pw"_s));
    QVERIFY(world.isPassword(u"bob"_s, u"hunter2"_s));
    QVERIFY(world.isPassword(u"administrator"_s, *password));

    const auto employee = world.employee(7);
    QVERIFY(employee);
    QCOMPARE(employee->version, 1);
    QCOMPARE(employee->text(Field::FirstName), u"Zoë"_s);
    QCOMPARE(employee->text(Field::LastName), u"O'Brien"_s);
    QCOMPARE(employee->text(Field::Ssn), u"001020003"_s);
    QCOMPARE(employee->date(Field::DateOfBirth), QDate(2000, 2, 2));
    QVERIFY(employee->value(Field::Salary) == FieldValue(Money{4'521'000}));
    QVERIFY(employee->unfit.isEmpty());
    QCOMPARE(world.soundChanges(), 2);
    {
        const auto users = Database::open({world.folder().userDatabase(), true});
        const auto verdict = SecurityEventStore(**users).verify();
        QVERIFY(verdict && !verdict->brokenAt && verdict->events >= 3);
    }
    QCOMPARE(world.exported(), before);
    QVERIFY(!QFile::exists(OriginalFolder(world.folder().path()).workPath()));
    const auto again = world.setUp();
    QVERIFY(again && again->isEmpty());
    QCOMPARE(world.soundChanges(), 2);
}

void TakeOverTest::takesOneFileOver_data()
{
    QTest::addColumn<bool>("hasUsers");
    QTest::newRow("user.db") << true;
    QTest::newRow("employee.db") << false;
}

void TakeOverTest::takesOneFileOver()
{
    QFETCH(bool, hasUsers);
    const OriginalWorld world;
    QVERIFY(hasUsers
            ? world.makeUsers(userRow(u"alice"_s, "pw"))
            : world.makeEmployees(employeeRow(u"1, 'Zoe', 'Brien', 5, '02/02/2000', 10"_s)));
    const auto before = world.databases();
    const auto password = world.setUp();
    QVERIFY(password && !password->isEmpty());
    QCOMPARE(world.user(u"alice"_s).has_value(), hasUsers);
    QCOMPARE(world.employee(1).has_value(), !hasUsers);
    QCOMPARE(world.soundChanges(), hasUsers ? 0 : 1);
    QCOMPARE(world.exported(), before);
}

void TakeOverTest::givesExactlyTheOldRights_data()
{
    QTest::addColumn<QString>("flags");
    QTest::addColumn<QString>("role");
    QTest::addColumn<QString>("access");
    const QString none;
    for (int bits = 1; bits < 16; ++bits) {
        QStringList flags;
        for (const int bit : {8, 4, 2, 1})
            flags.append((bits & bit) != 0 ? u"1"_s : u"0"_s);
        QTest::addRow("%d%d%d%d", bits >> 3, bits >> 2 & 1, bits >> 1 & 1, bits & 1)
            << flags.join(u',') << u"original-"_s + flags.join(none)
            << ((bits & 6) != 0 ? u"write"_s : u"read"_s);
    }
    QTest::newRow("none") << u"0,0,0,0"_s << u"original-0000"_s << u"none"_s;
    QTest::newRow("blanks") << u"1, 1, 0, 1"_s << u"original-1101"_s << u"write"_s;
    for (const char *flags : {"1,0", "x", "", "1,1,1,1,1", "1,1,1,2", "1111", "1,1,1,1;", "1,1,1,"})
        QTest::addRow("'%s'", flags)
            << QString::fromLatin1(flags) << u"original-0000"_s << u"none"_s;
}

void TakeOverTest::givesExactlyTheOldRights()
{
    QFETCH(QString, flags);
    QFETCH(QString, role);
    QFETCH(QString, access);
    const OriginalWorld world;
    QVERIFY(world.makeUsers(userRow(u"alice"_s, "pw", flags)));
    QVERIFY(world.setUp());
    QCOMPARE(world.user(u"alice"_s)->role, role);
    const auto database = Database::open({world.folder().userDatabase(), true});
    const auto roles = RoleStore(**database).list();
    const auto stored = std::ranges::find(*roles, role, &Role::name);
    QVERIFY(stored != roles->end());
    const Rights &rights = stored->rights;
    QVERIFY(!stored->isBuiltIn);
    const QString digits = role.right(4);
    QCOMPARE(rights.has(Permission::EmployeeGet), digits[0] == u'1');
    QCOMPARE(rights.has(Permission::EmployeeAdd), digits[1] == u'1');
    QCOMPARE(rights.has(Permission::EmployeeUpdate), digits[2] == u'1');
    QCOMPARE(rights.has(Permission::EmployeeDelete), digits[3] == u'1');
    for (const Permission other : {Permission::EmployeeReveal, Permission::UserManage,
             Permission::AuditRead, Permission::ServerManage})
        QVERIFY(!rights.has(other));
    for (const Field field : {Field::Ssn, Field::DateOfBirth, Field::Salary})
        QCOMPARE(QString(accessName(rights.access(field))), access);
    QCOMPARE(world.reportOf(u"user.db"_s).contains(u"do not parse"_s), !areOriginalFlags(flags));
}

void TakeOverTest::knowsOldPasswords_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<bool>("isBlob");
    QTest::newRow("2a") << "$2a$"_ba << false;
    QTest::newRow("2b") << "$2b$"_ba << false;
    QTest::newRow("2y") << "$2y$"_ba << false;
    QTest::newRow("stored as bytes") << "$2b$"_ba << true;
}

void TakeOverTest::knowsOldPasswords()
{
    QFETCH(QByteArray, kind);
    QFETCH(bool, isBlob);
    const OriginalWorld world;
    const QString hash = bcryptOf("pw", kind.constData());
    const QString value = isBlob ? u"x'%1'"_s.arg(QString::fromLatin1(hash.toLatin1().toHex()))
                                 : u"'%1'"_s.arg(hash);
    QVERIFY(world.makeUsers(u"INSERT INTO user VALUES('alice', %1, '1,1,1,1');"_s.arg(value)));
    QVERIFY(world.setUp());
    QCOMPARE(world.user(u"alice"_s)->passwordHash, hash);
    QVERIFY(!world.user(u"alice"_s)->mustChangePassword);
    QVERIFY(world.isPassword(u"alice"_s, u"pw"_s));
    QVERIFY(!world.isPassword(u"alice"_s, u"pW"_s));
}

void TakeOverTest::keepsNamesAsTheyWere()
{
    const QStringList names{u"alice"_s, u"Bob Smith"_s, u" spaces "_s, u"Zoë"_s, u"a/b@c"_s};
    const OriginalWorld world;
    QString rows;
    for (const QString &name : names)
        rows += userRow(name, name.toUtf8());
    QVERIFY(world.makeUsers(rows));
    QVERIFY(world.setUp());
    for (const QString &name : names) {
        QVERIFY2(world.user(name), qPrintable(name));
        QVERIFY(world.isPassword(name, name));
        QVERIFY(!world.user(name)->isDisabled);
    }
}

void TakeOverTest::letsNobodyTakeAnothersPlace()
{
    const OriginalWorld world;
    QVERIFY(world.makeUsers(userRow(u"alice"_s, "first", u"1,0,0,0"_s)
        + userRow(u"Alice"_s, "second") + userRow(u"alice"_s, "third")
        + userRow(QString(), "fourth") + userRow(u"original-row-3"_s, "fifth")
        + u"INSERT INTO user VALUES(NULL, NULL, NULL);"_s));
    QVERIFY(world.setUp());
    // As the original did: the first row of a name is the one that logs in.
    QVERIFY(world.isPassword(u"alice"_s, u"first"_s));
    QCOMPARE(world.user(u"alice"_s)->role, u"original-1000"_s);
    QVERIFY(world.isPassword(u"Alice"_s, u"second"_s));
    QVERIFY(world.isPassword(u"original-row-3"_s, u"fifth"_s));
    QVERIFY(!world.user(u"original-row-3"_s)->isDisabled);
    for (const QString &name : {u"original-row-3x"_s, u"original-row-4"_s, u"original-row-6"_s})
        QVERIFY2(world.user(name) && world.user(name)->isDisabled, qPrintable(name));
    QVERIFY(world.isPassword(u"original-row-3x"_s, u"third"_s));
    const QString report = world.reportOf(u"user.db"_s);
    for (const QString &place : {u"user row 2: "_s, u"user row 3 (alice): "_s, u"user row 4: "_s})
        QVERIFY2(report.contains(place), qPrintable(report));
    QVERIFY(report.startsWith(u"user.db: users taken over: 6,"_s));
}

void TakeOverTest::keepsNoPasswordInTheClear()
{
    const OriginalWorld world;
    QVERIFY(world.makeUsers(u"INSERT INTO user VALUES('alice', 'a-clear-marker', '1,1,1,1');"_s));
    QVERIFY(world.setUp());
    QVERIFY(!world.isPassword(u"alice"_s, u"a-clear-marker"_s));
    QVERIFY(!world.isPassword(u"alice"_s, QString()));
    QVERIFY(world.user(u"alice"_s)->isDisabled);
    QVERIFY(world.reportOf(u"user.db"_s).contains(u"user row 1 (alice): the password"_s));
    QDirIterator files(world.folder().path(), QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext())
        QVERIFY(!contentOf(files.next()).contains("a-clear-marker"));
}

void TakeOverTest::findsAnotherNameForTheFirstAdministrator()
{
    const OriginalWorld world;
    QVERIFY(world.makeUsers(
        userRow(u"Administrator"_s, "old") + userRow(u"administrator-2"_s, "old too")));
    const auto password = world.setUp();
    QVERIFY(password && !password->isEmpty());
    QVERIFY(world.isPassword(u"Administrator"_s, u"old"_s));
    QVERIFY(world.isPassword(u"administrator-2"_s, u"old too"_s));
    QVERIFY(world.isPassword(u"administrator-3"_s, *password));
    QVERIFY(!world.user(u"administrator"_s));
}

void TakeOverTest::keepsEveryValue_data()
{
    QTest::addColumn<Field>("field");
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("value"); ///< empty: it is empty
    QTest::addColumn<QString>("unfit"); ///< empty: there is none
    const auto row
        = [](const char *name, Field field, const QString &sql, const QString &value,
              const QString &unfit) { QTest::newRow(name) << field << sql << value << unfit; };
    const QString no;
    row("name", Field::FirstName, u"'Zoë'"_s, u"Zoë"_s, no);
    row("empty name", Field::FirstName, u"''"_s, no, no);
    row("no name", Field::LastName, u"NULL"_s, no, no);
    row("name of blanks", Field::LastName, u"'  '"_s, no, u"  "_s);
    row("name with digits", Field::FirstName, u"'R2D2'"_s, no, u"R2D2"_s);
    row("number as name", Field::LastName, u"12"_s, no, u"12"_s);
    row("name with a line end", Field::LastName, u"'a' || char(10) || 'b'"_s, no, u"a\nb"_s);
    row("bytes as name", Field::FirstName, u"x'fffe'"_s, no, u"x'fffe'"_s);
    row("text stored as bytes", Field::LastName, u"CAST('Lee' AS BLOB)"_s, no, u"x'4c6565'"_s);
    row("name that reads as bytes", Field::FirstName, u"'x''fffe'''"_s, u"x'fffe'"_s, no);
    row("name too long", Field::FirstName, u"'%1'"_s.arg(QString(101, u'a')), no,
        QString(101, u'a'));
    row("date with slashes", Field::DateOfBirth, u"'02/29/2000'"_s, u"2000-02-29"_s, no);
    row("date with hyphens", Field::DateOfBirth, u"'12-31-1980'"_s, u"1980-12-31"_s, no);
    row("ISO date", Field::DateOfBirth, u"'1980-12-31'"_s, u"1980-12-31"_s, no);
    row("no such day", Field::DateOfBirth, u"'02-30-1999'"_s, no, u"02-30-1999"_s);
    row("day first", Field::DateOfBirth, u"'31/12/1980'"_s, no, u"31/12/1980"_s);
    row("mixed date", Field::DateOfBirth, u"'02/03-1999'"_s, no, u"02/03-1999"_s);
    row("date to come", Field::DateOfBirth, u"'01/01/2999'"_s, no, u"01/01/2999"_s);
    row("date long ago", Field::DateOfBirth, u"'01/01/1899'"_s, no, u"01/01/1899"_s);
    row("number as date", Field::DateOfBirth, u"2000"_s, no, u"2000"_s);
    row("no date", Field::DateOfBirth, u"NULL"_s, no, no);
    row("SSN without its zeros", Field::Ssn, u"1020003"_s, u"001020003"_s, no);
    row("whole SSN", Field::Ssn, u"123456789"_s, u"123456789"_s, no);
    row("SSN with hyphens", Field::Ssn, u"'123-45-6789'"_s, u"123456789"_s, no);
    row("SSN too long", Field::Ssn, u"1234567890"_s, no, u"1234567890"_s);
    row("negative SSN", Field::Ssn, u"-5"_s, no, u"-5"_s);
    row("text as SSN", Field::Ssn, u"'unknown'"_s, no, u"unknown"_s);
    row("fraction as SSN", Field::Ssn, u"1.5"_s, no, u"1.5"_s);
    row("whole salary", Field::Salary, u"45210"_s, u"45210.00"_s, no);
    row("salary with cents", Field::Salary, u"45210.5"_s, u"45210.50"_s, no);
    row("no pay", Field::Salary, u"0"_s, u"0.00"_s, no);
    row("negative salary", Field::Salary, u"-1"_s, no, u"-1"_s);
    row("text as salary", Field::Salary, u"'a lot'"_s, no, u"a lot"_s);
    row("salary too large", Field::Salary, u"9223372036854775807"_s, no, u"9223372036854775807"_s);
    row("no salary", Field::Salary, u"NULL"_s, no, no);
}

void TakeOverTest::keepsEveryValue()
{
    QFETCH(Field, field);
    QFETCH(QString, sql);
    QMap<Field, QString> values{{Field::FirstName, u"'Ann'"_s}, {Field::LastName, u"'Lee'"_s},
        {Field::Ssn, u"123456789"_s}, {Field::DateOfBirth, u"'01/02/1990'"_s},
        {Field::Salary, u"10"_s}};
    values[field] = sql;
    const OriginalWorld world;
    QVERIFY(
        world.makeEmployees(employeeRow(u"1, "_s + QStringList(values.values()).join(u", "_s))));
    QVERIFY(world.setUp());
    const auto employee = world.employee(1);
    QVERIFY(employee);
    QTEST(textOf(employee->value(field), 2), "value");
    QTEST(employee->unfit.value(field), "unfit");
    QCOMPARE(employee->unfit.size(), employee->unfit.value(field).isEmpty() ? 0 : 1);
    // Whatever has no value is something to look at.
    QCOMPARE(
        world.reportOf(u"employee.db"_s).contains(u"employee 1: %1 "_s.arg(describe(field).name)),
        isEmpty(employee->value(field)));
}

void TakeOverTest::keepsBytesThatAreNoText()
{
    const OriginalWorld world;
    QVERIFY(world.makeEmployees(
        employeeRow(u"1, x'c0ff', CAST(x'41ff' AS TEXT), 5, CAST(x'410042' AS TEXT), 10"_s)));
    const auto before = world.databases();
    QVERIFY(world.setUp());
    const auto employee = world.employee(1);
    QCOMPARE(employee->unfit.value(Field::FirstName), u"x'c0ff'"_s);
    QCOMPARE(employee->unfit.value(Field::LastName), u"x'41ff'"_s);
    QCOMPARE(employee->unfit.value(Field::DateOfBirth), u"x'410042'"_s);
    QCOMPARE(world.exported(), before);
}

void TakeOverTest::keepsIdsWhereTheyAreSome()
{
    const OriginalWorld world;
    const QStringList ids{u"12"_s, u"3"_s, u"12"_s, u"NULL"_s, u"-7"_s, u"0"_s, u"'x'"_s,
        u"9007199254740992"_s, u"1.5"_s};
    QString rows;
    for (qsizetype i = 0; i < ids.size(); ++i)
        rows += employeeRow(
            u"%1, 'Ann', 'Lee', %2, '01/02/1990', 10"_s.arg(ids[i]).arg(200'000'000 + i));
    QVERIFY(world.makeEmployees(rows));
    QVERIFY(world.setUp());
    QCOMPARE(world.soundChanges(), ids.size());
    const QList<EmployeeId> expected{12, 3, 13, 14, 15, 16, 17, 18, 19};
    for (qsizetype i = 0; i < ids.size(); ++i)
        QCOMPARE(world.employee(expected[i])->text(Field::Ssn), QString::number(200'000'000 + i));
    const QString report = world.reportOf(u"employee.db"_s);
    QVERIFY(report.contains(
        u"employee row 3: its id 12 is that of an earlier row; it is now employee 13"_s));
    QVERIFY(
        report.contains(u"employee row 4: its id is no positive integer; it is now employee 14"_s));
    const auto keys = KeyRing::load(world.folder().keyFile());
    const FieldSealer sealer(*keys);
    const auto database = Database::open({world.folder().employeeDatabase()});
    QVERIFY(*EmployeeStore(sealer).takeNextId(**database) > 19);
}

void TakeOverTest::readsTheSaltColumn()
{
    const OriginalWorld world;
    QVERIFY(runSql(world.file(u"employee.db"_s),
        u"CREATE TABLE employee(id INTEGER PRIMARY KEY, salt TEXT, fname TEXT, lname TEXT, "
        "ssn INTEGER, dob TEXT, salary INTEGER);"
        "INSERT INTO employee VALUES(4, 'pepper', 'Ann', 'Lee', 5, '01/02/1990', 10);"_s));
    const auto before = world.databases();
    QVERIFY(world.setUp());
    QCOMPARE(world.employee(4)->text(Field::FirstName), u"Ann"_s);
    QCOMPARE(world.exported(), before);
    QVERIFY(world.exported().value(u"employee.db"_s).contains("pepper"));
}

void TakeOverTest::followsTheCurrency()
{
    OriginalWorld world;
    world.configuration.currency = {u"JPY"_s, 0};
    QVERIFY(world.makeEmployees(employeeRow(u"1, 'Ann', 'Lee', 5, '01/02/1990', 4500000"_s)));
    QVERIFY(world.setUp());
    QVERIFY(world.employee(1)->value(Field::Salary) == FieldValue(Money{4'500'000}));
    QVERIFY(world.reportOf(u"employee.db"_s).contains(u"with 0 decimals"_s));
}

void TakeOverTest::hidesUnfitValuesWithTheirField()
{
    const OriginalWorld world;
    QVERIFY(world.makeEmployees(
        employeeRow(u"1, 'Ann', 'Lee', 'marker-ssn', 'marker-dob', 'marker-salary'"_s)));
    QVERIFY(world.setUp());
    const auto employee = world.employee(1);
    for (const FieldAccess access : {FieldAccess::None, FieldAccess::Masked, FieldAccess::Read}) {
        const Rights rights({Permission::EmployeeGet}, access, access, access);
        const QByteArray json
            = QJsonDocument(employeeToJson(*employee, rights, 2)).toJson(QJsonDocument::Compact);
        QCOMPARE(json.contains("marker"), access == FieldAccess::Read);
    }
    // Sealed: none of the three in the database.
    QVERIFY(!contentOf(world.folder().employeeDatabase()).contains("marker-"));

    const auto keys = KeyRing::load(world.folder().keyFile());
    const FieldSealer sealer(*keys);
    const auto database = Database::open({world.folder().employeeDatabase(), true});
    EmployeeQuery query;
    query.sort = {{Field::Salary, false}};
    const auto page = EmployeeListStore(sealer).list(**database, query, {});
    QVERIFY(page);
    QCOMPARE(page->employees.size(), 1);
}

void TakeOverTest::tellsOfUnfitValuesInTheHistory()
{
    const OriginalWorld world;
    QVERIFY(world.makeEmployees(employeeRow(u"1, 'R2D2', 'Lee', 5, '02-30-1999', 10"_s)));
    QVERIFY(world.setUp());
    const auto keys = KeyRing::load(world.folder().keyFile());
    const FieldSealer sealer(*keys);
    const auto database = Database::open({world.folder().employeeDatabase()});
    EmployeeWrite write;
    write.action = ChangeAction::Updated;
    write.id = 1;
    write.actor = u"alice"_s;
    write.origin = u"console"_s;
    write.rights = std::make_shared<const Rights>(
        std::initializer_list<Permission>{Permission::EmployeeGet, Permission::EmployeeUpdate},
        FieldAccess::Write, FieldAccess::Write, FieldAccess::Write);
    const EmployeeWriter writer(sealer);
    // Another field first: what is unfit stays.
    write.values = {{Field::Salary, Money{99}}};
    QVERIFY(writer.apply(**database, write));
    QCOMPARE(world.employee(1)->unfit.size(), 2);
    write.values = {{Field::FirstName, u"Artoo"_s}, {Field::DateOfBirth, QDate(1999, 3, 2)}};
    const auto updated = writer.apply(**database, write);
    QVERIFY(updated && updated->outcome.employee.unfit.isEmpty());
    QCOMPARE(world.soundChanges(), 3);

    const auto secretOf = [&](qint64 seq) {
        Query query(**database, u"SELECT sealed FROM employee_change_secret WHERE seq = ?"_s);
        return query.bind(seq).run() && query.next()
            ? *sealer.open(query.bytes(0), {"employee_change_secret", seq, "sealed"})
            : QByteArray();
    };
    const QByteArray unfit = R"({"unfit":"02-30-1999"})"_ba;
    QVERIFY(secretOf(1).contains("\"new\":" + unfit));
    QVERIFY(secretOf(3).contains("\"old\":" + unfit));
    // Older versions know the field as empty, so an edit of one merges or conflicts as any does.
    const auto past = ChangeStore(sealer).valuesAt(**database, 1, 3, 1);
    QVERIFY(past && isEmpty(past->value(Field::DateOfBirth)));
}

void TakeOverTest::writesNoValueIntoTheReport()
{
    const OriginalWorld world;
    QVERIFY(world.makeUsers(
        u"INSERT INTO user VALUES('Marker Name', 'marker-password', 'marker-flags');"_s));
    QVERIFY(world.makeEmployees(employeeRow(
        u"'marker-id', 'Marker1', 'Marker2', 'marker-ssn', 'marker-dob', 'marker-salary'"_s)));
    QVERIFY(world.setUp());
    for (const QString &name : {u"user.db"_s, u"employee.db"_s}) {
        const QString report = world.reportOf(name);
        QVERIFY(!report.isEmpty());
        QVERIFY2(!report.contains(u"marker"_s, Qt::CaseInsensitive), qPrintable(report));
    }
    QVERIFY(world.reportOf(u"employee.db"_s).contains(u"employee 1: date_of_birth is unfit"_s));
}

void TakeOverTest::saysThatTheDiskIsFull_data()
{
    QTest::addColumn<bool>("hasUsers");
    QTest::newRow("at once") << false;
    QTest::newRow("after the users") << true;
}

void TakeOverTest::saysThatTheDiskIsFull()
{
    QFETCH(bool, hasUsers);
    const OriginalWorld world;
    QVERIFY(!hasUsers || world.makeUsers(userRow(u"alice"_s, "pw")));
    QVERIFY(world.makeEmployees(employeeRow(u"1, 'Ann', 'Lee', 5, '01/02/1990', 10"_s)));
    const QByteArray before = contentOf(world.file(u"employee.db"_s));
    {
        const FullDisk full(u"employee.db"_s);
        const auto made = world.setUp();
        QVERIFY(!made);
        const QString &message = made.error().message;
        QVERIFY2(message.contains(world.file(u"employee.db"_s)), qPrintable(message));
        QVERIFY2(message.contains(u"is full"_s), qPrintable(message));
        QCOMPARE(message.contains(u"No database was changed."_s), !hasUsers);
        QCOMPARE(message.contains(u"user.db was taken over before that"_s), hasUsers);
    }
    QCOMPARE(contentOf(world.file(u"employee.db"_s)), before);
    QVERIFY(!QFile::exists(OriginalFolder(world.folder().path()).workPath()));
    QCOMPARE(QFile::exists(world.file(u"user.db"_s)), hasUsers);
    QVERIFY(world.setUp());
    QCOMPARE(world.employee(1)->text(Field::LastName), u"Lee"_s);
}

void TakeOverTest::isPrivateWhateverTheUmask()
{
    const Umask open(0);
    const OriginalWorld world;
    QVERIFY(world.makeUsers(userRow(u"alice"_s, "pw")) && world.makeEmployees());
    for (const QString &name : {u"user.db"_s, u"employee.db"_s})
        QCOMPARE(::chmod(QFile::encodeName(world.file(name)).constData(), 0666), 0);
    QVERIFY(world.setUp());
    QDirIterator it(world.folder().path(), QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot,
        QDirIterator::Subdirectories);
    while (it.hasNext()) {
        it.next();
        const bool isCertificate = it.fileName().endsWith(".pem"_L1);
        const mode_t expected = it.fileInfo().isDir() ? 0700 : isCertificate ? 0644 : 0600;
        QVERIFY2(modeOf(it.filePath()) == expected, qPrintable(it.filePath()));
    }
}

QTEST_GUILESS_MAIN(TakeOverTest)
#include "tst_takeover.moc"
