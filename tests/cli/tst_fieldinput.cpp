#include "cli-client/text/FieldInput.h"

#include <QTest>

using namespace roster;
using namespace roster::cli;
using namespace Qt::StringLiterals;

class FieldInputTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesWhatPeopleType_data();
    void takesWhatPeopleType();
};

void FieldInputTest::takesWhatPeopleType_data()
{
    QTest::addColumn<Field>("field");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("canonical");
    const auto row
        = [](const char *name, Field field, const QString &typed, const QString &canonical) {
              QTest::newRow(name) << field << typed << canonical;
          };
    row("date with hyphens", Field::DateOfBirth, u"02-29-1996"_s, u"1996-02-29"_s);
    row("date with slashes", Field::HiredOn, u"2/9/2021"_s, u"2021-02-09"_s);
    row("ISO date", Field::HiredOn, u" 2021-02-09 "_s, u"2021-02-09"_s);
    row("mixed date", Field::HiredOn, u"02-29/1996"_s, u"02-29/1996"_s);
    row("unreal date", Field::HiredOn, u"13-41-1996"_s, u"1996-13-41"_s);
    row("date in words", Field::HiredOn, u"yesterday"_s, u"yesterday"_s);
    row("SSN with hyphens", Field::Ssn, u"001-02-0003"_s, u"001020003"_s);
    row("SSN with spaces", Field::Ssn, u"001 02 0003"_s, u"001020003"_s);
    row("SSN plain", Field::Ssn, u"001020003"_s, u"001020003"_s);
    row("SSN with hyphens elsewhere", Field::Ssn, u"00-102-0003"_s, u"00-102-0003"_s);
    row("plain money", Field::Salary, u"45210.50"_s, u"45210.50"_s);
    row("dollars", Field::Salary, u"$45,210.50"_s, u"45210.50"_s);
    row("grouping", Field::Salary, u"1,234,567"_s, u"1234567"_s);
    row("decimal comma is not grouping", Field::Salary, u"45,50"_s, u"45,50"_s);
    row("wrong groups", Field::Salary, u"4,5210"_s, u"4,5210"_s);
    row("text as it is", Field::Department, u" R&D "_s, u" R&D "_s);
}

void FieldInputTest::takesWhatPeopleType()
{
    QFETCH(Field, field);
    QFETCH(QString, typed);
    QFETCH(QString, canonical);
    QCOMPARE(canonicalInput(describe(field), typed), canonical);
}

QTEST_APPLESS_MAIN(FieldInputTest)
#include "tst_fieldinput.moc"
