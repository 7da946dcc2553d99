#include "common/base/Csv.h"
#include "common/base/FormulaGuard.h"

#include <QTest>

using namespace roster;
using namespace Qt::StringLiterals;

class CsvTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void quotesAsRfc4180Says();
    void neutralisesFormulas_data();
    void neutralisesFormulas();
    void readsBackWhatItWrote();
    void readsWhatOthersWrite_data();
    void readsWhatOthersWrite();
    void knowsTheLines();
    void refusesWhatIsNoCsv_data();
    void refusesWhatIsNoCsv();
};

void CsvTest::quotesAsRfc4180Says()
{
    QCOMPARE(csvRecord({u"a"_s, QString(), u"b c"_s}), QByteArray("a,,b c\r\n"));
    QCOMPARE(csvRecord({u"a,b"_s, u"say \"hi\""_s}), QByteArray("\"a,b\",\"say \"\"hi\"\"\"\r\n"));
    QCOMPARE(csvRecord({u"a\nb"_s}), QByteArray("\"a\nb\"\r\n"));
    QCOMPARE(csvRecord({u"Zoë"_s}), QByteArray("Zoë\r\n"));
}

void CsvTest::neutralisesFormulas_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("cell");
    QTest::newRow("equals") << u"=1+1"_s << QByteArray("'=1+1");
    QTest::newRow("plus") << u"+1"_s << QByteArray("'+1");
    QTest::newRow("minus") << u"-Anne"_s << QByteArray("'-Anne");
    QTest::newRow("at") << u"@SUM(A1)"_s << QByteArray("'@SUM(A1)");
    QTest::newRow("tab") << u"\tx"_s << QByteArray("'\tx");
    QTest::newRow("carriage return") << u"\rx"_s << QByteArray("\"'\rx\"");
    QTest::newRow("quoted formula")
        << u"=HYPERLINK(\"a\",\"b\")"_s << QByteArray("\"'=HYPERLINK(\"\"a\"\",\"\"b\"\")\"");
    QTest::newRow("apostrophe before a formula") << u"'=1"_s << QByteArray("''=1");
    QTest::newRow("apostrophe alone") << u"'t Hooft"_s << QByteArray("'t Hooft");
    QTest::newRow("formula inside") << u"a=1"_s << QByteArray("a=1");
    QTest::newRow("empty") << QString() << QByteArray();
}

void CsvTest::neutralisesFormulas()
{
    QFETCH(QString, text);
    QFETCH(QByteArray, cell);
    QCOMPARE(csvRecord({text}), cell + "\r\n");
    if (!cell.startsWith('"'))
        QCOMPARE(withoutFormulaGuard(QString::fromUtf8(cell)), text);
}

void CsvTest::readsBackWhatItWrote()
{
    const QList<QStringList> rows{{u"name"_s, u"note"_s}, {u"Zoë"_s, u"a,\"b\";\tc"_s},
        {u""_s, u"two\r\nlines"_s}, {u"=1"_s, u"'=1"_s}, {u"''-x"_s, u"'t Hooft"_s},
        {u"\rx"_s, u"\ty"_s}, {u"\n"_s, u"\""_s}};
    QByteArray file;
    for (const QStringList &row : rows)
        file += csvRecord(row);
    const auto records = readCsv(file);
    QVERIFY(records);
    QCOMPARE(records->size(), rows.size());
    for (qsizetype i = 0; i < rows.size(); ++i)
        QCOMPARE(records->at(i).cells, rows[i]);
}

void CsvTest::readsWhatOthersWrite_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QList<QStringList>>("rows");
    const QList<QStringList> plain{{u"a"_s, u"b"_s}, {u"1"_s, u"2"_s}};
    QTest::newRow("line feeds") << QByteArray("a,b\n1,2\n") << plain;
    QTest::newRow("carriage returns") << QByteArray("a,b\r1,2\r") << plain;
    QTest::newRow("no end of the last line") << QByteArray("a,b\r\n1,2") << plain;
    QTest::newRow("byte-order mark") << QByteArray("\xef\xbb\xbf"
                                                   "a,b\n1,2\n")
                                     << plain;
    QTest::newRow("semicolons") << QByteArray("a;b\n1;2\n") << plain;
    QTest::newRow("tabs") << QByteArray("a\tb\n1\t2\n") << plain;
    QTest::newRow("quotes everywhere") << QByteArray("\"a\",\"b\"\n\"1\",\"2\"\n") << plain;
    QTest::newRow("empty lines") << QByteArray("\n\r\na,b\n\n1,2\n\n") << plain;
    QTest::newRow("a separator in a quoted heading") << QByteArray(
        "\"x,y\";b\n1;2\n") << QList<QStringList>{{u"x,y"_s, u"b"_s}, {u"1"_s, u"2"_s}};
    QTest::newRow("another separator in the rows")
        << QByteArray("a;b\n1,5;2\n") << QList<QStringList>{{u"a"_s, u"b"_s}, {u"1,5"_s, u"2"_s}};
    QTest::newRow("rows of any length")
        << QByteArray("a,b\n1\n1,2,3\n,\n")
        << QList<QStringList>{{u"a"_s, u"b"_s}, {u"1"_s}, {u"1"_s, u"2"_s, u"3"_s}, {u""_s, u""_s}};
    QTest::newRow("a quotation mark inside a cell")
        << QByteArray("5\",b\n") << QList<QStringList>{{u"5\""_s, u"b"_s}};
    QTest::newRow("nothing") << QByteArray() << QList<QStringList>{};
    QTest::newRow("empty lines alone") << QByteArray("\n\r\n") << QList<QStringList>{};
}

void CsvTest::readsWhatOthersWrite()
{
    QFETCH(QByteArray, file);
    QFETCH(QList<QStringList>, rows);
    const auto records = readCsv(file);
    QVERIFY(records);
    QList<QStringList> cells;
    for (const CsvRecord &record : *records)
        cells.append(record.cells);
    QCOMPARE(cells, rows);
}

void CsvTest::knowsTheLines()
{
    const auto records = readCsv("a,b\r\n\"x\r\ny\rz\nw\",1\n\nlast");
    QVERIFY(records);
    QCOMPARE(records->size(), 3);
    QCOMPARE(records->at(0).line, 1);
    QCOMPARE(records->at(1).line, 2);
    QCOMPARE(records->at(2).line, 7);
}

void CsvTest::refusesWhatIsNoCsv_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QString>("message");
    QTest::addColumn<QString>("reason");
    QTest::newRow("an open quotation mark")
        << QByteArray("a,b\n1,\"2\n3,4\n") << u"Line 2: a quotation mark is not closed."_s
        << u"open_quote"_s;
    QTest::newRow("text behind a quotation mark")
        << QByteArray("a\n\"1\"2\n") << u"Line 2: text stands behind a closing quotation mark."_s
        << u"text_after_quote"_s;
    QTest::newRow("Latin-1") << QByteArray("a\nb\nZo\xeb\n")
                             << u"Line 3: the file is not in UTF-8."_s << u"not_utf8"_s;
}

void CsvTest::refusesWhatIsNoCsv()
{
    QFETCH(QByteArray, file);
    QFETCH(QString, message);
    QFETCH(QString, reason);
    const auto records = readCsv(file);
    QVERIFY(!records);
    QCOMPARE(records.error().message, message);
    QCOMPARE(records.error().data.value("reason"_L1).toString(), reason);
}

QTEST_APPLESS_MAIN(CsvTest)
#include "tst_csv.moc"
