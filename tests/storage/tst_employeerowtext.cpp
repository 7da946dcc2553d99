#include "server/storage/EmployeeRowText.h"

#include "common/protocol/EmployeeView.h"
#include "server/storage/ReadSnapshot.h"
#include "tests/storage/CachedWorld.h"

#include <QTest>

using namespace roster;
using namespace roster::server;
using namespace Qt::StringLiterals;
using roster::server::tests::CachedWorld;
using roster::server::tests::StorageWorld;

namespace {

/// Records of all the kinds that no person would enter.
QList<Employee> peculiarEmployees()
{
    QList<Employee> all;
    const auto add = [&all](qint64 deletedAt) {
        Employee employee;
        employee.id = all.size() + 1;
        employee.version = maxSafeInteger - employee.id;
        employee.updatedAt = std::chrono::milliseconds(employee.id * 86'399'999'999);
        employee.updatedBy = u"o\"\\\u00e9"_s;
        if (deletedAt != 0)
            employee.deletedAt = std::chrono::milliseconds(deletedAt);
        all.append(employee);
    };
    for (const qint64 deletedAt : {0, 1}) {
        add(deletedAt); // nothing but what must be
        add(deletedAt);
        all.last().set(Field::FirstName, u"\"\\/\t\r\n\b\u0001\u007f \u2028 \U0001f600"_s);
        all.last().set(Field::LastName, u""_s);
        all.last().set(Field::Ssn, u"12"_s);
        all.last().set(Field::DateOfBirth, QDate(1, 1, 1));
        all.last().set(Field::HiredOn, QDate(2024, 2, 29));
        all.last().set(Field::LeftOn, QDate(9999, 12, 31));
        all.last().set(Field::Salary, Money{0});
        add(deletedAt);
        all.last().set(Field::Ssn, u"\u0661\u0662\u0663\u0664\u0665"_s);
        all.last().set(Field::Salary, Money{-7});
        all.last().set(Field::Email, QString(254, u'\u0001'));
        add(deletedAt);
        all.last().set(Field::Ssn, QString(80, u'7')); // longer than there is room for
        all.last().set(Field::Salary, Money{maxMinorUnits});
        all.last().unfit.insert(Field::DateOfBirth, u"02-30-1999"_s);
        all.last().unfit.insert(Field::HiredOn, u"\"soon\""_s);
    }
    return all;
}

QList<EmployeeId> idsOf(const QList<Employee> &employees)
{
    QList<EmployeeId> ids;
    for (const Employee &employee : employees)
        ids.prepend(employee.id);
    return ids;
}

Outcome appendAll(
    EmployeeRowText &text, Database &database, const QList<EmployeeId> &ids, QByteArray &json)
{
    return text.append(ids, ReadTransaction(database), json);
}

Outcome appendOne(EmployeeRowText &text, Database &database, EmployeeId id, QByteArray &json)
{
    ReadSnapshot snapshot(database);
    return text.appendLive(id, snapshot, json);
}

} // namespace

/// Holds the records written from their columns to those that are read and written the long way.
class EmployeeRowTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesWhatIsStored_data();
    void writesWhatIsStored();
    void refusesADamagedRecord_data();
    void refusesADamagedRecord();
    void refusesARecordThatThereIsNot();
};

void EmployeeRowTextTest::writesWhatIsStored_data()
{
    QTest::addColumn<FieldAccess>("ssn");
    QTest::addColumn<FieldAccess>("birth");
    QTest::addColumn<FieldAccess>("salary");
    using enum FieldAccess;
    QTest::newRow("all") << Write << Write << Write;
    QTest::newRow("read") << Read << Read << Read;
    QTest::newRow("masked") << Masked << Masked << Masked;
    QTest::newRow("nothing") << None << None << None;
    QTest::newRow("mixed") << Masked << Read << None;
}

void EmployeeRowTextTest::writesWhatIsStored()
{
    QFETCH(FieldAccess, ssn);
    QFETCH(FieldAccess, birth);
    QFETCH(FieldAccess, salary);
    const Rights rights({Permission::EmployeeGet}, ssn, birth, salary);
    CachedWorld world;
    const QList<Employee> employees = peculiarEmployees();
    for (const Employee &employee : employees) {
        QVERIFY(world.employees.insert(
            *world.database, {employee}, world.employees.row().keysOf(employee)));
    }
    const QList<EmployeeId> ids = idsOf(employees);
    QByteArray expected;
    for (const EmployeeId id : ids) {
        expected += expected.isEmpty() ? "" : ",";
        const auto employee = world.employees.find(*world.database, id);
        QVERIFY(employee);
        appendEmployee(expected, *employee, rights, 2);
    }
    const DatabaseProfile cached = world.profile(true);
    // The cache is filled at first, and then read.
    for (const DatabaseProfile &profile : {DatabaseProfile{world.path()},
             DatabaseProfile{.path = world.path(), .isPortable = true}, cached, cached}) {
        const auto database = Database::open(profile);
        QVERIFY(database);
        EmployeeRowText text(**database, world.employees, rights, 2);
        QByteArray written;
        QVERIFY(appendAll(text, **database, ids, written));
        QCOMPARE(written, expected);
        QByteArray oneByOne;
        for (const Employee &employee : employees) {
            QByteArray one;
            const Outcome appended = appendOne(text, **database, employee.id, one);
            QCOMPARE(appended.isOk(), !employee.deletedAt);
            QVERIFY(appended || appended.error().code == ErrorCode::NotFound);
            QVERIFY(expected.contains(one));
            oneByOne += one;
        }
        QVERIFY(!oneByOne.isEmpty());
    }
    QVERIFY(cached.rows->bytes() > 0);
}

void EmployeeRowTextTest::refusesADamagedRecord_data()
{
    QTest::addColumn<QString>("sql");
    QTest::newRow("short ssn") << u"UPDATE employee SET ssn = x'01020304' WHERE id = 2"_s;
    QTest::newRow("ssn of another")
        << u"UPDATE employee SET ssn = (SELECT ssn FROM employee WHERE id = 1) WHERE id = 2"_s;
    QTest::newRow("unfit values") << u"UPDATE employee SET unfit = x'00' WHERE id = 2"_s;
}

void EmployeeRowTextTest::refusesADamagedRecord()
{
    QFETCH(QString, sql);
    StorageWorld world;
    for (int i = 0; i < 3; ++i)
        QVERIFY(world.add().id > 0);
    QVERIFY(world.database->execute(sql));
    EmployeeRowText text(*world.database, world.employees, *world.rights, 2);
    QByteArray written;
    const auto outcome = appendAll(text, *world.database, {1, 2, 3}, written);
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().code, ErrorCode::InternalError);
    QCOMPARE(appendOne(text, *world.database, 2, written).error().code, ErrorCode::InternalError);
}

void EmployeeRowTextTest::refusesARecordThatThereIsNot()
{
    StorageWorld world;
    QVERIFY(world.add().id == 1);
    EmployeeRowText text(*world.database, world.employees, *world.rights, 2);
    for (const QList<EmployeeId> &ids : {QList<EmployeeId>{2}, {1, 2}, {2, 1}, {maxSafeInteger}}) {
        QByteArray written;
        const auto outcome = appendAll(text, *world.database, ids, written);
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, ErrorCode::NotFound);
    }
    QByteArray nobody;
    QCOMPARE(appendOne(text, *world.database, 2, nobody).error().code, ErrorCode::NotFound);
    QCOMPARE(nobody, QByteArray());
    QByteArray none;
    QVERIFY(appendAll(text, *world.database, {}, none));
    QCOMPARE(none, QByteArray());
}

QTEST_GUILESS_MAIN(EmployeeRowTextTest)
#include "tst_employeerowtext.moc"
