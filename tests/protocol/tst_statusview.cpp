#include "common/protocol/StatusView.h"

#include <QJsonArray>
#include <QTest>

using namespace roster;
using namespace Qt::StringLiterals;

class StatusViewTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsDurations_data();
    void tellsDurations();
    void tellsSizes_data();
    void tellsSizes();
    void standsAnEmptyAnswer();
    void hasARowForEachMethod();
};

void StatusViewTest::tellsDurations_data()
{
    QTest::addColumn<qint64>("seconds");
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing") << qint64{0} << u"0s"_s;
    QTest::newRow("a minute") << qint64{60} << u"1m 0s"_s;
    QTest::newRow("hours") << qint64{3 * 3600 + 5 * 60 + 7} << u"3h 5m"_s;
    QTest::newRow("days") << qint64{400 * 86'400} << u"400d 0h"_s;
}

void StatusViewTest::tellsDurations()
{
    QFETCH(qint64, seconds);
    QTEST(durationText(seconds), "text");
}

void StatusViewTest::tellsSizes_data()
{
    QTest::addColumn<qint64>("bytes");
    QTest::addColumn<QString>("text");
    QTest::newRow("bytes") << qint64{1023} << u"1023 bytes"_s;
    QTest::newRow("KiB") << qint64{1536} << u"1.5 KiB"_s;
    QTest::newRow("GiB") << qint64{5} * 1024 * 1024 * 1024 << u"5.0 GiB"_s;
}

void StatusViewTest::tellsSizes()
{
    QFETCH(qint64, bytes);
    QTEST(sizeText(bytes), "text");
}

void StatusViewTest::standsAnEmptyAnswer()
{
    const StatusView view({});
    QVERIFY(!view.facts().isEmpty());
    QVERIFY(view.requestRows().isEmpty());
}

void StatusViewTest::hasARowForEachMethod()
{
    const StatusView view({{u"window_seconds"_s, 60},
        {u"requests"_s,
            QJsonArray{
                QJsonObject{{u"method"_s, u"employee.get"_s}, {u"count"_s, 7}, {u"errors"_s, 1},
                    {u"recent"_s, QJsonObject{{u"count"_s, 3}, {u"p50_ms"_s, 0.5}}}}}}});
    const QList<QStringList> rows = view.requestRows();
    QCOMPARE(rows.size(), 1);
    QCOMPARE(rows.first().size(), view.requestTitles().size());
    QCOMPARE(rows.first().first(6),
        (QStringList{u"employee.get"_s, u"7"_s, u"1"_s, u"3"_s, u"0"_s, u"0.50"_s}));
}

QTEST_GUILESS_MAIN(StatusViewTest)
#include "tst_statusview.moc"
