#include "common/model/Money.h"

#include <QTest>

using namespace roster;
using namespace Qt::StringLiterals;

class MoneyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsExactly_data();
    void readsExactly();
    void refuses_data();
    void refuses();
    void writesExactlyTheDecimals_data();
    void writesExactlyTheDecimals();
    void everyAmountComesBackAsItWas();
};

void MoneyTest::readsExactly_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("digits");
    QTest::addColumn<qint64>("minorUnits");
    QTest::newRow("zero") << u"0"_s << 2 << qint64{0};
    QTest::newRow("zero with decimals") << u"0.00"_s << 2 << qint64{0};
    QTest::newRow("whole") << u"9000"_s << 2 << qint64{900'000};
    QTest::newRow("one decimal") << u"45210.5"_s << 2 << qint64{4'521'050};
    QTest::newRow("two decimals") << u"45210.50"_s << 2 << qint64{4'521'050};
    QTest::newRow("smallest") << u"0.01"_s << 2 << qint64{1};
    QTest::newRow("no double holds it") << u"0.29"_s << 2 << qint64{29};
    QTest::newRow("leading zeros") << u"000009000.10"_s << 2 << qint64{900'010};
    QTest::newRow("very many leading zeros") << QString(5000, u'0') + u"7"_s << 2 << qint64{700};
    QTest::newRow("no minor digits") << u"9000"_s << 0 << qint64{9000};
    QTest::newRow("three minor digits") << u"1.5"_s << 3 << qint64{1500};
    QTest::newRow("limit") << u"90000000000000.00"_s << 2 << maxMinorUnits;
    QTest::newRow("limit, short") << u"90000000000000"_s << 2 << maxMinorUnits;
    QTest::newRow("below the limit") << u"89999999999999.99"_s << 2 << maxMinorUnits - 1;
    QTest::newRow("limit without minor digits") << u"9000000000000000"_s << 0 << maxMinorUnits;
}

void MoneyTest::readsExactly()
{
    QFETCH(QString, text);
    QFETCH(int, digits);
    const auto parsed = parseMoney(text, digits);
    const auto *money = std::get_if<Money>(&parsed);
    QVERIFY(money);
    QTEST(money->minorUnits, "minorUnits");
}

void MoneyTest::refuses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("digits");
    QTest::addColumn<MoneyError>("error");
    const auto no = [](const char *name, const QString &text) {
        QTest::newRow(name) << text << 2 << MoneyError::NotADecimal;
    };
    no("empty", QString());
    no("minus", u"-1"_s);
    no("plus", u"+1"_s);
    no("exponent", u"1e3"_s);
    no("comma", u"1,50"_s);
    no("grouping", u"1,000.00"_s);
    no("grouping by blanks", u"1 000"_s);
    no("grouping by apostrophes", u"1'000"_s);
    no("point alone", u"."_s);
    no("nothing before the point", u".50"_s);
    no("nothing after the point", u"9000."_s);
    no("two points", u"1.2.3"_s);
    no("two points in a row", u"1..2"_s);
    no("blank before", u" 1"_s);
    no("blank after", u"1 "_s);
    no("currency sign", u"$1"_s);
    no("hexadecimal", u"0x10"_s);
    no("not a number", u"NaN"_s);
    no("infinity", u"inf"_s);
    no("Arabic-Indic digits", u"١٢"_s);
    no("Arabic decimal separator", u"1٫5"_s);
    no("full-width digits", u"１２"_s);
    no("superscript", u"1²"_s);
    no("U+0000", QString::fromUtf16(u"1\0", 2));
    no("minus sign", u"−1"_s);

    QTest::newRow("three decimals") << u"1.234"_s << 2 << MoneyError::TooManyDecimals;
    QTest::newRow("three decimals, zeros") << u"1.000"_s << 2 << MoneyError::TooManyDecimals;
    QTest::newRow("decimals of a currency without") << u"1.0"_s << 0 << MoneyError::TooManyDecimals;
    QTest::newRow("above the limit") << u"90000000000000.01"_s << 2 << MoneyError::TooLarge;
    QTest::newRow("above by scaling") << u"90000000000001"_s << 2 << MoneyError::TooLarge;
    QTest::newRow("2^63") << u"9223372036854775808"_s << 2 << MoneyError::TooLarge;
    QTest::newRow("2^64 + 1") << u"18446744073709551617"_s << 0 << MoneyError::TooLarge;
    QTest::newRow("a thousand digits") << QString(1000, u'9') << 2 << MoneyError::TooLarge;
}

void MoneyTest::refuses()
{
    QFETCH(QString, text);
    QFETCH(int, digits);
    const auto parsed = parseMoney(text, digits);
    const auto *error = std::get_if<MoneyError>(&parsed);
    QVERIFY(error);
    QTEST(*error, "error");
}

void MoneyTest::writesExactlyTheDecimals_data()
{
    QTest::addColumn<qint64>("minorUnits");
    QTest::addColumn<int>("digits");
    QTest::addColumn<QString>("text");
    QTest::newRow("zero") << qint64{0} << 2 << u"0.00"_s;
    QTest::newRow("smallest") << qint64{1} << 2 << u"0.01"_s;
    QTest::newRow("ten") << qint64{10} << 2 << u"0.10"_s;
    QTest::newRow("one") << qint64{100} << 2 << u"1.00"_s;
    QTest::newRow("usual") << qint64{4'521'050} << 2 << u"45210.50"_s;
    QTest::newRow("limit") << maxMinorUnits << 2 << u"90000000000000.00"_s;
    QTest::newRow("no digits") << qint64{17} << 0 << u"17"_s;
    QTest::newRow("three digits") << qint64{17} << 3 << u"0.017"_s;
}

void MoneyTest::writesExactlyTheDecimals()
{
    QFETCH(qint64, minorUnits);
    QFETCH(int, digits);
    QTEST(formatMoney(Money{minorUnits}, digits), "text");
}

void MoneyTest::everyAmountComesBackAsItWas()
{
    for (int digits = 0; digits <= 4; ++digits) {
        for (qint64 units = 1; units <= maxMinorUnits; units = units * 3 + 1) {
            const auto parsed = parseMoney(formatMoney(Money{units}, digits), digits);
            QCOMPARE(std::get<Money>(parsed).minorUnits, units);
        }
    }
}

QTEST_GUILESS_MAIN(MoneyTest)
#include "tst_money.moc"
