#include "server/app/EventLog.h"
#include "server/app/PlainText.h"

#include <QTest>

using namespace roster::server;
using namespace Qt::StringLiterals;

class PlainTextTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void showsWhatATerminalWouldObey_data();
    void showsWhatATerminalWouldObey();
    void alignsColumns();
    void alignsFacts();
    void keepsAnEventOnOneLine();
    void marksLevelsForTheJournal();
};

void PlainTextTest::showsWhatATerminalWouldObey_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("shown");
    QTest::newRow("plain") << u"Zoë O'Brien"_s << u"Zoë O'Brien"_s;
    QTest::newRow("escape") << u"\u001b[31mred"_s << u"\\x1b[31mred"_s;
    QTest::newRow("line feed") << u"a\nb"_s << u"a\\x0ab"_s;
    QTest::newRow("carriage return") << u"a\rb"_s << u"a\\x0db"_s;
    QTest::newRow("C1") << u"a\u009bb"_s << u"a\\x9bb"_s;
    QTest::newRow("right to left") << u"a\u202eb"_s << u"a\\u202eb"_s;
    QTest::newRow("zero width") << u"a\u200bb"_s << u"a\\u200bb"_s;
    QTest::newRow("line separator") << u"a\u2028b"_s << u"a\\u2028b"_s;
    QTest::newRow("lone surrogate") << QString(QChar(0xd800)) << u"\\ud800"_s;
    QTest::newRow("beyond the BMP") << u"\U0001f600"_s << u"\U0001f600"_s;
    QTest::newRow("invisible beyond the BMP") << u"\U000e0041"_s << u"\\U000e0041"_s;
}

void PlainTextTest::showsWhatATerminalWouldObey()
{
    QFETCH(QString, text);
    QFETCH(QString, shown);
    QCOMPARE(printable(text), shown);
}

void PlainTextTest::alignsColumns()
{
    QCOMPARE(plainTable({u"USER"_s, u"ROLE"_s}, {{u"zoë"_s, u"hr"_s}, {u"a\nb"_s, u""_s}}),
        u"USER    ROLE\nzoë     hr\na\\x0ab\n"_s);
}

void PlainTextTest::alignsFacts()
{
    QCOMPARE(plainFacts({{u"pid"_s, u"7"_s}, {u"address"_s, u"x\ty"_s}}),
        u"pid:     7\naddress: x\\x09y\n"_s);
}

void PlainTextTest::keepsAnEventOnOneLine()
{
    const QByteArray line = eventLine(QtWarningMsg, "roster.app", u"bad\nname \u001b[0m"_s, false);
    QVERIFY(line.endsWith(" warning roster.app: bad\\x0aname \\x1b[0m\n"));
    QCOMPARE(line.count('\n'), 1);
}

void PlainTextTest::marksLevelsForTheJournal()
{
    QCOMPARE(eventLine(QtCriticalMsg, "roster.app", u"x"_s, true), "<3>roster.app: x\n"_ba);
    QCOMPARE(eventLine(QtInfoMsg, "default", u"x"_s, true), "<6>x\n"_ba);
}

QTEST_GUILESS_MAIN(PlainTextTest)
#include "tst_plaintext.moc"
