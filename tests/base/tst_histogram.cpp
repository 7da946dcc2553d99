#include "common/base/Histogram.h"

#include <QTest>

#include <thread>

using namespace roster;

class HistogramTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsEachValueInItsBucket();
    void isEmptyAtFirst();
    void tellsQuantiles();
    void countsBelowPowersOfTwoExactly();
    void tellsWhatCameSince();
    void isReadWhileItCounts();
};

void HistogramTest::keepsEachValueInItsBucket()
{
    for (quint64 value = 0; value < (quint64{1} << 40); value = value + 1 + value / 5) {
        const std::size_t bucket = HistogramCounts::bucketOf(value);
        QVERIFY(bucket < HistogramCounts::bucketCount);
        const auto held = static_cast<qint64>(std::min(value, (quint64{1} << 32) - 1));
        QVERIFY(held <= HistogramCounts::upperEdge(bucket));
        QVERIFY(bucket == 0 || held > HistogramCounts::upperEdge(bucket - 1));
        QVERIFY(HistogramCounts::upperEdge(bucket) - held <= held / 8);
    }
    QCOMPARE(HistogramCounts::bucketOf(~quint64{0}), HistogramCounts::bucketCount - 1);
}

void HistogramTest::isEmptyAtFirst()
{
    const HistogramCounts counts = Histogram().read();
    QCOMPARE(counts.count(), 0);
    QCOMPARE(counts.mean(), 0.0);
    QCOMPARE(counts.quantile(0.99), 0);
}

void HistogramTest::tellsQuantiles()
{
    Histogram histogram;
    for (qint64 value = 1; value <= 1000; ++value)
        histogram.note(value);
    histogram.note(-1); // a clock that was stepped
    const HistogramCounts counts = histogram.read();
    QCOMPARE(counts.count(), 1001);
    QCOMPARE(counts.sum(), 500'500);
    QCOMPARE(counts.mean(), 500.0);
    const auto isNear
        = [](qint64 told, qint64 exact) { return told >= exact && told <= exact * 9 / 8; };
    QVERIFY(isNear(counts.quantile(0.5), 500));
    QVERIFY(isNear(counts.quantile(0.99), 990));
    QCOMPARE(counts.quantile(1), 1000);
    QCOMPARE(counts.quantile(0), 0);
}

void HistogramTest::countsBelowPowersOfTwoExactly()
{
    Histogram histogram;
    for (const qint64 value : {0, 7, 8, 63, 64, 127, 128, 1'000'000})
        histogram.note(value);
    const HistogramCounts counts = histogram.read();
    QCOMPARE(counts.countBelow(8), 2);
    QCOMPARE(counts.countBelow(64), 4);
    QCOMPARE(counts.countBelow(128), 6);
    QCOMPARE(counts.countBelow(1 << 20), 8);
}

void HistogramTest::tellsWhatCameSince()
{
    Histogram histogram;
    histogram.note(5);
    const HistogramCounts earlier = histogram.read();
    histogram.note(5);
    histogram.note(1000);
    const HistogramCounts later = histogram.read().since(earlier);
    QCOMPARE(later.count(), 2);
    QCOMPARE(later.sum(), 1005);
    HistogramCounts both = earlier;
    both += later;
    QCOMPARE(both.count(), 3);
}

void HistogramTest::isReadWhileItCounts()
{
    Histogram histogram;
    constexpr qint64 total = 200'000;
    std::thread counting([&histogram] {
        for (qint64 i = 0; i < total; ++i)
            histogram.note(i % 100);
    });
    qint64 last = 0;
    bool isRising = true;
    while (last < total) {
        const qint64 counted = histogram.read().count();
        isRising = isRising && counted >= last;
        last = counted;
    }
    counting.join();
    QVERIFY(isRising);
}

QTEST_GUILESS_MAIN(HistogramTest)
#include "tst_histogram.moc"
