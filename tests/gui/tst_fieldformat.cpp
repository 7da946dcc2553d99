#include "gui-client/text/FieldFormat.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace roster;
using namespace roster::gui;

namespace {

FieldFormat formatFor(const QString &locale, const QString &currency = u"USD"_s, int digits = 2)
{
    return {QLocale(locale), Currency{currency, digits}};
}

QString moneyText(qint64 minorUnits, int digits)
{
    return formatMoney(Money{minorUnits}, digits);
}

const QStringList &locales()
{
    static const QStringList names{u"de_DE"_s, u"en_US"_s, u"en_GB"_s, u"sv_SE"_s, u"ar_EG"_s,
        u"de_CH"_s, u"fr_FR"_s, u"en_IN"_s, u"hu_HU"_s, u"fa_IR"_s, u"mr_IN"_s, u"ja_JP"_s,
        u"pl_PL"_s, u"C"_s};
    return names;
}

} // namespace

class FieldFormatTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsItsOwnMoney_data();
    void readsItsOwnMoney();
    void readsItsOwnDates_data();
    void readsItsOwnDates();
    void showsMoney_data();
    void showsMoney();
    void readsMoney_data();
    void readsMoney();
    void refusesMoney_data();
    void refusesMoney();
    void showsDates_data();
    void showsDates();
    void readsDates_data();
    void readsDates();
    void refusesDates_data();
    void refusesDates();
    void aYearOfTwoDigitsIsNotAheadOfBirth();
    void aYearOfTwoDigitsMayBeNear();
    void readsSsns_data();
    void readsSsns();
    void masks();
    void textIsKeptAsTheServerKeepsIt();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void theLimitIsNamed();
    void everyFieldHasALabel();
};

void FieldFormatTest::readsItsOwnMoney_data()
{
    QTest::addColumn<QString>("locale");
    QTest::addColumn<int>("digits");
    QTest::addColumn<qint64>("units");
    for (const QString &locale : locales()) {
        for (const int digits : {0, 2, 3}) {
            for (const qint64 units :
                {0LL, 7LL, 99LL, 1'000LL, 123'456LL, 4'521'050LL, 1'234'567'890LL, 1'500LL,
                    1'500'000LL, 8'999'999'999'999'999LL, 9'000'000'000'000'000LL}) {
                QTest::addRow("%s, %d digits, %lld", qPrintable(locale), digits, units)
                    << locale << digits << units;
            }
        }
    }
}

void FieldFormatTest::readsItsOwnMoney()
{
    QFETCH(QString, locale);
    QFETCH(int, digits);
    QFETCH(qint64, units);
    const FieldFormat format = formatFor(locale, u"EUR"_s, digits);
    const FieldDescription &salary = describe(Field::Salary);
    const QString canonical = moneyText(units, digits);
    for (const QString &shown :
        {format.display(salary, canonical), format.editable(salary, canonical)}) {
        const QString read = format.canonical(salary, shown);
        const auto parsed = parseMoney(read, digits);
        QVERIFY2(std::holds_alternative<Money>(parsed), qPrintable(shown + u" -> "_s + read));
        QCOMPARE(std::get<Money>(parsed).minorUnits, units);
    }
}

void FieldFormatTest::readsItsOwnDates_data()
{
    QTest::addColumn<QString>("locale");
    for (const QString &locale : locales())
        QTest::newRow(qPrintable(locale)) << locale;
}

void FieldFormatTest::readsItsOwnDates()
{
    QFETCH(QString, locale);
    const FieldFormat format = formatFor(locale);
    const FieldDescription &born = describe(Field::DateOfBirth);
    for (const QDate &date : {QDate(1900, 1, 1), QDate(1904, 2, 29), QDate(1996, 2, 29),
             QDate(2000, 2, 29), QDate(1999, 12, 31), QDate(2001, 3, 4), QDate(1987, 11, 10)}) {
        const QString canonical = date.toString(Qt::ISODate);
        QCOMPARE(format.canonical(born, format.display(born, canonical)), canonical);
        QCOMPARE(format.canonical(born, format.editable(born, canonical)), canonical);
        QCOMPARE(format.canonical(born, canonical), canonical);
        const QString inWords = format.locale().toString(date, QLocale::LongFormat);
        QCOMPARE(format.canonical(born, inWords), canonical);
    }
}

void FieldFormatTest::showsMoney_data()
{
    QTest::addColumn<QString>("locale");
    QTest::addColumn<int>("digits");
    QTest::addColumn<QString>("canonical");
    QTest::addColumn<QString>("grouped");
    QTest::addColumn<QString>("plain");
    const auto row = [](const char *locale, int digits, const char *canonical,
                         const QString &grouped, const QString &plain) {
        QTest::addRow("%s %s", locale, canonical)
            << QString::fromLatin1(locale) << digits << QString::fromLatin1(canonical) << grouped
            << plain;
    };
    row("en_US", 2, "45210.50", u"45,210.50"_s, u"45210.50"_s);
    row("de_DE", 2, "45210.50", u"45.210,50"_s, u"45210,50"_s);
    row("sv_SE", 2, "45210.50", u"45\u00a0210,50"_s, u"45210,50"_s);
    row("de_CH", 2, "45210.50", u"45\u2019210.50"_s, u"45210.50"_s);
    row("en_IN", 2, "1234567.50", u"12,34,567.50"_s, u"1234567.50"_s);
    row("en_US", 2, "90000000000000.00", u"90,000,000,000,000.00"_s, u"90000000000000.00"_s);
    row("en_US", 0, "9000000000000000", u"9,000,000,000,000,000"_s, u"9000000000000000"_s);
    row("de_DE", 3, "1.500", u"1,500"_s, u"1,500"_s);
    // The part after the decimal sign is of the same script as the part before it.
    row("ar_EG", 2, "45210.50", u"\u0664\u0665\u066c\u0662\u0661\u0660\u066b\u0665\u0660"_s,
        u"\u0664\u0665\u0662\u0661\u0660\u066b\u0665\u0660"_s);
    // As typed, not from the server: still all of the decimals.
    row("en_US", 2, "9000", u"9,000.00"_s, u"9000.00"_s);
    row("en_US", 2, "9000.5", u"9,000.50"_s, u"9000.50"_s);
    row("en_US", 2, "a lot", u"a lot"_s, u"a lot"_s);
    row("en_US", 2, "", u""_s, u""_s);
}

void FieldFormatTest::showsMoney()
{
    QFETCH(QString, locale);
    QFETCH(int, digits);
    QFETCH(QString, canonical);
    const FieldFormat format = formatFor(locale, u"USD"_s, digits);
    QTEST(format.display(describe(Field::Salary), canonical), "grouped");
    QTEST(format.editable(describe(Field::Salary), canonical), "plain");
}

void FieldFormatTest::readsMoney_data()
{
    QTest::addColumn<QString>("locale");
    QTest::addColumn<QString>("currency");
    QTest::addColumn<int>("digits");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("canonical");
    const auto row = [](const char *locale, const char *currency, int digits, const QString &typed,
                         const char *canonical) {
        QTest::addRow("%s %s %s", locale, currency, qPrintable(typed))
            << QString::fromLatin1(locale) << QString::fromLatin1(currency) << digits << typed
            << QString::fromLatin1(canonical);
    };
    row("en_US", "USD", 2, u"45,210.50"_s, "45210.50");
    row("en_US", "USD", 2, u"$45,210.50"_s, "45210.50");
    row("en_US", "USD", 2, u"USD 45,210.50"_s, "45210.50");
    row("en_US", "USD", 2, u"45210.50 usd"_s, "45210.50");
    row("en_US", "EUR", 2, u"\u20ac45,210.50"_s, "45210.50");
    row("en_US", "USD", 2, u".5"_s, "0.5");
    row("en_US", "USD", 2, u"45210."_s, "45210");
    row("en_US", "USD", 2, u"  9000 "_s, "9000");
    row("de_DE", "EUR", 2, u"45.210,50"_s, "45210.50");
    row("de_DE", "EUR", 2, u"45.210,50 \u20ac"_s, "45210.50");
    row("de_DE", "EUR", 2, u"45210,5"_s, "45210.5");
    row("de_DE", "EUR", 2, u"1.500"_s, "1500");
    row("de_DE", "EUR", 2, u"45 210,50"_s, "45210.50");
    // The wire's own form, where its point could not set whole groups apart.
    row("de_DE", "EUR", 2, u"45210.50"_s, "45210.50");
    row("de_DE", "KWD", 3, u"45210.500"_s, "45210.500");
    row("de_DE", "KWD", 3, u"1.500,250"_s, "1500.250");
    row("sv_SE", "SEK", 2, u"45\u00a0210,50"_s, "45210.50");
    row("sv_SE", "SEK", 2, u"45 210,50 kr"_s, "45210.50");
    row("sv_SE", "SEK", 2, u"45210.50"_s, "45210.50");
    row("fr_FR", "EUR", 2, u"45\u202f210,50\u00a0\u20ac"_s, "45210.50");
    row("de_CH", "CHF", 2, u"45'210.50"_s, "45210.50");
    row("de_CH", "CHF", 2, u"CHF 45\u2019210.50"_s, "45210.50");
    row("en_IN", "INR", 2, u"12,34,567.50"_s, "1234567.50");
    row("en_US", "JPY", 0, u"\u00a59,000"_s, "9000");
    row("en_US", "USD", 2, u"90,000,000,000,000.00"_s, "90000000000000.00");
    row("ar_EG", "EGP", 2, u"\u0664\u0665\u066c\u0662\u0661\u0660\u066b\u0665\u0660"_s, "45210.50");
    row("ar_EG", "EGP", 2, u"\u200f\u0664\u0665\u0662\u0661\u0660"_s, "45210");
    row("ar_EG", "EGP", 2, u"45210.50"_s, "45210.50");
    row("en_US", "USD", 2, u"\u0664\u0665\u0660"_s, "450");
}

void FieldFormatTest::readsMoney()
{
    QFETCH(QString, locale);
    QFETCH(QString, currency);
    QFETCH(int, digits);
    QFETCH(QString, typed);
    const FieldFormat format = formatFor(locale, currency, digits);
    const QString canonical = format.canonical(describe(Field::Salary), typed);
    QTEST(canonical, "canonical");
    QCOMPARE(format.problem(describe(Field::Salary), canonical), QString());
}

void FieldFormatTest::refusesMoney_data()
{
    QTest::addColumn<QString>("locale");
    QTest::addColumn<int>("digits");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("problem");
    const QString none = u"This is no amount."_s;
    const QString fine = u"The amount has too many decimals."_s;
    const QString large = u"The amount is too large."_s;
    // What another country writes is never taken for a hundred times as much.
    QTest::newRow("decimal comma in English") << u"en_US"_s << 2 << u"1,50"_s << none;
    QTest::newRow("half a group") << u"en_US"_s << 2 << u"45,21"_s << none;
    QTest::newRow("blank in a number") << u"en_US"_s << 2 << u"45 50"_s << none;
    QTest::newRow("German in English") << u"en_US"_s << 2 << u"45.210,50"_s << none;
    QTest::newRow("English in German") << u"de_DE"_s << 2 << u"45,210.50"_s << none;
    QTest::newRow("group after the decimals") << u"en_US"_s << 2 << u"1.000,000"_s << none;
    QTest::newRow("another currency") << u"en_US"_s << 2 << u"\u20ac45"_s << none;
    QTest::newRow("minus") << u"en_US"_s << 2 << u"-5"_s << none;
    QTest::newRow("exponent") << u"en_US"_s << 2 << u"1e5"_s << none;
    QTest::newRow("words") << u"en_US"_s << 2 << u"a lot"_s << none;
    QTest::newRow("point alone") << u"en_US"_s << 2 << u"."_s << none;
    QTest::newRow("sign alone") << u"en_US"_s << 2 << u"$"_s << none;
    QTest::newRow("three decimals") << u"en_US"_s << 2 << u"45,210.505"_s << fine;
    QTest::newRow("decimals without any") << u"en_US"_s << 0 << u"45.5"_s << fine;
    QTest::newRow("a cent too much") << u"en_US"_s << 2 << u"90,000,000,000,000.01"_s << large;
    QTest::newRow("yen too many") << u"en_US"_s << 0 << u"9000000000000001"_s << large;
    QTest::newRow("beyond 64 bits") << u"en_US"_s << 2 << u"99999999999999999999999"_s << large;
}

void FieldFormatTest::refusesMoney()
{
    QFETCH(QString, locale);
    QFETCH(int, digits);
    QFETCH(QString, typed);
    const FieldFormat format = formatFor(locale, u"USD"_s, digits);
    const FieldDescription &salary = describe(Field::Salary);
    QTEST(format.problem(salary, format.canonical(salary, typed)), "problem");
}

void FieldFormatTest::showsDates_data()
{
    QTest::addColumn<QString>("locale");
    QTest::addColumn<QString>("shown");
    QTest::newRow("de_DE") << u"de_DE"_s << u"29.02.1996"_s;
    QTest::newRow("en_US") << u"en_US"_s << u"2/29/1996"_s;
    QTest::newRow("en_GB") << u"en_GB"_s << u"29/02/1996"_s;
    QTest::newRow("sv_SE") << u"sv_SE"_s << u"1996-02-29"_s;
    QTest::newRow("ar_EG") << u"ar_EG"_s
                           << u"\u0662\u0669\u200f/\u0662\u200f/\u0661\u0669\u0669\u0666"_s;
}

void FieldFormatTest::showsDates()
{
    QFETCH(QString, locale);
    const FieldFormat format = formatFor(locale);
    QTEST(format.display(describe(Field::DateOfBirth), u"1996-02-29"_s), "shown");
    QTEST(format.editable(describe(Field::DateOfBirth), u"1996-02-29"_s), "shown");
    QCOMPARE(format.display(describe(Field::DateOfBirth), u"1996-02-30"_s), u"1996-02-30"_s);
    QCOMPARE(format.display(describe(Field::DateOfBirth), QString()), QString());
    QVERIFY(format
                .problem(describe(Field::HiredOn),
                    format.canonical(describe(Field::HiredOn), format.dateHint()))
                .isEmpty());
}

void FieldFormatTest::readsDates_data()
{
    QTest::addColumn<QString>("locale");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("canonical");
    const auto row = [](const char *locale, const QString &typed, const char *canonical) {
        QTest::addRow("%s %s", locale, qPrintable(typed))
            << QString::fromLatin1(locale) << typed << QString::fromLatin1(canonical);
    };
    row("de_DE", u"3.7.1996"_s, "1996-07-03");
    row("de_DE", u"03.07.96"_s, "1996-07-03");
    row("de_DE", u"3. 7. 1996"_s, "1996-07-03");
    row("de_DE", u"3/7/1996"_s, "1996-07-03");
    row("de_DE", u"3-7-96"_s, "1996-07-03");
    row("de_DE", u"3 7 1996"_s, "1996-07-03");
    row("de_DE", u"03071996"_s, "1996-07-03");
    row("de_DE", u"030796"_s, "1996-07-03");
    row("de_DE", u"19960703"_s, "1996-07-03");
    row("de_DE", u"1996-07-03"_s, "1996-07-03");
    row("de_DE", u"1996/7/3"_s, "1996-07-03");
    row("de_DE", u"3. Juli 1996"_s, "1996-07-03");
    row("de_DE", u"29.02.96"_s, "1996-02-29");
    row("de_DE", u"29.02.00"_s, "2000-02-29");
    row("de_DE", u"290200"_s, "2000-02-29");
    row("en_US", u"7/3/1996"_s, "1996-07-03");
    row("en_US", u"07-03-1996"_s, "1996-07-03");
    row("en_US", u"7/3/96"_s, "1996-07-03");
    row("en_US", u"07031996"_s, "1996-07-03");
    row("en_US", u"Jul 3, 1996"_s, "1996-07-03");
    row("en_US", u"July 3, 1996"_s, "1996-07-03");
    row("en_US", u"3 Jul 1996"_s, "1996-07-03");
    row("en_US", u"2/29/00"_s, "2000-02-29");
    row("en_GB", u"3/7/1996"_s, "1996-07-03");
    row("en_GB", u"3.7.96"_s, "1996-07-03");
    row("sv_SE", u"1996-07-03"_s, "1996-07-03");
    row("sv_SE", u"960703"_s, "1996-07-03");
    row("sv_SE", u"19960703"_s, "1996-07-03");
    row("hu_HU", u"1996. 7. 3."_s, "1996-07-03");
    row("ja_JP", u"1996/7/3"_s, "1996-07-03");
    // Arabic keyboards have both kinds of digits; pasted text may lack the marks or have more.
    row("ar_EG", u"\u0663/\u0667/\u0661\u0669\u0669\u0666"_s, "1996-07-03");
    row("ar_EG", u"3/7/1996"_s, "1996-07-03");
    row("ar_EG", u"\u061c\u0663\u200f/\u0667\u200f/\u0661\u0669\u0669\u0666\u200f"_s, "1996-07-03");
}

void FieldFormatTest::readsDates()
{
    QFETCH(QString, locale);
    QFETCH(QString, typed);
    const FieldFormat format = formatFor(locale);
    QTEST(format.canonical(describe(Field::DateOfBirth), typed), "canonical");
}

void FieldFormatTest::refusesDates_data()
{
    QTest::addColumn<QString>("locale");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("problem");
    const QString none = u"There is no such date."_s;
    const QString future = u"The date lies in the future."_s;
    QTest::newRow("no leap year") << u"de_DE"_s << u"29.02.1999"_s << none;
    QTest::newRow("1900 was none") << u"en_US"_s << u"2/29/1900"_s << none;
    QTest::newRow("no leap year in two digits") << u"de_DE"_s << u"29.02.99"_s << none;
    QTest::newRow("April 31") << u"en_US"_s << u"4/31/2001"_s << none;
    QTest::newRow("German in American") << u"en_US"_s << u"3.7.1996"_s << none;
    QTest::newRow("day first in American") << u"en_US"_s << u"31/12/1999"_s << none;
    QTest::newRow("day first in Swedish") << u"sv_SE"_s << u"29/02/1996"_s << none;
    QTest::newRow("mixed separators") << u"en_US"_s << u"7/3-1996"_s << none;
    QTest::newRow("year of three digits") << u"en_US"_s << u"7/3/199"_s << none;
    QTest::newRow("two parts") << u"en_US"_s << u"7/1996"_s << none;
    QTest::newRow("a time too") << u"sv_SE"_s << u"1996-07-03T00:00"_s << none;
    QTest::newRow("words") << u"en_US"_s << u"yesterday"_s << none;
    QTest::newRow("before 1900") << u"en_US"_s << u"12/31/1899"_s
                                 << u"The date is before the year 1900."_s;
    QTest::newRow("future") << u"en_US"_s << u"1/1/2999"_s << future;
}

void FieldFormatTest::refusesDates()
{
    QFETCH(QString, locale);
    QFETCH(QString, typed);
    const FieldFormat format = formatFor(locale);
    const FieldDescription &born = describe(Field::DateOfBirth);
    QTEST(format.problem(born, format.canonical(born, typed)), "problem");
}

void FieldFormatTest::aYearOfTwoDigitsIsNotAheadOfBirth()
{
    const FieldFormat format = formatFor(u"en_GB"_s);
    const QDate today = QDate::currentDate();
    const QDate tomorrow = today.addDays(1);
    const FieldDescription &born = describe(Field::DateOfBirth);
    QCOMPARE(format.canonical(born, today.toString(u"dd/MM/yy")), today.toString(Qt::ISODate));
    const QString read = format.canonical(born, tomorrow.toString(u"dd/MM/yy"));
    QVERIFY2(QDate::fromString(read, Qt::ISODate) < today
            || (tomorrow.month() == 2 && tomorrow.day() == 29),
        qPrintable(read));
}

void FieldFormatTest::aYearOfTwoDigitsMayBeNear()
{
    const FieldFormat format = formatFor(u"en_GB"_s);
    const QDate soon = QDate(QDate::currentDate().year() + 2, 6, 30);
    QCOMPARE(format.canonical(describe(Field::LeftOn), soon.toString(u"dd/MM/yy")),
        soon.toString(Qt::ISODate));
    QCOMPARE(format.canonical(describe(Field::HiredOn), u"30/06/85"_s), u"1985-06-30"_s);
}

void FieldFormatTest::readsSsns_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("canonical");
    QTest::newRow("digits") << u"123456789"_s << u"123456789"_s;
    QTest::newRow("hyphens") << u"123-45-6789"_s << u"123456789"_s;
    QTest::newRow("blanks") << u" 123 45 6789 "_s << u"123456789"_s;
    QTest::newRow("dashes of a word processor") << u"123\u201145\u20136789"_s << u"123456789"_s;
    QTest::newRow("Arabic digits") << u"\u0661\u0662\u0663-45-6789"_s << u"123456789"_s;
    QTest::newRow("leading zeros") << u"001-02-0003"_s << u"001020003"_s;
    QTest::newRow("too short") << u"123-45-678"_s << u"123-45-678"_s;
    QTest::newRow("too long") << u"123-45-67890"_s << u"123-45-67890"_s;
    QTest::newRow("letters") << u"123-45-678X"_s << u"123-45-678X"_s;
    QTest::newRow("empty") << u""_s << u""_s;
}

void FieldFormatTest::readsSsns()
{
    QFETCH(QString, typed);
    const FieldFormat format = formatFor(u"en_US"_s);
    QTEST(format.canonical(describe(Field::Ssn), typed), "canonical");
    QCOMPARE(format.display(describe(Field::Ssn), u"001020003"_s), u"001-02-0003"_s);
    QCOMPARE(format.display(describe(Field::Ssn), u"12"_s), u"12"_s);
}

void FieldFormatTest::masks()
{
    const auto mask
        = [](Field field, const QString &sent) { return FieldFormat::mask(describe(field), sent); };
    const QString dots = u"\u2022\u2022\u2022"_s;
    QCOMPARE(mask(Field::Ssn, u"*****0003"_s), dots + u"-\u2022\u2022-0003"_s);
    QCOMPARE(mask(Field::Salary, u"***"_s), dots);
    QCOMPARE(mask(Field::DateOfBirth, u"****-**-**"_s),
        u"\u2022\u2022\u2022\u2022-\u2022\u2022-\u2022\u2022"_s);
}

void FieldFormatTest::textIsKeptAsTheServerKeepsIt()
{
    const FieldFormat format = formatFor(u"en_US"_s);
    QCOMPARE(format.canonical(describe(Field::FirstName), u"  Zoe\u0308 "_s), u"Zo\u00eb"_s);
    QCOMPARE(format.canonical(describe(Field::Department), u"\u0661\u0662"_s), u"\u0661\u0662"_s);
}

void FieldFormatTest::saysWhatIsWrong_data()
{
    QTest::addColumn<int>("field");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("problem");
    const auto row
        = [](const char *name, Field field, const QString &typed, const char *problem = "") {
              QTest::newRow(name) << int(field) << typed << QString::fromLatin1(problem);
          };
    row("required", Field::LastName, u"  "_s, "This field must be filled in.");
    row("optional", Field::Department, u"  "_s);
    row("digit in a name", Field::LastName, u"O'Brien 2"_s,
        "A name has letters, spaces, hyphens, apostrophes and full stops only.");
    row("a name", Field::LastName, u"O\u2019Brien-M\u00fcller Jr."_s);
    row("no at", Field::Email, u"zoe.example.com"_s, "This is no e-mail address.");
    row("an address", Field::Email, u"zoe@example.com"_s);
    row("line end inside", Field::Department, u"a\nb"_s,
        "This holds a character that cannot be shown.");
    row("line end after", Field::Department, u"a\n"_s);
    row("eight digits", Field::Ssn, u"123-45-678"_s, "An SSN has nine digits.");
}

void FieldFormatTest::saysWhatIsWrong()
{
    QFETCH(int, field);
    QFETCH(QString, typed);
    const FieldFormat format = formatFor(u"en_US"_s);
    const FieldDescription &description = describe(Field(field));
    QTEST(format.problem(description, format.canonical(description, typed)), "problem");
}

void FieldFormatTest::theLimitIsNamed()
{
    const FieldFormat format = formatFor(u"en_US"_s);
    const FieldDescription &name = describe(Field::FirstName);
    // Code points count, as on the server, not the halves of a pair.
    const QString letter = QString::fromUcs4(U"\U00010400");
    QCOMPARE(format.problem(name, letter.repeated(100)), QString());
    QVERIFY(format.problem(name, letter.repeated(101)).contains(u"100"));
}

void FieldFormatTest::everyFieldHasALabel()
{
    for (const FieldDescription &field : employeeFields())
        QCOMPARE(labelOf(field.field), QString(field.label));
}

QTEST_GUILESS_MAIN(FieldFormatTest)
#include "tst_fieldformat.moc"
