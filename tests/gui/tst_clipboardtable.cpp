#include "gui-client/text/ClipboardTable.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace roster::gui;

using Rows = QList<QStringList>;

class ClipboardTableTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatSpreadsheetsWrite_data();
    void readsWhatSpreadsheetsWrite();
    void writesWhatSpreadsheetsRead_data();
    void writesWhatSpreadsheetsRead();
    void whatWasWrittenIsReadAgain();
    void anyTextIsReadOnceAndForAll();
    void readsALongTextInLinearTime();
};

void ClipboardTableTest::readsWhatSpreadsheetsWrite_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<Rows>("rows");
    const auto row = [](const char *name, const QString &text, const Rows &rows) {
        QTest::newRow(name) << text << rows;
    };
    row("nothing", u""_s, {});
    row("one cell", u"a"_s, {{u"a"_s}});
    row("one cell of Excel", u"a\r\n"_s, {{u"a"_s}});
    row("one empty cell", u"\n"_s, {{u""_s}});
    row("block", u"a\tb\nc\td\n"_s, {{u"a"_s, u"b"_s}, {u"c"_s, u"d"_s}});
    row("block without a last line end", u"a\tb\nc\td"_s, {{u"a"_s, u"b"_s}, {u"c"_s, u"d"_s}});
    row("CR LF", u"a\tb\r\nc\td\r\n"_s, {{u"a"_s, u"b"_s}, {u"c"_s, u"d"_s}});
    row("CR", u"a\rb"_s, {{u"a"_s}, {u"b"_s}});
    row("empty cells", u"\ta\t\n\t\t"_s, {{u""_s, u"a"_s, u""_s}, {u""_s, u""_s, u""_s}});
    row("empty row between", u"a\n\nb"_s, {{u"a"_s}, {u""_s}, {u"b"_s}});
    row("ragged", u"a\tb\nc"_s, {{u"a"_s, u"b"_s}, {u"c"_s}});
    row("line end in a cell", u"\"a\nb\"\tc\n"_s, {{u"a\nb"_s, u"c"_s}});
    row("tab in a cell", u"\"a\tb\"\tc"_s, {{u"a\tb"_s, u"c"_s}});
    row("CR LF in a cell", u"\"a\r\nb\"\r\nc"_s, {{u"a\r\nb"_s}, {u"c"_s}});
    row("quotation marks in a quoted cell", u"\"say \"\"yes\"\"\"\tb"_s,
        {{u"say \"yes\""_s, u"b"_s}});
    row("quotation mark in a plain cell", u"5\" disk\tb"_s, {{u"5\" disk"_s, u"b"_s}});
    row("mark that nobody closes", u"\"a\tb"_s, {{u"\"a"_s, u"b"_s}});
    row("mark closed too early", u"\"a\"b\tc"_s, {{u"\"a\"b"_s, u"c"_s}});
    row("empty quoted", u"\"\"\ta"_s, {{u""_s, u"a"_s}});
    row("guarded formula", u"'=1+1\t''=2\t'tis"_s, {{u"=1+1"_s, u"'=2"_s, u"'tis"_s}});
}

void ClipboardTableTest::readsWhatSpreadsheetsWrite()
{
    QFETCH(QString, text);
    QTEST(ClipboardTable::fromText(text), "rows");
}

void ClipboardTableTest::writesWhatSpreadsheetsRead_data()
{
    QTest::addColumn<Rows>("rows");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, const Rows &rows, const QString &text) {
        QTest::newRow(name) << rows << text;
    };
    row("nothing", {}, u""_s);
    row("one cell as text alone", {{u"Zo\u00eb"_s}}, u"Zo\u00eb"_s);
    row("block", {{u"a"_s, u"b"_s}, {u"c"_s, u"d"_s}}, u"a\tb\nc\td"_s);
    row("last row empty", {{u"a"_s}, {u""_s}}, u"a\n\n"_s);
    row("one empty cell", {{u""_s}}, u"\n"_s);
    row("tab", {{u"a\tb"_s}}, u"\"a\tb\""_s);
    row("line end and marks", {{u"a\n\"b\""_s}}, u"\"a\n\"\"b\"\"\""_s);
    row("mark inside", {{u"5\" disk"_s}}, u"5\" disk"_s);
    row("mark first", {{u"\"a\""_s}}, u"\"\"\"a\"\"\""_s);
    // A spreadsheet would run these, whoever typed them into the record.
    row("formulas", {{u"=HYPERLINK(1)"_s, u"+1"_s, u"-1"_s, u"@A1"_s}},
        u"'=HYPERLINK(1)\t'+1\t'-1\t'@A1"_s);
}

void ClipboardTableTest::writesWhatSpreadsheetsRead()
{
    QFETCH(Rows, rows);
    QTEST(ClipboardTable::toText(rows), "text");
}

namespace {

QString randomText(QRandomGenerator &random, int longest)
{
    static const QString alphabet = u"ab\t\n\r\"'=-@ \u00eb\u2028"_s;
    QString text;
    const int size = random.bounded(longest + 1);
    for (int i = 0; i < size; ++i)
        text += alphabet.at(random.bounded(int(alphabet.size())));
    return text;
}

} // namespace

void ClipboardTableTest::whatWasWrittenIsReadAgain()
{
    QRandomGenerator random(17);
    for (int round = 0; round < 20'000; ++round) {
        Rows rows(random.bounded(1, 5));
        for (QStringList &row : rows) {
            const int columns = random.bounded(1, 5);
            for (int i = 0; i < columns; ++i)
                row.append(randomText(random, 4));
        }
        const QString text = ClipboardTable::toText(rows);
        QVERIFY2(ClipboardTable::fromText(text) == rows, qPrintable(text));
    }
}

void ClipboardTableTest::anyTextIsReadOnceAndForAll()
{
    QRandomGenerator random(18);
    for (int round = 0; round < 20'000; ++round) {
        const Rows rows = ClipboardTable::fromText(randomText(random, 20));
        for (const QStringList &row : rows)
            QVERIFY(!row.isEmpty());
        QCOMPARE(ClipboardTable::fromText(ClipboardTable::toText(rows)), rows);
    }
}

void ClipboardTableTest::readsALongTextInLinearTime()
{
    constexpr int rowCount = 200'000;
    const QString text = u"\"a\"\"b\tc\n"_s.repeated(rowCount);
    QElapsedTimer clock;
    clock.start();
    QVERIFY(!ClipboardTable::fromText(text).isEmpty());
    QVERIFY2(clock.elapsed() < 20'000, qPrintable(QString::number(clock.elapsed())));
}

QTEST_GUILESS_MAIN(ClipboardTableTest)
#include "tst_clipboardtable.moc"
