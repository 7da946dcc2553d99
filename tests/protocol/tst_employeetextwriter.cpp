#include "common/protocol/EmployeeTextWriter.h"

#include "common/base/IsoText.h"
#include "common/protocol/EmployeeView.h"

#include <QRandomGenerator>
#include <QTest>

using namespace roster;
using namespace Qt::StringLiterals;
using enum roster::FieldAccess;

namespace {

/// An employee and what its columns hold.
struct Record
{
    void set(Field field, const QString &text)
    {
        columnTexts[indexOf(field)] = text.toUtf8();
        const FieldType type = describe(field).type;
        if (type == FieldType::Date)
            employee.set(field, dateOfIso(text));
        else if (type == FieldType::Money)
            employee.set(field, Money{text.toLongLong()});
        else
            employee.set(field, text);
    }

    [[nodiscard]] EmployeeColumns columns() const
    {
        EmployeeColumns columns;
        columns.id = employee.id;
        columns.version = employee.version;
        columns.updatedAt = employee.updatedAt;
        columns.updatedBy = updatedBy;
        columns.deletedAt = employee.deletedAt;
        for (const FieldDescription &row : editableFields()) {
            const auto &text = columnTexts[indexOf(row.field)];
            EmployeeColumns::Value &value = columns.values[indexOf(row.field)];
            value.isEmpty = !text;
            if (text && row.type == FieldType::Money)
                value.minorUnits = text->toLongLong();
            else if (text)
                value.text = *text;
        }
        return columns;
    }

    void setUpdatedBy(const QString &name)
    {
        employee.updatedBy = name;
        updatedBy = name.toUtf8();
    }

    Employee employee;
    std::array<std::optional<QByteArray>, fieldCount> columnTexts;
    QByteArray updatedBy;
};

QByteArray written(const Record &record, const Rights &rights, int digits)
{
    QByteArray json("x");
    EmployeeTextWriter(rights, digits).append(json, record.columns());
    return json;
}

QByteArray expected(const Record &record, const Rights &rights, int digits)
{
    QByteArray json("x");
    appendEmployee(json, record.employee, rights, digits);
    return json;
}

} // namespace

/// Holds the quick writer to the general one.
class EmployeeTextWriterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesValues_data();
    void writesValues();
    void writesRandomRecords();
    void needsNoHiddenField();
};

void EmployeeTextWriterTest::writesValues_data()
{
    QTest::addColumn<Field>("field");
    QTest::addColumn<QString>("text");
    const auto rows = [](Field field, const QStringList &texts) {
        for (const QString &text : texts)
            QTest::addRow("%s %s", describe(field).name.data(), qUtf8Printable(text))
                << field << text;
    };
    rows(Field::Department,
        {u""_s, u"Finance"_s, u"\"\\/"_s, u"\t\r\n\b\f\u0001\u001f\u007f"_s, u"R \u0026 D \u2028"_s,
            u"\u00e9"_s, u"a\U0001f600"_s, u"</script>"_s, u"\u65e5\u672c"_s});
    rows(Field::Ssn,
        {u"001020003"_s, u""_s, u"1"_s, u"123"_s, u"1234"_s, u"12\"4"_s,
            u"\u0661\u0662\u0663\u0664\u0665"_s});
    rows(Field::DateOfBirth,
        {u"1996-02-29"_s, u"1995-02-29"_s, u"0001-01-01"_s, u"0000-01-01"_s, u"9999-12-31"_s,
            u"2001-13-01"_s, u"2001-00-01"_s, u"2001-01-00"_s, u"2001-04-31"_s, u"soon"_s, u""_s,
            u"2001/01/01"_s, u"2001-01-1\""_s, u"20010-01-1"_s});
    rows(Field::Salary,
        {u"0"_s, u"1"_s, u"9"_s, u"10"_s, u"99"_s, u"100"_s, u"123456789"_s, u"9000000000000000"_s,
            u"-1"_s, u"-1234"_s, u"9223372036854775807"_s, u"-9223372036854775808"_s});
}

void EmployeeTextWriterTest::writesValues()
{
    QFETCH(Field, field);
    QFETCH(QString, text);
    Record record;
    record.set(field, text);
    record.setUpdatedBy(u"alice"_s);
    for (const FieldAccess access : {None, Masked, Read, Write}) {
        const Rights rights({Permission::EmployeeGet}, access, access, access);
        for (int digits = 0; digits <= 6; ++digits)
            QCOMPARE(written(record, rights, digits), expected(record, rights, digits));
    }
}

void EmployeeTextWriterTest::writesRandomRecords()
{
    QRandomGenerator random(17);
    const auto text = [&random] {
        static const QString letters = u"abc XYZ \"\\\u0007\n\u00e9\u65e5'."_s;
        QString made;
        for (int i = random.bounded(30); i > 0; --i)
            made.append(letters[random.bounded(static_cast<int>(letters.size()))]);
        return made;
    };
    const auto access = [&random] { return static_cast<FieldAccess>(random.bounded(4)); };
    QByteArray all("[");
    QByteArray allExpected("[");
    for (int i = 0; i < 2000; ++i) {
        Record record;
        record.employee.id = random.generate64() % maxSafeInteger;
        record.employee.version = random.bounded(1000);
        record.employee.updatedAt = std::chrono::milliseconds(
            qint64(random.generate64() % 400'000'000'000'000) - 80'000'000'000'000);
        if (random.bounded(4) == 0)
            record.employee.deletedAt = std::chrono::milliseconds(random.generate());
        record.setUpdatedBy(text());
        for (const FieldDescription &row : editableFields()) {
            if (random.bounded(5) == 0)
                continue;
            if (row.type == FieldType::Date)
                record.set(row.field, isoDate(QDate(1900, 1, 1).addDays(random.bounded(90'000))));
            else if (row.type == FieldType::Money)
                record.set(row.field, QString::number(random.bounded(100'000'000)));
            else
                record.set(row.field, text());
        }
        const Rights rights({Permission::EmployeeGet}, access(), access(), access());
        QCOMPARE(written(record, rights, 2), expected(record, rights, 2));
        EmployeeTextWriter(rights, 2).append(all, record.columns());
        appendEmployee(allExpected, record.employee, rights, 2);
    }
    QCOMPARE(all, allExpected);
}

void EmployeeTextWriterTest::needsNoHiddenField()
{
    const auto needs = [](FieldAccess access) {
        const Rights rights({Permission::EmployeeGet}, access, access, access);
        return EmployeeTextWriter(rights, 2).neededFields();
    };
    const auto has = [](const std::vector<Field> &fields, Field field) {
        return std::ranges::find(fields, field) != fields.end();
    };
    for (const Field field : {Field::Ssn, Field::DateOfBirth, Field::Salary}) {
        QVERIFY(!has(needs(None), field));
        QCOMPARE(has(needs(Masked), field), field == Field::Ssn);
        QVERIFY(has(needs(Read), field));
    }
}

QTEST_GUILESS_MAIN(EmployeeTextWriterTest)
#include "tst_employeetextwriter.moc"
