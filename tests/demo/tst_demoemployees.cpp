#include "server/app/DemoEmployees.h"

#include "common/model/FieldRules.h"
#include "common/model/Ssn.h"

#include <QSet>
#include <QTest>

using namespace roster;
using namespace roster::server;
using namespace Qt::StringLiterals;

namespace {

/// Every id is looked at when ROSTER_TEST_ROWS says so; a run without it is short.
EmployeeId rows()
{
    bool isNumber = false;
    const int wanted = qEnvironmentVariableIntValue("ROSTER_TEST_ROWS", &isNumber);
    return isNumber ? std::clamp<EmployeeId>(wanted, 1, maxDemoEmployees) : 20'000;
}

const RuleContext context{2, QDate(2025, 1, 1)};

/// The refusals of a record's own texts; empty when every field keeps its rules and is canonical.
QStringList refusals(const Employee &employee)
{
    QStringList found;
    for (const FieldDescription &row : editableFields()) {
        const auto parsed = parseField(row, textOf(employee.value(row.field), 2), context);
        if (const auto *error = std::get_if<FieldError>(&parsed))
            found.append(error->message);
        else if (std::get<FieldValue>(parsed) != employee.value(row.field))
            found.append(row.name + u" is not canonical"_s);
    }
    const auto always = [](Field) { return true; };
    for (const FieldError &error : checkDates(employee, always, always))
        found.append(error.message);
    return found;
}

} // namespace

class DemoEmployeesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sameIdGivesTheSameRecord();
    void firstRecordStaysAsItIs();
    void everyRecordKeepsTheRules();
    void numbersAndAddressesAreTheirOwn();
    void peopleAreOfWorkingAge();
    void someHaveLeft();
    void departmentsAreADozen();
    void namesComeFromManyScripts();
    void salaryFollowsTheCurrency();
};

void DemoEmployeesTest::sameIdGivesTheSameRecord()
{
    for (const EmployeeId id : {EmployeeId{1}, EmployeeId{17}, maxDemoEmployees}) {
        const Employee one = demoEmployee(id);
        const Employee other = demoEmployee(id);
        QCOMPARE(one.id, id);
        QVERIFY(one.values == other.values);
    }
    QVERIFY(demoEmployee(1).values != demoEmployee(2).values);
}

void DemoEmployeesTest::firstRecordStaysAsItIs()
{
    QStringList texts;
    for (const FieldValue &value : demoEmployee(1).values)
        texts.append(textOf(value, 2));
    QCOMPARE(texts.join(u'|'),
        u"|Emma|Smith|367142319|2002-06-12|130429.00|Product|Product Owner|emma.smith@example.com|2024-12-11|"_s);
}

void DemoEmployeesTest::everyRecordKeepsTheRules()
{
    for (EmployeeId id = 1; id <= rows(); ++id) {
        const QStringList refused = refusals(demoEmployee(id));
        if (!refused.isEmpty())
            QFAIL(qPrintable(u"%1: %2"_s.arg(id).arg(refused.join(u' '))));
    }
    QVERIFY(refusals(demoEmployee(maxDemoEmployees)).isEmpty());
}

void DemoEmployeesTest::numbersAndAddressesAreTheirOwn()
{
    QSet<QString> ssns;
    QSet<QString> addresses;
    for (EmployeeId id = 1; id <= rows(); ++id) {
        const Employee employee = demoEmployee(id);
        const QString ssn = employee.text(Field::Ssn);
        QVERIFY(!isNeverIssued(ssn));
        ssns.insert(ssn);
        addresses.insert(employee.text(Field::Email).toLower());
    }
    QCOMPARE(ssns.size(), rows());
    QCOMPARE(addresses.size(), rows());
}

void DemoEmployeesTest::peopleAreOfWorkingAge()
{
    for (EmployeeId id = 1; id <= rows(); ++id) {
        const Employee employee = demoEmployee(id);
        const QDate birth = employee.date(Field::DateOfBirth);
        QVERIFY(birth >= context.today.addYears(-67));
        QVERIFY(birth <= context.today.addYears(-18));
        QVERIFY(employee.date(Field::HiredOn) > birth.addYears(18));
        QVERIFY(employee.date(Field::HiredOn) <= context.today);
    }
}

void DemoEmployeesTest::someHaveLeft()
{
    int left = 0;
    for (EmployeeId id = 1; id <= 10'000; ++id)
        left += demoEmployee(id).date(Field::LeftOn).isValid() ? 1 : 0;
    QVERIFY2(left > 700 && left < 900, qPrintable(QString::number(left)));
}

void DemoEmployeesTest::departmentsAreADozen()
{
    QMap<QString, QSet<QString>> titles;
    for (EmployeeId id = 1; id <= 5'000; ++id) {
        const Employee employee = demoEmployee(id);
        titles[employee.text(Field::Department)].insert(employee.text(Field::JobTitle));
    }
    QCOMPARE(titles.size(), 12);
    for (const QSet<QString> &of : std::as_const(titles))
        QVERIFY(of.size() >= 2);
}

void DemoEmployeesTest::namesComeFromManyScripts()
{
    QSet<QString> lastNames;
    for (EmployeeId id = 1; id <= 5'000; ++id)
        lastNames.insert(demoEmployee(id).text(Field::LastName));
    QVERIFY(lastNames.size() > 200);
    for (const QString &name :
        {u"O'Brien"_s, u"Nguyễn"_s, u"Müller"_s, u"Łęcki"_s, u"Rodríguez López"_s})
        QVERIFY2(lastNames.contains(name), qPrintable(name));
}

void DemoEmployeesTest::salaryFollowsTheCurrency()
{
    const auto salary = [](int digits) {
        return std::get<Money>(demoEmployee(2, digits).value(Field::Salary)).minorUnits;
    };
    QCOMPARE(salary(2), salary(3) / 10);
    QCOMPARE(salary(0), salary(2) / 100);
    QVERIFY(salary(0) > 30'000);
}

QTEST_GUILESS_MAIN(DemoEmployeesTest)
#include "tst_demoemployees.moc"
