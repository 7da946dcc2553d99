#include "cli-client/text/CsvWriter.h"

#include <QTest>

using namespace roster::cli;
using namespace Qt::StringLiterals;

class CsvWriterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void quotesAsRfc4180Says();
    void neutralisesFormulas_data();
    void neutralisesFormulas();
};

void CsvWriterTest::quotesAsRfc4180Says()
{
    QCOMPARE(csvRecord({u"a"_s, QString(), u"b c"_s}), QByteArray("a,,b c\r\n"));
    QCOMPARE(csvRecord({u"a,b"_s, u"say \"hi\""_s}), QByteArray("\"a,b\",\"say \"\"hi\"\"\"\r\n"));
    QCOMPARE(csvRecord({u"a\nb"_s}), QByteArray("\"a\nb\"\r\n"));
    QCOMPARE(csvRecord({u"Zoë"_s}), QByteArray("Zoë\r\n"));
}

void CsvWriterTest::neutralisesFormulas_data()
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

void CsvWriterTest::neutralisesFormulas()
{
    QFETCH(QString, text);
    QFETCH(QByteArray, cell);
    QCOMPARE(csvRecord({text}), cell + "\r\n");
    if (!cell.startsWith('"'))
        QCOMPARE(withoutFormulaGuard(QString::fromUtf8(cell)), text);
}

QTEST_APPLESS_MAIN(CsvWriterTest)
#include "tst_csvwriter.moc"
