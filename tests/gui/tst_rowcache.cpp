#include "gui-client/table/RowCache.h"

#include <QTest>

using namespace roster;
using namespace roster::gui;

namespace {

std::vector<EmployeeRow> rows(EmployeeId firstId, int count)
{
    std::vector<EmployeeRow> rows;
    for (int i = 0; i < count; ++i) {
        EmployeeRow row;
        row.id = firstId + i;
        rows.push_back(row);
    }
    return rows;
}

} // namespace

/// The window of rows that the table holds.
class RowCacheTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsByPlaceAndById();
    void makesRoom();
    void takesAway();
    void takesAwayAcrossBlocks();
    void keepsABoundedNumber();
    void theLaterPlaceOfARecordCounts();
};

void RowCacheTest::findsByPlaceAndById()
{
    RowCache cache;
    cache.put(2, rows(1000, 30));
    QCOMPARE(cache.find(200)->id, EmployeeId(1000));
    QCOMPARE(cache.find(229)->id, EmployeeId(1029));
    QVERIFY(!cache.find(230));
    QVERIFY(!cache.find(199));
    QVERIFY(!cache.find(-1));
    QCOMPARE(cache.rowOf(1029), 229);
    QCOMPARE(cache.rowOf(5), -1);
    QVERIFY(cache.isFresh(2));
    cache.markOld();
    QVERIFY(!cache.isFresh(2));
    QCOMPARE(cache.find(200)->id, EmployeeId(1000));
}

void RowCacheTest::makesRoom()
{
    RowCache cache;
    cache.put(0, rows(1, RowCache::blockSize));
    cache.shift(10, 3);
    QCOMPARE(cache.find(9)->id, EmployeeId(10));
    for (int row = 10; row < 13; ++row)
        QVERIFY(!cache.find(row));
    QCOMPARE(cache.find(13)->id, EmployeeId(11));
    QCOMPARE(cache.rowOf(100), 102);
    QCOMPARE(cache.find(102)->id, EmployeeId(100));
    QVERIFY(!cache.isFresh(0));
}

void RowCacheTest::takesAway()
{
    RowCache cache;
    cache.put(0, rows(1, 20));
    cache.shift(5, -2);
    QCOMPARE(cache.find(4)->id, EmployeeId(5));
    QCOMPARE(cache.find(5)->id, EmployeeId(8));
    QCOMPARE(cache.rowOf(6), -1);
    QCOMPARE(cache.rowOf(7), -1);
    QCOMPARE(cache.rowOf(20), 17);
    QVERIFY(!cache.find(18));
}

void RowCacheTest::takesAwayAcrossBlocks()
{
    RowCache cache;
    cache.put(0, rows(1, RowCache::blockSize));
    cache.put(1, rows(101, RowCache::blockSize));
    cache.shift(0, -1);
    QCOMPARE(cache.rowOf(1), -1);
    QCOMPARE(cache.find(99)->id, EmployeeId(101));
    QCOMPARE(cache.find(198)->id, EmployeeId(200));
    QVERIFY(!cache.find(199));
}

void RowCacheTest::keepsABoundedNumber()
{
    RowCache cache;
    const int many = static_cast<int>(RowCache::mostBlocks) + 10;
    for (int block = 0; block < many; ++block) {
        cache.put(block, rows(1 + block * RowCache::blockSize, RowCache::blockSize));
        cache.touch(0);
    }
    QVERIFY(cache.find(0));
    QVERIFY(!cache.find(RowCache::blockSize));
    QCOMPARE(cache.rowOf(1 + RowCache::blockSize), -1);
    QVERIFY(cache.find((many - 1) * RowCache::blockSize));
}

void RowCacheTest::theLaterPlaceOfARecordCounts()
{
    RowCache cache;
    cache.put(0, rows(1, 10));
    cache.put(3, rows(5, 10));
    QCOMPARE(cache.rowOf(5), 300);
    cache.put(0, rows(50, 10));
    QCOMPARE(cache.rowOf(5), 300);
}

QTEST_APPLESS_MAIN(RowCacheTest)
#include "tst_rowcache.moc"
