#include "common/protocol/EmployeeView.h"

#include "common/protocol/StrictJson.h"

#include <QJsonArray>
#include <QTest>

using namespace roster;
using namespace Qt::StringLiterals;
using enum roster::FieldAccess;

namespace {

Employee zoe()
{
    Employee employee;
    employee.id = 17;
    employee.version = 3;
    employee.set(Field::FirstName, u"Zoë"_s);
    employee.set(Field::LastName, u"O'Brien"_s);
    employee.set(Field::Ssn, u"001020003"_s);
    employee.set(Field::DateOfBirth, QDate(1996, 2, 29));
    employee.set(Field::Salary, Money{4'521'050});
    employee.set(Field::Department, u"Finance"_s);
    employee.set(Field::JobTitle, u"Analyst"_s);
    employee.set(Field::Email, u"zoe@example.com"_s);
    employee.set(Field::HiredOn, QDate(2021, 5, 3));
    employee.updatedAt = std::chrono::milliseconds(1'795'514'400'000);
    employee.updatedBy = u"alice"_s;
    return employee;
}

Rights allOf(FieldAccess access)
{
    return Rights({Permission::EmployeeGet}, access, access, access);
}

} // namespace

class EmployeeViewTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsTheProtocolsExample();
    void masksAndNamesTheMasked();
    void hiddenFieldsAreAbsent();
    void levelsOfFieldsAreApart();
    void maskHidesThatAFieldIsEmpty();
    void maskedOrHiddenValueIsNowhere_data();
    void maskedOrHiddenValueIsNowhere();
    void unfitOriginalsFollowTheFieldsAccess_data();
    void unfitOriginalsFollowTheFieldsAccess();
    void deletedRecordTellsWhen();
    void salaryHasTheCurrencysDecimals();
    void theTextSaysTheSame_data();
    void theTextSaysTheSame();
};

void EmployeeViewTest::showsTheProtocolsExample()
{
    const QJsonObject expected = readStrictJson(R"({"id":17,"version":3,"first_name":"Zoë",
        "last_name":"O'Brien","ssn":"001020003","date_of_birth":"1996-02-29","salary":"45210.50",
        "department":"Finance","job_title":"Analyst","email":"zoe@example.com",
        "hired_on":"2021-05-03","left_on":null,"updated_at":"2026-11-24T10:00:00Z",
        "updated_by":"alice"})")
                                     ->toObject();
    QCOMPARE(employeeToJson(zoe(), allOf(Write), 2), expected);
    QCOMPARE(employeeToJson(zoe(), allOf(Read), 2), expected);
}

void EmployeeViewTest::masksAndNamesTheMasked()
{
    const QJsonObject json = employeeToJson(zoe(), allOf(Masked), 2);
    QCOMPARE(json.value("ssn"_L1).toString(), u"*****0003"_s);
    QCOMPARE(json.value("date_of_birth"_L1).toString(), u"****-**-**"_s);
    QCOMPARE(json.value("salary"_L1).toString(), u"***"_s);
    QCOMPARE(
        json.value("masked"_L1).toArray(), (QJsonArray{u"ssn"_s, u"date_of_birth"_s, u"salary"_s}));
    QCOMPARE(json.value("first_name"_L1).toString(), u"Zoë"_s);
}

void EmployeeViewTest::hiddenFieldsAreAbsent()
{
    const QJsonObject json = employeeToJson(zoe(), allOf(None), 2);
    for (const QLatin1StringView name : {"ssn"_L1, "date_of_birth"_L1, "salary"_L1, "masked"_L1})
        QVERIFY(!json.contains(name));
    QCOMPARE(json.size(), 11);
}

void EmployeeViewTest::levelsOfFieldsAreApart()
{
    const Rights viewer({Permission::EmployeeGet}, Masked, Read, None);
    const QJsonObject json = employeeToJson(zoe(), viewer, 2);
    QCOMPARE(json.value("ssn"_L1).toString(), u"*****0003"_s);
    QCOMPARE(json.value("date_of_birth"_L1).toString(), u"1996-02-29"_s);
    QVERIFY(!json.contains("salary"_L1));
    QCOMPARE(json.value("masked"_L1).toArray(), QJsonArray{u"ssn"_s});
}

void EmployeeViewTest::maskHidesThatAFieldIsEmpty()
{
    Employee employee = zoe();
    employee.set(Field::DateOfBirth, {});
    employee.set(Field::Salary, {});
    employee.set(Field::Ssn, {});
    const QJsonObject json = employeeToJson(employee, allOf(Masked), 2);
    QCOMPARE(json.value("date_of_birth"_L1).toString(), u"****-**-**"_s);
    QCOMPARE(json.value("salary"_L1).toString(), u"***"_s);
    QCOMPARE(json.value("ssn"_L1).toString(), u"*********"_s);
}

void EmployeeViewTest::maskedOrHiddenValueIsNowhere_data()
{
    QTest::addColumn<FieldAccess>("access");
    QTest::newRow("masked") << Masked;
    QTest::newRow("none") << None;
}

void EmployeeViewTest::maskedOrHiddenValueIsNowhere()
{
    QFETCH(FieldAccess, access);
    Employee employee = zoe();
    employee.set(Field::DateOfBirth, {});
    employee.set(Field::Salary, {});
    employee.unfit.insert(Field::DateOfBirth, u"marker-of-birth"_s);
    employee.unfit.insert(Field::Salary, u"marker-of-salary"_s);
    employee.unfit.insert(Field::Ssn, u"marker-of-ssn"_s);
    const QByteArray text = writeJson(employeeToJson(employee, allOf(access), 2));
    QVERIFY(!text.contains("marker"));
    QVERIFY(!text.contains("unfit"));
    QVERIFY(!text.contains("00102"));
    QVERIFY(!writeJson(employeeToJson(zoe(), allOf(access), 2)).contains("45210"));
    QVERIFY(!writeJson(employeeToJson(zoe(), allOf(access), 2)).contains("1996"));
}

void EmployeeViewTest::unfitOriginalsFollowTheFieldsAccess_data()
{
    QTest::addColumn<FieldAccess>("access");
    QTest::addColumn<QByteArray>("unfit");
    const QByteArray plain = R"("hired_on":"sometime in may")"_ba;
    const QByteArray both = R"({"date_of_birth":"02-30-1999",)" + plain + '}';
    QTest::newRow("write") << Write << both;
    QTest::newRow("read") << Read << both;
    QTest::newRow("masked") << Masked << '{' + plain + '}';
    QTest::newRow("none") << None << '{' + plain + '}';
}

void EmployeeViewTest::unfitOriginalsFollowTheFieldsAccess()
{
    QFETCH(FieldAccess, access);
    Employee employee = zoe();
    employee.set(Field::DateOfBirth, {});
    employee.set(Field::HiredOn, {});
    employee.unfit.insert(Field::DateOfBirth, u"02-30-1999"_s);
    employee.unfit.insert(Field::HiredOn, u"sometime in may"_s);
    const QJsonObject json = employeeToJson(employee, allOf(access), 2);
    QTEST(writeJson(json.value("unfit"_L1).toObject()), "unfit");
    QVERIFY(json.value("hired_on"_L1).isNull());
}

void EmployeeViewTest::deletedRecordTellsWhen()
{
    Employee employee = zoe();
    QVERIFY(!employeeToJson(employee, allOf(Write), 2).contains("deleted_at"_L1));
    employee.deletedAt = std::chrono::milliseconds(0);
    QCOMPARE(employeeToJson(employee, allOf(Write), 2).value("deleted_at"_L1).toString(),
        u"1970-01-01T00:00:00Z"_s);
}

void EmployeeViewTest::salaryHasTheCurrencysDecimals()
{
    QCOMPARE(employeeToJson(zoe(), allOf(Read), 0).value("salary"_L1).toString(), u"4521050"_s);
    QCOMPARE(employeeToJson(zoe(), allOf(Read), 3).value("salary"_L1).toString(), u"4521.050"_s);
}

void EmployeeViewTest::theTextSaysTheSame_data()
{
    QTest::addColumn<FieldAccess>("access");
    QTest::newRow("none") << None;
    QTest::newRow("masked") << Masked;
    QTest::newRow("read") << Read;
    QTest::newRow("write") << Write;
}

void EmployeeViewTest::theTextSaysTheSame()
{
    QFETCH(FieldAccess, access);
    Employee nasty = zoe();
    nasty.id = maxSafeInteger;
    nasty.version = 1;
    nasty.set(
        Field::Department, u"\"\\/\t\r\n\b\f\u0001\u007f \u2028 \u00e9 \U0001f600 </script>"_s);
    nasty.set(Field::JobTitle, u"a\\u0041\\"_s);
    nasty.set(Field::Salary, Money{-1});
    nasty.unfit.insert(Field::Ssn, u"12 \"34\""_s);
    nasty.unfit.insert(Field::DateOfBirth, u"02-30-1999"_s);
    nasty.unfit.insert(Field::LeftOn, u"\u0003"_s);
    nasty.deletedAt = std::chrono::milliseconds(1'795'514'400'001);
    Employee empty;
    empty.id = 1;
    for (const Employee &employee : {zoe(), nasty, empty}) {
        QByteArray text("x");
        appendEmployee(text, employee, allOf(access), 2);
        const auto read = readStrictJson(text.sliced(1));
        QVERIFY2(read, text.constData());
        QCOMPARE(read->toObject(), employeeToJson(employee, allOf(access), 2));
    }
}

QTEST_GUILESS_MAIN(EmployeeViewTest)
#include "tst_employeeview.moc"
