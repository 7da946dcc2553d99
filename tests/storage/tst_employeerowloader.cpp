#include "server/storage/EmployeeRowLoader.h"

#include "server/storage/ReadSnapshot.h"
#include "tests/storage/CachedWorld.h"

#include <QTest>

using namespace roster;
using namespace roster::server;
using namespace roster::server::tests;
using namespace Qt::StringLiterals;

/// Fills the cache once, and leaves it right whatever happens meanwhile.
class EmployeeRowLoaderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void loadsAll();
    void loadsNoMoreThanFits();
    void loadsBesideAWriter();
    void stopsWhileItLoads();

private:
    static bool addMany(CachedWorld &world, int count)
    {
        bool isFine = world.database->execute(u"BEGIN IMMEDIATE"_s).isOk();
        for (int i = 0; i < count; ++i)
            isFine = isFine && world.add().id > 0;
        return isFine && world.database->execute(u"COMMIT"_s).isOk();
    }
};

void EmployeeRowLoaderTest::loadsAll()
{
    CachedWorld world;
    QVERIFY(addMany(world, 600));
    QVERIFY(world.apply(world.write(ChangeAction::Deleted, 300)));
    EmployeeRowLoader loader(world.profile(true));
    loader.settle();
    for (EmployeeId id = 1; id <= 600; ++id)
        QVERIFY(!found(*world.rows, id).isEmpty());
    QVERIFY(found(*world.rows, 601).isEmpty());
    const auto reading = world.open(true);
    EmployeeRowText text = world.text(*reading);
    ReadSnapshot snapshot(*reading);
    QByteArray json;
    QCOMPARE(text.appendLive(300, snapshot, json).error().code, ErrorCode::NotFound);
    QVERIFY(text.appendLive(301, snapshot, json));
    QVERIFY(!reading->isTransactionOpen());
}

void EmployeeRowLoaderTest::loadsNoMoreThanFits()
{
    constexpr qsizetype room = 200'000;
    CachedWorld world(room);
    QVERIFY(addMany(world, 1500));
    EmployeeRowLoader loader(world.profile(true));
    loader.settle();
    QVERIFY(world.rows->isFull());
    QVERIFY(world.rows->bytes() > room / 2);
    QVERIFY(world.rows->bytes() <= room);
    // It did not go on to the end, throwing out what others may have read.
    QVERIFY(found(*world.rows, 1500).isEmpty());
}

void EmployeeRowLoaderTest::loadsBesideAWriter()
{
    CachedWorld world;
    QVERIFY(addMany(world, 2000));
    EmployeeRowLoader loader(world.profile(true));
    for (qint64 salary = 1; salary <= 50; ++salary) {
        for (const EmployeeId id : {1, 700, 1999})
            QVERIFY(world.setSalary(id, salary));
    }
    loader.settle();
    const auto reading = world.open(true);
    EmployeeRowText text = world.text(*reading);
    QCOMPARE(salariesOf(text, *reading, {1, 700, 1999}), QList<qint64>({50, 50, 50}));
}

void EmployeeRowLoaderTest::stopsWhileItLoads()
{
    CachedWorld world;
    QVERIFY(addMany(world, 2000));
    for (int i = 0; i < 5; ++i)
        const EmployeeRowLoader loader(world.profile(true));
    QVERIFY(world.rows->bytes() <= roomy);
}

QTEST_GUILESS_MAIN(EmployeeRowLoaderTest)
#include "tst_employeerowloader.moc"
