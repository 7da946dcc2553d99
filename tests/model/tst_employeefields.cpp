#include "common/model/Employee.h"
#include "common/model/EmployeeFields.h"

#include <QSet>
#include <QTest>

using namespace roster;
using namespace Qt::StringLiterals;

class EmployeeFieldsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesAreThoseOfTheProtocolInOrder();
    void editableAreAllButTheId();
    void findsAFieldByItsExactName();
    void requiredOnesAreThoseOfTheProtocol();
    void sensitiveOnesAreThoseOfTheDesign();
    void settingAValueRemovesItsUnfitOriginal();
    void emptyFieldReadsAsEmpty();
    void writesValuesAsText();
};

void EmployeeFieldsTest::namesAreThoseOfTheProtocolInOrder()
{
    QStringList names;
    for (const FieldDescription &row : employeeFields()) {
        names.append(row.name);
        QCOMPARE(&describe(row.field), &row);
        QVERIFY(!row.label.isEmpty());
    }
    QCOMPARE(names.join(u' '),
        u"id first_name last_name ssn date_of_birth salary department job_title email hired_on left_on"_s);
}

void EmployeeFieldsTest::editableAreAllButTheId()
{
    QCOMPARE(editableFields().size(), fieldCount - 1);
    for (const FieldDescription &row : editableFields())
        QVERIFY(row.field != Field::Id);
}

void EmployeeFieldsTest::findsAFieldByItsExactName()
{
    QCOMPARE(findField(u"job_title")->field, Field::JobTitle);
    for (const QStringView name : {u"Job_Title", u"job_titl", u"job_titles", u"", u"version"})
        QVERIFY(!findField(name));
}

void EmployeeFieldsTest::requiredOnesAreThoseOfTheProtocol()
{
    QStringList required;
    for (const FieldDescription &row : employeeFields()) {
        if (row.isRequired)
            required.append(row.name);
    }
    QCOMPARE(required.join(u' '), u"first_name last_name ssn date_of_birth salary"_s);
}

void EmployeeFieldsTest::sensitiveOnesAreThoseOfTheDesign()
{
    QStringList sensitive;
    for (const FieldDescription &row : employeeFields()) {
        if (row.sensitivity == Sensitivity::Sensitive)
            sensitive.append(row.name);
    }
    QCOMPARE(sensitive.join(u' '), u"ssn date_of_birth salary"_s);
}

void EmployeeFieldsTest::settingAValueRemovesItsUnfitOriginal()
{
    Employee employee;
    employee.unfit.insert(Field::DateOfBirth, u"02-30-1999"_s);
    employee.unfit.insert(Field::Ssn, u"12"_s);
    employee.set(Field::DateOfBirth, QDate(1999, 2, 28));
    QCOMPARE(employee.unfit.keys(), QList{Field::Ssn});
    QCOMPARE(employee.date(Field::DateOfBirth), QDate(1999, 2, 28));
}

void EmployeeFieldsTest::emptyFieldReadsAsEmpty()
{
    const Employee employee;
    QVERIFY(isEmpty(employee.value(Field::Email)));
    QVERIFY(employee.text(Field::Email).isEmpty());
    QVERIFY(!employee.date(Field::HiredOn).isValid());
}

void EmployeeFieldsTest::writesValuesAsText()
{
    QCOMPARE(textOf(FieldValue{}, 2), QString());
    QCOMPARE(textOf(FieldValue{u"Zoë"_s}, 2), u"Zoë"_s);
    QCOMPARE(textOf(FieldValue{QDate(1996, 2, 29)}, 2), u"1996-02-29"_s);
    QCOMPARE(textOf(FieldValue{Money{4'521'050}}, 2), u"45210.50"_s);
    QCOMPARE(textOf(FieldValue{Money{4'521'050}}, 0), u"4521050"_s);
}

QTEST_GUILESS_MAIN(EmployeeFieldsTest)
#include "tst_employeefields.moc"
