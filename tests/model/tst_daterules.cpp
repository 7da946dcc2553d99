#include "common/model/FieldRules.h"

#include <QTest>

using namespace roster;
using namespace Qt::StringLiterals;

class DateRulesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void checksDatesAgainstEachOther_data();
    void checksDatesAgainstEachOther();
    void looksOnlyAtRulesThatAChangeTouches();
    void tellsNobodyADateTheyMayNotSee();
};

void DateRulesTest::checksDatesAgainstEachOther_data()
{
    QTest::addColumn<QDate>("born");
    QTest::addColumn<QDate>("hired");
    QTest::addColumn<QDate>("left");
    QTest::addColumn<QStringList>("reasons");
    const QDate none;
    const QDate y1(2001, 1, 1);
    const QDate y2(2002, 1, 1);
    const QDate y3(2003, 1, 1);
    QTest::newRow("in order") << y1 << y2 << y3 << QStringList();
    QTest::newRow("same day") << y1 << y1 << y1 << QStringList();
    QTest::newRow("hired before birth")
        << y2 << y1 << none << QStringList{u"hired_on before_birth"_s};
    QTest::newRow("left before hired")
        << y1 << y3 << y2 << QStringList{u"left_on before_hired_on"_s};
    QTest::newRow("both") << y3 << y2 << y1
                          << QStringList{u"hired_on before_birth"_s, u"left_on before_hired_on"_s};
    QTest::newRow("nothing but birth") << y1 << none << none << QStringList();
    QTest::newRow("left without hired") << y1 << none << y2 << QStringList();
    QTest::newRow("nothing") << none << none << none << QStringList();
}

void DateRulesTest::checksDatesAgainstEachOther()
{
    QFETCH(QDate, born);
    QFETCH(QDate, hired);
    QFETCH(QDate, left);
    Employee employee;
    const auto set = [&employee](Field field, QDate date) {
        if (date.isValid())
            employee.set(field, date);
    };
    set(Field::DateOfBirth, born);
    set(Field::HiredOn, hired);
    set(Field::LeftOn, left);

    const auto always = [](Field) { return true; };
    QStringList reasons;
    for (const FieldError &error : checkDates(employee, always, always))
        reasons.append(describe(error.field).name + u' ' + error.reason);
    QTEST(reasons, "reasons");
}

void DateRulesTest::looksOnlyAtRulesThatAChangeTouches()
{
    Employee employee;
    employee.set(Field::DateOfBirth, QDate(2003, 1, 1));
    employee.set(Field::HiredOn, QDate(2002, 1, 1));
    employee.set(Field::LeftOn, QDate(2001, 1, 1));
    const auto always = [](Field) { return true; };
    const auto errorsIfChanged = [&](Field changed) {
        return checkDates(
            employee, [changed](Field field) { return field == changed; }, always)
            .size();
    };
    QCOMPARE(errorsIfChanged(Field::Salary), 0);
    QCOMPARE(errorsIfChanged(Field::DateOfBirth), 1);
    QCOMPARE(errorsIfChanged(Field::HiredOn), 2);
    QCOMPARE(errorsIfChanged(Field::LeftOn), 1);
}

void DateRulesTest::tellsNobodyADateTheyMayNotSee()
{
    Employee employee;
    employee.set(Field::DateOfBirth, QDate(2003, 1, 1));
    employee.set(Field::HiredOn, QDate(2002, 1, 1));
    const auto always = [](Field) { return true; };
    const auto notBirth = [](Field field) { return field != Field::DateOfBirth; };
    QCOMPARE(checkDates(employee, always, always).size(), 1);
    QVERIFY(checkDates(employee, always, notBirth).isEmpty());
}

QTEST_GUILESS_MAIN(DateRulesTest)
#include "tst_daterules.moc"
