#include "cli-client/text/TableFormatter.h"

#include <QTest>

#include <clocale>

using namespace roster::cli;
using namespace Qt::StringLiterals;

class TableFormatterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void measuresWhatATerminalDraws_data();
    void measuresWhatATerminalDraws();
    void elidesByColumnsNotCharacters();
    void alignsColumns();
    void alignsWideAndCombiningCharacters();
    void wideColumnsGiveWayFirst();
    void numbersAndDatesAreNeverCut();
    void leavesOutWhatDoesNotFit();
    void neverIsWiderThanTheTerminal_data();
    void neverIsWiderThanTheTerminal();
    void showsEscapesInsideCells();
};

void TableFormatterTest::initTestCase()
{
    QVERIFY(std::setlocale(LC_ALL, "C.UTF-8"));
}

void TableFormatterTest::measuresWhatATerminalDraws_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("width");
    QTest::newRow("ASCII") << u"abc"_s << 3;
    QTest::newRow("accents") << u"Zoë"_s << 3;
    QTest::newRow("combining") << u"e\u0301"_s << 1;
    QTest::newRow("CJK") << u"\u5c71\u7530"_s << 4;
    QTest::newRow("beyond the BMP") << u"\U00020000"_s << 2;
    QTest::newRow("empty") << QString() << 0;
}

void TableFormatterTest::measuresWhatATerminalDraws()
{
    QFETCH(QString, text);
    QFETCH(int, width);
    QCOMPARE(displayWidth(text), width);
}

void TableFormatterTest::elidesByColumnsNotCharacters()
{
    QCOMPARE(elided(u"abcdef"_s, 6), u"abcdef"_s);
    QCOMPARE(elided(u"abcdefg"_s, 6), u"abcde\u2026"_s);
    QCOMPARE(elided(u"\u5c71\u7530\u592a\u90ce"_s, 6), u"\u5c71\u7530\u2026"_s);
    QCOMPARE(elided(u"abc"_s, 1), u"\u2026"_s);
}

void TableFormatterTest::alignsColumns()
{
    const QList<QStringList> rows{{u"1"_s, u"Ann"_s}, {u"123"_s, u"Bo"_s}};
    const TableFormatter table(
        {{u"ID"_s, Alignment::Right, 1}, {u"Name"_s, Alignment::Left, 1}}, rows, 0);
    QCOMPARE(table.header(), u" ID  Name\n---  ----\n"_s);
    QCOMPARE(table.row(rows.at(0)), u"  1  Ann\n"_s);
    QCOMPARE(table.row(rows.at(1)), u"123  Bo\n"_s);
    QCOMPARE(table.omittedColumns(), 0);
}

void TableFormatterTest::alignsWideAndCombiningCharacters()
{
    const QList<QStringList> rows{{u"\u5c71\u7530"_s, u"a"_s}, {u"e\u0301"_s, u"b"_s}};
    const TableFormatter table(
        {{u"N"_s, Alignment::Left, 1}, {u"X"_s, Alignment::Left, 1}}, rows, 0);
    QCOMPARE(table.row(rows.at(0)), u"\u5c71\u7530  a\n"_s);
    QCOMPARE(table.row(rows.at(1)), u"e\u0301     b\n"_s);
}

void TableFormatterTest::wideColumnsGiveWayFirst()
{
    const QList<QStringList> rows{{u"12345"_s, QString(60, u'x')}};
    const TableFormatter table(
        {{u"ID"_s, Alignment::Right, 1}, {u"T"_s, Alignment::Left, 8}}, rows, 20);
    QCOMPARE(table.row(rows.at(0)), u"12345  "_s + QString(12, u'x') + u"\u2026\n"_s);
}

void TableFormatterTest::numbersAndDatesAreNeverCut()
{
    const QList<QStringList> rows{{u"1234567890"_s, QString(20, u'x'), QString(20, u'y')}};
    const TableFormatter table({{u"ID"_s, Alignment::Right, 0}, {u"X"_s, Alignment::Left, 4},
                                   {u"Y"_s, Alignment::Left, 0}},
        rows, 25);
    QCOMPARE(table.row(rows.at(0)), u"1234567890  "_s + QString(12, u'x') + u"\u2026\n"_s);
    QCOMPARE(table.omittedColumns(), 1);
}

void TableFormatterTest::leavesOutWhatDoesNotFit()
{
    const QList<QStringList> rows{{u"1"_s, QString(30, u'x'), QString(30, u'y')}};
    const TableFormatter table({{u"ID"_s, Alignment::Right, 2}, {u"X"_s, Alignment::Left, 8},
                                   {u"Y"_s, Alignment::Left, 8}},
        rows, 14);
    QCOMPARE(table.omittedColumns(), 1);
    QCOMPARE(table.row(rows.at(0)), u" 1  xxxxxxxxx\u2026\n"_s);
}

void TableFormatterTest::neverIsWiderThanTheTerminal_data()
{
    QTest::addColumn<int>("width");
    for (const int width : {12, 20, 40, 79, 80, 132})
        QTest::addRow("%d columns", width) << width;
}

void TableFormatterTest::neverIsWiderThanTheTerminal()
{
    QFETCH(int, width);
    const QList<QStringList> rows{
        {QString(5, u'9'), QString(100, u'\u5c71'), QString(100, u'a'), QString(40, u'b')}};
    const TableFormatter table(
        {{u"ID"_s, Alignment::Right, 1}, {u"Last name"_s, Alignment::Left, 4},
            {u"First name"_s, Alignment::Left, 4}, {u"Job"_s, Alignment::Left, 4}},
        rows, width);
    for (const QString &line : (table.header() + table.row(rows.first())).split(u'\n'))
        QVERIFY2(displayWidth(line) <= width, qPrintable(line));
}

void TableFormatterTest::showsEscapesInsideCells()
{
    const QList<QStringList> rows{{u"a\x1b[2Jb\nc"_s}};
    const TableFormatter table({{u"T"_s, Alignment::Left, 4}}, rows, 0);
    QCOMPARE(table.row(rows.first()), u"a\\x1b[2Jb\\x0ac\n"_s);
}

QTEST_APPLESS_MAIN(TableFormatterTest)
#include "tst_tableformatter.moc"
