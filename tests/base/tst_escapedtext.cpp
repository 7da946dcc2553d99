#include "common/base/EscapedText.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace roster;
using namespace Qt::StringLiterals;

/// R35: a terminal and a log show what records and servers say, and obeys none of it.
class EscapedTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsWhatATerminalWouldObey_data();
    void showsWhatATerminalWouldObey();
    void leavesNoControlCharacterAtAll();
    void keepsLineFeedsWhereAsked();
    void keepsJsonTheSame();
};

void EscapedTextTest::showsWhatATerminalWouldObey_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("shown");
    QTest::newRow("plain") << u"Zoë O'Brien"_s << u"Zoë O'Brien"_s;
    QTest::newRow("colour") << u"\x1b[31mred"_s << u"\\x1b[31mred"_s;
    QTest::newRow("window title") << u"\x1b]0;x\x07"_s << u"\\x1b]0;x\\x07"_s;
    QTest::newRow("line feed") << u"a\nb\rc\td"_s << u"a\\x0ab\\x0dc\\x09d"_s;
    QTest::newRow("NUL") << QString(1, QChar(0)) << u"\\x00"_s;
    QTest::newRow("DEL") << u"\u007f"_s << u"\\x7f"_s;
    QTest::newRow("C1 CSI") << u"\u009b2J"_s << u"\\x9b2J"_s;
    QTest::newRow("right-to-left override") << u"a\u202etxt.exe"_s << u"a\\u202etxt.exe"_s;
    QTest::newRow("isolate") << u"\u2066a\u2069"_s << u"\\u2066a\\u2069"_s;
    QTest::newRow("zero width space") << u"a\u200bb"_s << u"a\\u200bb"_s;
    QTest::newRow("line separator") << u"a\u2028b"_s << u"a\\u2028b"_s;
    QTest::newRow("byte order mark") << u"\ufeffa"_s << u"\\ufeffa"_s;
    QTest::newRow("tag") << u"\U000e0041"_s << u"\\U000e0041"_s;
    QTest::newRow("lone surrogate") << QString(QChar(0xd800)) + u'a' << u"\\ud800a"_s;
    QTest::newRow("joiner that spells")
        << u"\u0646\u0645\u06cc\u200c\u062e"_s << u"\u0646\u0645\u06cc\u200c\u062e"_s;
    QTest::newRow("beyond the BMP") << u"\U0001f600"_s << u"\U0001f600"_s;
    QTest::newRow("backslash") << u"a\\x1b"_s << u"a\\x1b"_s;
}

void EscapedTextTest::showsWhatATerminalWouldObey()
{
    QFETCH(QString, text);
    QFETCH(QString, shown);
    QCOMPARE(escaped(text), shown);
    QCOMPARE(escaped(escaped(text)), shown);
}

void EscapedTextTest::leavesNoControlCharacterAtAll()
{
    QString all;
    for (char32_t c = 0; c <= 0x10ffff; ++c) {
        if (c < 0xd800 || c > 0xdfff)
            all += QChar::fromUcs4(c);
    }
    for (const uint c : escaped(all).toUcs4()) {
        const QChar::Category category = QChar::category(c);
        QVERIFY(category != QChar::Other_Control);
        QVERIFY(category != QChar::Other_Format || c == 0x200c || c == 0x200d);
    }
}

void EscapedTextTest::keepsLineFeedsWhereAsked()
{
    QCOMPARE(escapedLines(u"a\n\x1b\n"), u"a\n\\x1b\n"_s);
}

void EscapedTextTest::keepsJsonTheSame()
{
    const QJsonArray array{u"\x1b[2J \u009b \u202e \u007f \U000e0041 ë \u200c"_s};
    const QByteArray escapedText = escapedJson(QJsonDocument(array).toJson());
    QCOMPARE(QJsonDocument::fromJson(escapedText).array(), array);
    for (const char *raw : {"\u009b", "\u202e", "\x7f", "\U000e0041", "\x1b"})
        QVERIFY(!escapedText.contains(raw));
    QVERIFY(escapedText.contains("\\u009b"));
}

QTEST_APPLESS_MAIN(EscapedTextTest)
#include "tst_escapedtext.moc"
