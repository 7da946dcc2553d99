#include "common/base/IsoText.h"

#include <QDateTime>
#include <QTest>

#include <limits>

using namespace roster;
using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

class IsoTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesDatesAsQtDoes();
    void readsDatesBack();
    void refusesOtherDates_data();
    void refusesOtherDates();
    void writesTimesAsQtDoes_data();
    void writesTimesAsQtDoes();
};

void IsoTextTest::writesDatesAsQtDoes()
{
    QCOMPARE(isoDate(QDate()), QString());
    constexpr int everyFewDays = 13;
    for (QDate date(1, 1, 1); date < QDate(10'010, 1, 1); date = date.addDays(everyFewDays))
        QCOMPARE(isoDate(date), date.toString(Qt::ISODate));
    QCOMPARE(isoDate(QDate(1996, 2, 29)), u"1996-02-29"_s);
    QCOMPARE(isoDate(QDate(-5, 3, 1)), QDate(-5, 3, 1).toString(Qt::ISODate));
}

void IsoTextTest::readsDatesBack()
{
    constexpr int everyFewDays = 17;
    for (QDate date(1, 1, 1); date < QDate(9'999, 12, 31); date = date.addDays(everyFewDays))
        QCOMPARE(dateOfIso(isoDate(date)), date);
}

void IsoTextTest::refusesOtherDates_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"", "1996-02-30", "1997-02-29", "1996-13-01", "1996-00-01",
             "1996-01-00", "0000-01-01", "1996-2-29", "19960229", "1996-02-29T00:00", "1996/02/29",
             "+996-02-29", "1996-02- 9", "19x6-02-29"}) {
        QTest::newRow(qstrlen(text) == 0 ? "empty" : text) << QString::fromLatin1(text);
    }
    QTest::newRow("other digits") << u"١٩٩٦-02-29"_s;
}

void IsoTextTest::refusesOtherDates()
{
    QFETCH(QString, text);
    QVERIFY(!dateOfIso(text).isValid());
}

void IsoTextTest::writesTimesAsQtDoes_data()
{
    QTest::addColumn<qint64>("at");
    QTest::newRow("the epoch") << qint64{0};
    QTest::newRow("before the epoch") << qint64{-1};
    QTest::newRow("a leap day") << qint64{825'552'000'000};
    QTest::newRow("the end of a day") << qint64{1'764'028'799'999};
    QTest::newRow("the last of four digits") << qint64{253'402'300'799'999};
    QTest::newRow("five digits") << qint64{253'402'300'800'000};
    QTest::newRow("long ago") << qint64{-62'135'596'800'000};
}

void IsoTextTest::writesTimesAsQtDoes()
{
    QFETCH(qint64, at);
    QCOMPARE(isoUtc(milliseconds(at)),
        QDateTime::fromMSecsSinceEpoch(at, Qt::UTC).toString(Qt::ISODate));
}

QTEST_APPLESS_MAIN(IsoTextTest)
#include "tst_isotext.moc"
