#include "common/model/Rights.h"

#include <QTest>

using namespace roster;

class RightsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsAllowedUnlessSet();
    void grantsOnlyWhatIsNamed();
    void levelsIncludeThoseBefore_data();
    void levelsIncludeThoseBefore();
    void plainFieldsAreAMatterOfThePermissions();
    void levelsOfFieldsAreApart();
    void namesOfPermissionsAreThoseOfTheDesign_data();
    void namesOfPermissionsAreThoseOfTheDesign();
    void namesOfLevelsAreThoseOfTheProtocol_data();
    void namesOfLevelsAreThoseOfTheProtocol();
    void unknownNamesGiveNoRight();
};

void RightsTest::nothingIsAllowedUnlessSet()
{
    const Rights none;
    for (std::size_t i = 0; i < permissionCount; ++i)
        QVERIFY(!none.has(static_cast<Permission>(i)));
    for (const Field field : {Field::Ssn, Field::DateOfBirth, Field::Salary}) {
        QCOMPARE(none.access(field), FieldAccess::None);
        QVERIFY(!none.canRead(field));
        QVERIFY(!none.canWrite(field));
    }
}

void RightsTest::grantsOnlyWhatIsNamed()
{
    for (std::size_t i = 0; i < permissionCount; ++i) {
        Rights rights;
        rights.grant(static_cast<Permission>(i));
        for (std::size_t k = 0; k < permissionCount; ++k)
            QCOMPARE(rights.has(static_cast<Permission>(k)), i == k);
    }
}

void RightsTest::levelsIncludeThoseBefore_data()
{
    QTest::addColumn<FieldAccess>("level");
    QTest::addColumn<bool>("reads");
    QTest::addColumn<bool>("writes");
    QTest::newRow("none") << FieldAccess::None << false << false;
    QTest::newRow("masked") << FieldAccess::Masked << false << false;
    QTest::newRow("read") << FieldAccess::Read << true << false;
    QTest::newRow("write") << FieldAccess::Write << true << true;
}

void RightsTest::levelsIncludeThoseBefore()
{
    QFETCH(FieldAccess, level);
    const Rights rights({}, level, FieldAccess::None, FieldAccess::None);
    QTEST(rights.canRead(Field::Ssn), "reads");
    QTEST(rights.canWrite(Field::Ssn), "writes");
}

void RightsTest::plainFieldsAreAMatterOfThePermissions()
{
    const Rights none;
    for (const FieldDescription &row : employeeFields()) {
        if (row.sensitivity == Sensitivity::Plain)
            QCOMPARE(none.access(row.field), FieldAccess::Write);
    }
}

void RightsTest::levelsOfFieldsAreApart()
{
    const Rights rights(
        {Permission::EmployeeGet}, FieldAccess::Masked, FieldAccess::Read, FieldAccess::Write);
    QCOMPARE(rights.access(Field::Ssn), FieldAccess::Masked);
    QCOMPARE(rights.access(Field::DateOfBirth), FieldAccess::Read);
    QCOMPARE(rights.access(Field::Salary), FieldAccess::Write);
    Rights other = rights;
    QVERIFY(other == rights);
    other.setAccess(Field::Salary, FieldAccess::None);
    QVERIFY(!(other == rights));
}

void RightsTest::namesOfPermissionsAreThoseOfTheDesign_data()
{
    QTest::addColumn<Permission>("permission");
    QTest::newRow("employee.get") << Permission::EmployeeGet;
    QTest::newRow("employee.add") << Permission::EmployeeAdd;
    QTest::newRow("employee.update") << Permission::EmployeeUpdate;
    QTest::newRow("employee.delete") << Permission::EmployeeDelete;
    QTest::newRow("employee.reveal") << Permission::EmployeeReveal;
    QTest::newRow("user.manage") << Permission::UserManage;
    QTest::newRow("audit.read") << Permission::AuditRead;
    QTest::newRow("server.manage") << Permission::ServerManage;
}

void RightsTest::namesOfPermissionsAreThoseOfTheDesign()
{
    QFETCH(Permission, permission);
    const QLatin1StringView name(QTest::currentDataTag());
    QCOMPARE(permissionName(permission), name);
    QCOMPARE(permissionFromName(QString(name)), permission);
}

void RightsTest::namesOfLevelsAreThoseOfTheProtocol_data()
{
    levelsIncludeThoseBefore_data();
}

void RightsTest::namesOfLevelsAreThoseOfTheProtocol()
{
    QFETCH(FieldAccess, level);
    const QLatin1StringView name(QTest::currentDataTag());
    QCOMPARE(accessName(level), name);
    QCOMPARE(accessFromName(QString(name)), level);
}

void RightsTest::unknownNamesGiveNoRight()
{
    for (const QStringView name :
        {u"", u"employee", u"employee.*", u"Employee.Get", u"employee.get "})
        QVERIFY(!permissionFromName(name));
    for (const QStringView name : {u"", u"READ", u"full", u"write "})
        QVERIFY(!accessFromName(name));
}

QTEST_GUILESS_MAIN(RightsTest)
#include "tst_rights.moc"
