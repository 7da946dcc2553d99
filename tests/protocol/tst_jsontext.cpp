#include "common/protocol/JsonText.h"
#include "common/protocol/Message.h"
#include "common/protocol/StrictJson.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <limits>

using namespace roster;
using namespace Qt::StringLiterals;

class JsonTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesEveryCharacter();
    void writesNumbersExactly_data();
    void writesNumbersExactly();
    void writesObjects();
    void writesRepliesAsTheirObjects_data();
    void writesRepliesAsTheirObjects();
};

/// Each alone, and behind and before plain ones.
void JsonTextTest::writesEveryCharacter()
{
    for (char32_t code = 1; code <= QChar::LastValidCodePoint; code += code < 0x3000 ? 1 : 97) {
        if (QChar::isSurrogate(code))
            continue;
        const QString one = QString::fromUcs4(&code, 1);
        for (const QString &text : {one, u"ab"_s + one, one + u"\"b"_s}) {
            QByteArray json("[");
            appendJsonString(json, text);
            const QJsonDocument read = QJsonDocument::fromJson(json + ']');
            QVERIFY2(read.isArray(), qPrintable(QString::number(code, 16)));
            QCOMPARE(read.array().first().toString(), text);
        }
    }
    QByteArray empty;
    appendJsonString(empty, {});
    QCOMPARE(empty, QByteArray("\"\""));
    QByteArray lone;
    appendJsonString(lone, QString(QChar(0xd800)));
    QVERIFY(QJsonDocument::fromJson('[' + lone + ']').isArray());
}

void JsonTextTest::writesNumbersExactly_data()
{
    QTest::addColumn<qint64>("number");
    QTest::newRow("zero") << qint64{0};
    QTest::newRow("largest") << std::numeric_limits<qint64>::max();
    QTest::newRow("smallest") << std::numeric_limits<qint64>::min();
}

void JsonTextTest::writesNumbersExactly()
{
    QFETCH(qint64, number);
    QByteArray json;
    appendJsonInteger(json, number);
    QCOMPARE(json, QByteArray::number(number));
}

void JsonTextTest::writesObjects()
{
    QByteArray json;
    {
        JsonObjectWriter object(json);
        JsonObjectWriter(object.member("nothing"_L1));
        appendJsonInteger(object.member("one"_L1), 1);
        object.member("no"_L1).append("null");
    }
    QCOMPARE(json, QByteArray(R"({"nothing":{},"one":1,"no":null})"));
}

void JsonTextTest::writesRepliesAsTheirObjects_data()
{
    QTest::addColumn<QJsonValue>("id");
    QTest::newRow("a number") << QJsonValue(7);
    QTest::newRow("the largest number") << QJsonValue((qint64{1} << 53) - 1);
    QTest::newRow("a negative number") << QJsonValue(-1);
    QTest::newRow("text") << QJsonValue(u"a \"b\" \\ é"_s);
    QTest::newRow("empty text") << QJsonValue(u""_s);
}

void JsonTextTest::writesRepliesAsTheirObjects()
{
    QFETCH(QJsonValue, id);
    const QJsonObject result{{u"x"_s, 1}, {u"y"_s, QJsonValue::Null}};
    const auto read = readStrictJson(encodeReplyText(id, writeJson(result)));
    QVERIFY(read);
    QCOMPARE(read->toObject(), encodeReply(id, result));
}

QTEST_GUILESS_MAIN(JsonTextTest)
#include "tst_jsontext.moc"
