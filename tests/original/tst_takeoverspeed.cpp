#include "tests/original/OriginalWorld.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QTest>

using namespace roster;
using namespace roster::server;
using namespace roster::server::test;

/// Very many records, and how long they take; ROSTER_TEST_ROWS says how many.
class TakeOverSpeedTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QVERIFY(initialiseCrypto()); }

    void takesManyRecordsOver();
};

void TakeOverSpeedTest::takesManyRecordsOver()
{
    const int rows = qEnvironmentVariableIntValue("ROSTER_TEST_ROWS");
    const int count = rows > 0 ? rows : 100'000;
    const OriginalWorld world;
    QVERIFY(world.makeEmployees(
        u"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %1) "
        "INSERT INTO employee SELECT i, 'Ann', 'Lee', 100000000 + i, '01/02/1990', i FROM n;"_s.arg(
            count)));
    constexpr int firstTold = 50'000;
    if (count >= firstTold) {
        QTest::ignoreMessage(
            QtInfoMsg, QRegularExpression(u"employee.db: 50000 of %1 records"_s.arg(count)));
    }
    QElapsedTimer timer;
    timer.start();
    QVERIFY(world.setUp());
    qInfo("%d records in %lld ms", count, static_cast<long long>(timer.elapsed()));
    QCOMPARE(world.soundChanges(), count);
    QCOMPARE(world.employee(count)->text(Field::Ssn), QString::number(100'000'000 + count));
}

QTEST_GUILESS_MAIN(TakeOverSpeedTest)
#include "tst_takeoverspeed.moc"
