#include "common/model/FieldRules.h"

#include <QElapsedTimer>
#include <QTest>

using namespace roster;
using namespace Qt::StringLiterals;

namespace {

const RuleContext context{2, QDate(2026, 11, 24)};

QString nul()
{
    return QString(QChar(u'\0'));
}

/// The value's text, or the reason of the refusal after a `!`; `(empty)` for an empty value.
QString verdict(Field field, const QString &text)
{
    const auto parsed = parseField(describe(field), text, context);
    if (const auto *error = std::get_if<FieldError>(&parsed)) {
        const bool isNamed
            = error->field == field && error->message.startsWith(describe(field).label);
        return isNamed ? u'!' + error->reason : u"a refusal without its field"_s;
    }
    const FieldValue &value = std::get<FieldValue>(parsed);
    return isEmpty(value) ? u"(empty)"_s : textOf(value, context.currencyDigits);
}

} // namespace

class FieldRulesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void judgesNames_data();
    void judgesNames();
    void judgesText_data();
    void judgesText();
    void judgesEmails_data();
    void judgesEmails();
    void judgesDates_data();
    void judgesDates();
    void judgesSalaries_data();
    void judgesSalaries();
    void judgesSsns_data();
    void judgesSsns();
    void emptyIsRefusedWhereRequired();
    void idCannotBeSet();
    void followsTheCurrency();
    void acceptedTextIsAcceptedAgain();
    void refusesRunsOfMarksAtOnce_data();
    void refusesRunsOfMarksAtOnce();
};

void FieldRulesTest::judgesNames_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto same
        = [](const char *name, const QString &text) { QTest::newRow(name) << text << text; };
    const auto row = [](const char *name, const QString &text, const QString &expected) {
        QTest::newRow(name) << text << expected;
    };
    same("one letter", u"A"_s);
    same("diaeresis", u"Zoë"_s);
    same("apostrophe", u"O'Brien"_s);
    same("typographic apostrophe", u"O’Brien"_s);
    same("hyphen", u"Anna-Lena"_s);
    same("full stop and blank", u"St. John"_s);
    same("Vietnamese", u"Nguyễn Thị"_s);
    same("Arabic with marks", u"مُحَمَّد"_s);
    same("Devanagari", u"हिन्दी"_s);
    same("Han", u"王小明"_s);
    same("letters outside the basic plane", u"\U00010400\U00020000"_s);
    row("trimmed", u"  Ada "_s, u"Ada"_s);
    row("trimmed of no-break spaces", u"\u00A0Ada\u2003"_s, u"Ada"_s);
    row("composed", u"Zoe\u0308"_s, u"Zoë"_s);
    same("a hundred letters", QString(100, u'x'));
    same("a hundred letters of two code units", QString(u"\U00010400"_s).repeated(100));
    row("a hundred once composed", u"e\u0308"_s.repeated(100), QString(100, u'ë'));
    row("a hundred and one", QString(101, u'x'), u"!too_long"_s);
    row("a hundred and one of two code units", u"\U00010400"_s.repeated(101), u"!too_long"_s);
    row("a hundred of four once composed", u"\u03B1\u0313\u0300\u0345"_s.repeated(100),
        u"\u1F82"_s.repeated(100));
    row("marks out of their order", u'x' + u"\u0301\u0323"_s.repeated(49),
        u'x' + QString(49, u'\u0323') + QString(49, u'\u0301'));
    row("more than any spelling of a hundred", u"e"_s.repeated(401), u"!too_long"_s);
    row("blanks beyond any length", QString(5000, u' ') + u"Ada"_s, u"Ada"_s);
    row("digit", u"Ada 2"_s, u"!not_a_name"_s);
    row("Arabic digit", u"Ada٢"_s, u"!not_a_name"_s);
    row("underscore", u"Ada_L"_s, u"!not_a_name"_s);
    row("comma", u"Lovelace, Ada"_s, u"!not_a_name"_s);
    row("markup", u"<b>Ada</b>"_s, u"!not_a_name"_s);
    row("formula", u"=Ada"_s, u"!not_a_name"_s);
    row("quotation mark", u"Ada \"A\""_s, u"!not_a_name"_s);
    row("emoji", u"Ada \U0001F600"_s, u"!not_a_name"_s);
    row("no-break space inside", u"Ada\u00A0Lovelace"_s, u"!not_a_name"_s);
    row("zero-width space", u"Ada\u200BL"_s, u"!not_a_name"_s);
    row("right-to-left override", u"Ada\u202EL"_s, u"!not_a_name"_s);
    row("other apostrophe", u"O`Brien"_s, u"!not_a_name"_s);
    row("tab inside", u"Ada\tL"_s, u"!control_character"_s);
    row("line end", u"Ada\nL"_s, u"!control_character"_s);
    row("line end at the end", u"Ada\n"_s, u"!control_character"_s);
    row("tab at the start", u"\tAda"_s, u"!control_character"_s);
    row("line end alone", u"\n"_s, u"!control_character"_s);
    row("escape", u"Ada\x1b[31m"_s, u"!control_character"_s);
    row("U+0000", u"Ada"_s + nul(), u"!control_character"_s);
    row("U+0085", u"Ada\u0085"_s, u"!control_character"_s);
    row("delete", u"Ada\x7f"_s, u"!control_character"_s);
    row("empty", QString(), u"!required"_s);
    row("blanks alone", u"  \u00A0 "_s, u"!required"_s);
}

void FieldRulesTest::judgesNames()
{
    QFETCH(QString, text);
    QTEST(verdict(Field::FirstName, text), "expected");
    QTEST(verdict(Field::LastName, text), "expected");
}

void FieldRulesTest::judgesText_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto same
        = [](const char *name, const QString &text) { QTest::newRow(name) << text << text; };
    const auto row = [](const char *name, const QString &text, const QString &expected) {
        QTest::newRow(name) << text << expected;
    };
    same("ampersand", u"Research & Development"_s);
    same("markup is text", u"<script>alert(1)</script>"_s);
    same("formula is text", u"=1+1"_s);
    same("SQL is text", u"'; DROP TABLE employee; --"_s);
    same("emoji", u"\U0001F600"_s);
    same("no-break space inside", u"a\u00A0b"_s);
    same("private use", u"\uE000"_s);
    same("a hundred emoji", u"\U0001F600"_s.repeated(100));
    row("a hundred and one", QString(101, u'x'), u"!too_long"_s);
    row("composed and trimmed", u" cafe\u0301 "_s, u"café"_s);
    row("empty", QString(), u"(empty)"_s);
    row("blanks alone", u"   "_s, u"(empty)"_s);
    row("tab alone", u"\t"_s, u"!control_character"_s);
    row("line separator", u"a\u2028b"_s, u"!control_character"_s);
    row("paragraph separator at the end", u"a\u2029"_s, u"!control_character"_s);
    row("terminal escape", u"\x1b]0;x\x07"_s, u"!control_character"_s);
    row("C1 control", u"a\u009bb"_s, u"!control_character"_s);
    row("non-character", u"a\uFFFE"_s, u"!control_character"_s);
    row("non-character outside the basic plane", u"a\U0001FFFF"_s, u"!control_character"_s);
    row("lone high surrogate", u"a"_s + QChar(0xD800), u"!control_character"_s);
    row("lone low surrogate", QChar(0xDC00) + u"a"_s, u"!control_character"_s);
    row("surrogates in the wrong order", QString(QChar(0xDC00)) + QChar(0xD800),
        u"!control_character"_s);
}

void FieldRulesTest::judgesText()
{
    QFETCH(QString, text);
    QTEST(verdict(Field::Department, text), "expected");
    QTEST(verdict(Field::JobTitle, text), "expected");
}

void FieldRulesTest::judgesEmails_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto same
        = [](const char *name, const QString &text) { QTest::newRow(name) << text << text; };
    const auto no = [](const char *name, const QString &text) {
        QTest::newRow(name) << text << u"!not_an_email"_s;
    };
    same("usual", u"zoe@example.com"_s);
    same("case is kept", u"Zoe@Example.COM"_s);
    same("plus", u"zoe+roster@example.com"_s);
    same("apostrophe", u"o'brien@example.com"_s);
    same("international", u"zoë@exämple.com"_s);
    same("domain without a dot", u"zoe@intranet"_s);
    same("longest", QString(64, u'a') + u'@' + QString(189, u'b'));
    QTest::newRow("trimmed") << u" zoe@example.com "_s << u"zoe@example.com"_s;
    QTest::newRow("empty") << QString() << u"(empty)"_s;
    QTest::newRow("too long") << QString(64, u'a') + u'@' + QString(190, u'b') << u"!too_long"_s;
    QTest::newRow("line end") << u"zoe@example.com\nBcc: x@y"_s << u"!control_character"_s;
    no("no at sign", u"zoe.example.com"_s);
    no("nothing before", u"@example.com"_s);
    no("nothing after", u"zoe@"_s);
    no("two at signs", u"zoe@b@example.com"_s);
    no("blank", u"zoe b@example.com"_s);
    no("display name", u"Zoe <zoe@example.com>"_s);
    no("two addresses", u"zoe@example.com,b@example.com"_s);
    no("dot before the domain", u"zoe@.example.com"_s);
    no("dot after the domain", u"zoe@example.com."_s);
    no("two dots", u"zoe@example..com"_s);
    no("local part too long", QString(65, u'a') + u"@example.com"_s);
    no("no-break space", u"zoe\u00A0b@example.com"_s);
}

void FieldRulesTest::judgesEmails()
{
    QFETCH(QString, text);
    QTEST(verdict(Field::Email, text), "expected");
}

void FieldRulesTest::judgesDates_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto same = [](const char *text) {
        QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(text);
    };
    const auto no = [](const char *name, const QString &text) {
        QTest::newRow(name) << text << u"!not_a_date"_s;
    };
    same("1900-01-01");
    same("1996-02-29");
    same("2000-02-29");
    same("1999-12-31");
    same("2026-11-24");
    QTest::newRow("trimmed") << u" 1996-02-29 "_s << u"1996-02-29"_s;
    QTest::newRow("before 1900") << u"1899-12-31"_s << u"!too_early"_s;
    QTest::newRow("year 1") << u"0001-01-01"_s << u"!too_early"_s;
    QTest::newRow("empty") << QString() << u"!required"_s;
    no("year 0", u"0000-01-01"_s);
    no("29 February of no leap year", u"1999-02-29"_s);
    no("29 February 1900", u"1900-02-29"_s);
    no("30 February", u"1996-02-30"_s);
    no("31 April", u"1996-04-31"_s);
    no("month 0", u"1996-00-10"_s);
    no("month 13", u"1996-13-10"_s);
    no("day 0", u"1996-01-00"_s);
    no("day 32", u"1996-01-32"_s);
    no("original's format", u"02-29-1996"_s);
    no("slashes", u"1996/02/29"_s);
    no("dots", u"1996.02.29"_s);
    no("no zeros", u"1996-2-29"_s);
    no("two-digit year", u"96-02-29"_s);
    no("compact", u"19960229"_s);
    no("with a time", u"1996-02-29T00:00:00Z"_s);
    no("week date", u"1996-W09-4"_s);
    no("negative year", u"-996-02-29"_s);
    no("plus", u"+996-02-29"_s);
    no("five-digit year", u"19966-02-2"_s);
    no("blank for a zero", u"1996- 2-29"_s);
    no("blank in the year", u" 996-02-29"_s);
    no("word", u"yesterday"_s);
    no("Arabic-Indic digits", u"١٩٩٦-٠٢-٢٩"_s);
    no("full-width digits", u"１９９６-０２-２９"_s);
    no("U+0000", u"1996-02-2"_s + nul());
}

void FieldRulesTest::judgesDates()
{
    QFETCH(QString, text);
    QTEST(verdict(Field::DateOfBirth, text), "expected");
    if (!text.isEmpty())
        QTEST(verdict(Field::HiredOn, text), "expected");
}

void FieldRulesTest::judgesSalaries_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("whole") << u"9000"_s << u"9000.00"_s;
    QTest::newRow("one decimal") << u"45210.5"_s << u"45210.50"_s;
    QTest::newRow("zero") << u"0"_s << u"0.00"_s;
    QTest::newRow("trimmed") << u" 1.00 "_s << u"1.00"_s;
    QTest::newRow("limit") << u"90000000000000"_s << u"90000000000000.00"_s;
    QTest::newRow("above the limit") << u"90000000000000.01"_s << u"!too_large"_s;
    QTest::newRow("three decimals") << u"1.000"_s << u"!too_many_decimals"_s;
    QTest::newRow("negative") << u"-1"_s << u"!not_a_decimal"_s;
    QTest::newRow("exponent") << u"1e3"_s << u"!not_a_decimal"_s;
    QTest::newRow("grouping") << u"45,210.50"_s << u"!not_a_decimal"_s;
    QTest::newRow("empty") << QString() << u"!required"_s;
}

void FieldRulesTest::judgesSalaries()
{
    QFETCH(QString, text);
    QTEST(verdict(Field::Salary, text), "expected");
}

void FieldRulesTest::judgesSsns_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("nine digits") << u"001020003"_s << u"001020003"_s;
    QTest::newRow("never issued is accepted") << u"000000000"_s << u"000000000"_s;
    QTest::newRow("trimmed") << u" 123456789 "_s << u"123456789"_s;
    QTest::newRow("dashes") << u"123-45-6789"_s << u"!not_nine_digits"_s;
    QTest::newRow("eight digits") << u"12345678"_s << u"!not_nine_digits"_s;
    QTest::newRow("Arabic-Indic digits") << u"١٢٣٤٥٦٧٨٩"_s << u"!not_nine_digits"_s;
    QTest::newRow("masked") << u"*****6789"_s << u"!not_nine_digits"_s;
    QTest::newRow("empty") << QString() << u"!required"_s;
}

void FieldRulesTest::judgesSsns()
{
    QFETCH(QString, text);
    QTEST(verdict(Field::Ssn, text), "expected");
}

void FieldRulesTest::emptyIsRefusedWhereRequired()
{
    for (const FieldDescription &row : editableFields())
        QCOMPARE(verdict(row.field, QString()), row.isRequired ? u"!required"_s : u"(empty)"_s);
}

void FieldRulesTest::idCannotBeSet()
{
    QCOMPARE(verdict(Field::Id, u"17"_s), u"!read_only"_s);
}

void FieldRulesTest::followsTheCurrency()
{
    const RuleContext yen{0, context.today};
    const auto whole = parseField(describe(Field::Salary), u"4521050", yen);
    QCOMPARE(std::get<Money>(std::get<FieldValue>(whole)).minorUnits, 4'521'050);
    const auto decimals = parseField(describe(Field::Salary), u"45210.50", yen);
    QCOMPARE(std::get<FieldError>(decimals).reason, u"too_many_decimals"_s);
    const auto tooLarge = parseField(describe(Field::Salary), u"9000000000000001", yen);
    QVERIFY(std::get<FieldError>(tooLarge).message.contains(u"9000000000000000"_s));
}

void FieldRulesTest::acceptedTextIsAcceptedAgain()
{
    // NFC of trimmed text may not be trimmed or composed further.
    for (const QString &text :
        {u" Zoe\u0308 "_s, u"\u1E9B\u0323"_s, u"\u2126\u0301"_s, u"\u0344"_s}) {
        const QString once = verdict(Field::Department, text);
        QCOMPARE(verdict(Field::Department, once), once);
    }
}

void FieldRulesTest::refusesRunsOfMarksAtOnce_data()
{
    QTest::addColumn<Field>("field");
    for (const FieldDescription &field : editableFields())
        QTest::newRow(field.name.data()) << field.field;
}

/// Normalising takes the square of a run of unordered marks: minutes for this one.
void FieldRulesTest::refusesRunsOfMarksAtOnce()
{
    QFETCH(Field, field);
    const QString marks = u'a' + u"\u0301\u0323"_s.repeated(240'000);
    QElapsedTimer timer;
    timer.start();
    QVERIFY(verdict(field, marks).startsWith(u'!'));
    QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
}

QTEST_GUILESS_MAIN(FieldRulesTest)
#include "tst_fieldrules.moc"
