#include "common/protocol/StrictJson.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

#include <ctime>

using namespace roster;
using namespace Qt::StringLiterals;

namespace {

QByteArray nested(int depth)
{
    return QByteArray(depth, '[') + QByteArray(depth, ']');
}

QByteArray nestedObjects(int depth)
{
    return QByteArray("{\"a\":").repeated(depth - 1) + "{}" + QByteArray(depth - 1, '}');
}

/// Of quadratic work, minutes would be needed; sanitizers and a busy machine are allowed for.
constexpr double generousSeconds = 8;

/// Seconds of this process's own work, whatever else the machine does.
class CpuTimer
{
public:
    [[nodiscard]] double seconds() const
    {
        return static_cast<double>(std::clock() - m_start) / CLOCKS_PER_SEC;
    }

private:
    std::clock_t m_start = std::clock();
};

} // namespace

class StrictJsonTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void accepts_data();
    void accepts();
    void refuses_data();
    void refuses();
    void integersStayExact_data();
    void integersStayExact();
    void otherNumbersAreNoIntegers_data();
    void otherNumbersAreNoIntegers();
    void hugeObjectIsQuick_data();
    void hugeObjectIsQuick();
    void hugeArrayIsQuick_data();
    void hugeArrayIsQuick();
    void writesOneLine();
};

void StrictJsonTest::accepts_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("written");
    const auto row = [](const char *name, const QByteArray &text, const QByteArray &written) {
        QTest::newRow(name) << text << '[' + written + ']';
    };
    const auto same = [&row](const char *name, const QByteArray &text) { row(name, text, text); };
    same("null", "null"_ba);
    same("true", "true"_ba);
    same("string", "\"a\""_ba);
    same("integer", "17"_ba);
    same("empty object", "{}"_ba);
    same("empty array", "[]"_ba);
    same("empty name", "{\"\":1}"_ba);
    same("empty string", "\"\""_ba);
    row("blanks around", " \t\r\n[ 1 , 2 ]\n "_ba, "[1,2]"_ba);
    row("escapes", R"("\"\\\/\b\f\n\r\t")"_ba, R"("\"\\/\b\f\n\r\t")"_ba);
    row("escaped letter", R"("\u00eb\u00EB")"_ba, "\"ëë\""_ba);
    row("escaped pair", R"("\ud83d\ude00")"_ba, "\"\U0001F600\""_ba);
    same("outside the basic plane", "\"\U0001F600\""_ba);
    same("highest code point", "\"\U0010FFFF\""_ba);
    same("equal names at different depths", "{\"a\":{\"a\":{\"a\":1}}}"_ba);
    same("equal names in neighbours", "[{\"a\":1},{\"a\":2}]"_ba);
    same("names that differ by case", "{\"A\":1,\"a\":2}"_ba);
    row("names that differ by composition", "{\"\u00EB\":1,\"e\u0308\":2}"_ba,
        "{\"e\u0308\":2,\"\u00EB\":1}"_ba);
    same("BOM in a string", "\"\uFEFF\""_ba);
    same("names that differ by a BOM", "{\"a\":1,\"\uFEFFa\":2}"_ba);
    same("depth 32", nested(32));
    same("depth 32 of objects", nestedObjects(32));
    row("minus zero", "-0"_ba, "0"_ba);
    same("fraction", "1.5"_ba);
    same("delete character", "\"\x7f\""_ba);
}

void StrictJsonTest::accepts()
{
    QFETCH(QByteArray, text);
    const Result<QJsonValue> value = readStrictJson(text);
    QVERIFY(value.isOk());
    QTEST(writeJson(QJsonArray{*value}), "written");
}

void StrictJsonTest::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char *name, const QByteArray &text) { QTest::newRow(name) << text; };
    row("nothing", ""_ba);
    row("blanks alone", "  "_ba);
    row("word", "hello"_ba);
    row("capital", "True"_ba);
    row("NaN", "NaN"_ba);
    row("Infinity", "-Infinity"_ba);

    row("duplicate name", R"({"a":1,"a":1})"_ba);
    row("duplicate name apart", R"({"a":1,"b":2,"c":3,"a":4})"_ba);
    row("duplicate name, one escaped", R"({"a":1,"\u0061":2})"_ba);
    row("duplicate name, escapes of either case", R"({"\u00eb":1,"\u00EB":2})"_ba);
    row("duplicate name, a pair escaped", "{\"\U0001F600\":1,\"\\ud83d\\ude00\":2}"_ba);
    row("duplicate empty name", R"({"":1,"":2})"_ba);
    row("duplicate name deep inside", R"([{"x":[{"a":1,"a":2}]}])"_ba);
    row("duplicate name of objects", R"({"a":{},"a":{}})"_ba);

    row("lone high surrogate", R"("\ud800")"_ba);
    row("lone low surrogate", R"("\udc00")"_ba);
    row("high surrogate before a letter", R"("\ud800a")"_ba);
    row("high surrogate twice", R"("\ud800\ud800")"_ba);
    row("surrogates in the wrong order", R"("\udc00\ud800")"_ba);
    row("lone surrogate in a name", R"({"\ud800":1})"_ba);
    row("escaped U+0000", R"("a\u0000b")"_ba);
    row("escaped U+0000 in a name", R"({"a\u0000":1})"_ba);
    row("raw U+0000", QByteArray("\"a\0b\"", 5));
    row("U+0000 after the value", QByteArray("{}\0", 3));
    row("garbage after U+0000", QByteArray("{}\0{}", 5));
    row("U+0000 alone", QByteArray("\0", 1));
    row("U+0000 between tokens", QByteArray("[1,\0 2]", 7));

    row("raw control character", "\"a\tb\""_ba);
    row("raw line end", "\"a\nb\""_ba);
    row("invalid UTF-8", "\"\xff\""_ba);
    row("invalid UTF-8 in a name", "{\"\xff\":1}"_ba);
    row("cut UTF-8", "\"\xc3\""_ba);
    row("lone continuation", "\"\x80\""_ba);
    row("overlong", "\"\xc0\xaf\""_ba);
    row("overlong U+0000", "\"\xc0\x80\""_ba);
    row("overlong, three bytes", "\"\xe0\x80\xaf\""_ba);
    row("surrogate in UTF-8", "\"\xed\xa0\x80\""_ba);
    row("pair of surrogates in UTF-8", "\"\xed\xa0\xbd\xed\xb8\x80\""_ba);
    row("above U+10FFFF", "\"\xf4\x90\x80\x80\""_ba);
    row("invalid UTF-8 outside strings", "\xff{}"_ba);
    row("BOM", "\xEF\xBB\xBF{}"_ba);
    row("half a BOM", "\xEF\xBB{}"_ba);
    row("BOM after a blank", " \xEF\xBB\xBF{}"_ba);
    row("BOM at the end", "{}\xEF\xBB\xBF"_ba);
    row("UTF-16", QByteArray("\xFE\xFF\0{\0}", 6));

    row("depth 33", nested(33));
    row("depth 33 of objects", nestedObjects(33));
    row("depth 33 not closed", QByteArray(33, '['));
    row("half a million brackets", QByteArray(500'000, '['));
    row("half a million braces", QByteArray("{\"a\":").repeated(100'000));

    row("second value", "{} {}"_ba);
    row("second value, adjacent", "{}[]"_ba);
    row("closing bracket too many", "[]]"_ba);
    row("closing bracket of the other kind", "[}"_ba);
    row("not closed", "{\"a\":1"_ba);
    row("string not closed", "\"a"_ba);
    row("comma at the end of an array", "[1,]"_ba);
    row("comma at the end of an object", "{\"a\":1,}"_ba);
    row("comma alone", "[,]"_ba);
    row("no comma", "[1 2]"_ba);
    row("no colon", "{\"a\" 1}"_ba);
    row("no value", "{\"a\":}"_ba);
    row("name without quotation marks", "{a:1}"_ba);
    row("name in apostrophes", "{'a':1}"_ba);
    row("number as a name", "{1:1}"_ba);
    row("comment", "{}//"_ba);
    row("comment before", "/* */{}"_ba);
    row("comment with a hash", "#\n{}"_ba);
    row("unknown escape", R"("\x41")"_ba);
    row("short escape", R"("\u00e")"_ba);
    row("backslash at the end", "\"\\"_ba);
    row("no-break space as a blank", "\u00A0{}"_ba);
    row("form feed as a blank", "\f{}"_ba);

    row("leading zero", "01"_ba);
    row("leading zero, negative", "-01"_ba);
    row("plus", "+1"_ba);
    row("point at the end", "1."_ba);
    row("point at the start", ".5"_ba);
    row("exponent without digits", "1e"_ba);
    row("minus alone", "-"_ba);
    row("hexadecimal", "0x10"_ba);
    row("above the doubles", "1e999"_ba);
    row("below the doubles", "[-1e999]"_ba);
    row("a thousand digits", QByteArray(1000, '9'));
}

void StrictJsonTest::refuses()
{
    QFETCH(QByteArray, text);
    const Result<QJsonValue> value = readStrictJson(text);
    QVERIFY(!value.isOk());
    QCOMPARE(value.error().code, ErrorCode::ParseError);
    QVERIFY(!value.error().message.isEmpty());
}

void StrictJsonTest::integersStayExact_data()
{
    QTest::addColumn<qint64>("number");
    const auto row = [](const char *name, qint64 number) { QTest::newRow(name) << number; };
    row("zero", 0);
    row("minus one", -1);
    row("2^53 - 1", 9'007'199'254'740'991);
    row("2^53", 9'007'199'254'740'992);
    row("2^53 + 1", 9'007'199'254'740'993);
    row("-(2^53 + 1)", -9'007'199'254'740'993);
    row("2^63 - 1", std::numeric_limits<qint64>::max());
    row("-2^63", std::numeric_limits<qint64>::min());
}

void StrictJsonTest::integersStayExact()
{
    QFETCH(qint64, number);
    const Result<QJsonValue> alone = readStrictJson(QByteArray::number(number));
    QVERIFY(alone.isOk());
    QVERIFY(isInteger(*alone));
    QCOMPARE(alone->toInteger(), number);

    const Result<QJsonValue> member = readStrictJson("{\"n\":" + QByteArray::number(number) + "}");
    QVERIFY(member.isOk());
    QVERIFY(isInteger(member->toObject().value("n"_L1)));
    QCOMPARE(writeJson(member->toObject()), "{\"n\":" + QByteArray::number(number) + "}");
}

void StrictJsonTest::otherNumbersAreNoIntegers_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("fraction") << "1.5"_ba;
    QTest::newRow("point") << "1.0"_ba;
    QTest::newRow("exponent") << "1e3"_ba;
    QTest::newRow("capital exponent") << "1E2"_ba;
    QTest::newRow("point and exponent") << "1.5E1"_ba;
    QTest::newRow("minus zero with a point") << "-0.0"_ba;
    QTest::newRow("whole once rounded") << "1.00000000000000000001"_ba;
    QTest::newRow("whole once rounded, near 2^53") << "9007199254740990.7"_ba;
    QTest::newRow("fraction by its exponent") << "1e-3"_ba;
    QTest::newRow("2^63") << "9223372036854775808"_ba;
    QTest::newRow("2^64 - 1") << "18446744073709551615"_ba;
    QTest::newRow("2^64") << "18446744073709551616"_ba;
    QTest::newRow("-2^63 - 1") << "-9223372036854775809"_ba;
    QTest::newRow("string") << "\"1\""_ba;
    QTest::newRow("boolean") << "true"_ba;
    QTest::newRow("null") << "null"_ba;
}

void StrictJsonTest::otherNumbersAreNoIntegers()
{
    QFETCH(QByteArray, text);
    const Result<QJsonValue> alone = readStrictJson(text);
    QVERIFY(alone.isOk());
    QVERIFY(!isInteger(*alone));
    QCOMPARE(alone->toInteger(-7), -7);
    const Result<QJsonValue> member = readStrictJson("{\"n\":" + text + "}");
    QVERIFY(member.isOk());
    QVERIFY(!isInteger(member->toObject().value("n"_L1)));
}

void StrictJsonTest::hugeObjectIsQuick_data()
{
    QTest::addColumn<int>("order");
    QTest::newRow("ascending") << 0;
    QTest::newRow("descending") << 1;
    QTest::newRow("names beyond the basic plane among others") << 2;
}

void StrictJsonTest::hugeObjectIsQuick()
{
    QFETCH(int, order);
    constexpr int members = 100'000;
    QByteArray text = "{";
    QStringList names;
    for (int i = 0; i < members; ++i) {
        const int number = order == 1 ? members - i : i;
        // UTF-16 sorts U+10400 before U+FF21, code points sort it behind.
        const QByteArray prefix = order != 2 ? ""_ba : i % 2 ? "\U00010400"_ba : "\uFF21"_ba;
        const QByteArray name = prefix + QByteArray::number(number);
        text += (i ? ",\"" : "\"") + name + "\":0";
        names.append(QString::fromUtf8(name));
    }
    text += '}';
    const CpuTimer timer;
    const Result<QJsonValue> value = readStrictJson(text);
    QVERIFY2(timer.seconds() < generousSeconds, qPrintable(QString::number(timer.seconds())));
    QVERIFY(value.isOk());
    QCOMPARE(value->toObject().size(), members);
    const QJsonObject object = value->toObject();
    for (const QString &name : std::as_const(names))
        QVERIFY(object.contains(name));
}

void StrictJsonTest::hugeArrayIsQuick_data()
{
    QTest::addColumn<QByteArray>("element");
    QTest::newRow("numbers") << "0"_ba;
    QTest::newRow("arrays") << "[]"_ba;
    QTest::newRow("objects") << "{}"_ba;
    QTest::newRow("objects with a member") << "{\"a\":1}"_ba;
}

void StrictJsonTest::hugeArrayIsQuick()
{
    QFETCH(QByteArray, element);
    const QByteArray text = '[' + (element + ',').repeated(200'000) + element + ']';
    const CpuTimer timer;
    const Result<QJsonValue> value = readStrictJson(text);
    QVERIFY2(timer.seconds() < generousSeconds, qPrintable(QString::number(timer.seconds())));
    QVERIFY(value.isOk());
    QCOMPARE(value->toArray().size(), 200'001);
}

void StrictJsonTest::writesOneLine()
{
    const QJsonObject object{{u"text"_s, u"a\nb\r\u2028"_s}, {u"n"_s, 1}};
    const QByteArray line = writeJson(object);
    QVERIFY(!line.contains('\n'));
    QVERIFY(!line.contains('\r'));
    QCOMPARE(readStrictJson(line)->toObject(), object);
    QCOMPARE(writeJson(QJsonArray{object}), '[' + line + ']');
}

QTEST_GUILESS_MAIN(StrictJsonTest)
#include "tst_strictjson.moc"
