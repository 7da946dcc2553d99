#include "tests/storage/CachedWorld.h"

#include "server/storage/Query.h"
#include "server/storage/ReadSnapshot.h"
#include "server/storage/WriteQueue.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <atomic>
#include <thread>

using namespace roster;
using namespace roster::server;
using namespace roster::server::tests;
using namespace Qt::StringLiterals;

/// Rows in memory are never older than what a transaction would read, and a page is of one state.
class EmployeeRowCacheTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsWhatWasAdded();
    void keepsIdsFarApart();
    void takesNothingThatMayBeOlderThanAChange();
    void takesNothingOlderIntoABlockOfOthers();
    void keepsABlockFromOthersForAWhile();
    void opensAgainAfterAChangeThatWasUndone();
    void forgetsWhenACommitHasFailed();
    void forgetsAll();
    void staysWithinItsRoom();
    void readsEachChangeAtOnce();
    void readsTheOldRowUntilTheCommit();
    void refusesADamagedRecord();
    void readsAnSsnThatIsLongerThanAny();
    void keepsNoTextThatIsTooLong();
    void keepsAPageOfOneState();
    void isNeverBehindUnderAWriter();
};

void EmployeeRowCacheTest::findsWhatWasAdded()
{
    EmployeeRowCache rows(std::make_shared<CommitCount>(), roomy);
    QCOMPARE(found(rows, 7), QByteArray());
    rows.add(7, "seven", 0);
    rows.add(8, "eight", 0);
    QCOMPARE(found(rows, 7), QByteArray("seven"));
    rows.add(7, "7", 0);
    QCOMPARE(found(rows, 7), QByteArray("7"));
    QByteArray both("x");
    QVERIFY(rows.find(7, both));
    QVERIFY(rows.find(8, both));
    QCOMPARE(both, QByteArray("x7eight"));
    rows.forget(7);
    QCOMPARE(found(rows, 7), QByteArray());
    QCOMPARE(found(rows, 8), QByteArray("eight"));
}

void EmployeeRowCacheTest::keepsIdsFarApart()
{
    EmployeeRowCache rows(std::make_shared<CommitCount>(), roomy);
    for (const EmployeeId id : {EmployeeId{1}, (EmployeeId{1} << 40) + 512, maxSafeInteger}) {
        rows.add(id, QByteArray::number(id), 0);
        QCOMPARE(found(rows, id), QByteArray::number(id));
    }
    // Whoever shares a place is not mistaken for the other.
    for (EmployeeId id = 2; id < maxSafeInteger / 2; id *= 2)
        QVERIFY(found(rows, id + 1).isEmpty());
}

void EmployeeRowCacheTest::takesNothingOlderIntoABlockOfOthers()
{
    const auto commits = std::make_shared<CommitCount>();
    EmployeeRowCache rows(commits, roomy);
    constexpr EmployeeId other = 1 + (EmployeeId{1} << 30);
    rows.add(other, "other", 0);
    rows.forget(1);
    commits->begin();
    commits->end();
    rows.forget(other);
    rows.add(1, "old", 0);
    QCOMPARE(found(rows, 1), QByteArray());
}

void EmployeeRowCacheTest::keepsABlockFromOthersForAWhile()
{
    EmployeeRowCache rows(std::make_shared<CommitCount>(), roomy);
    constexpr EmployeeId other = 1 + (EmployeeId{1} << 30);
    rows.add(1, "one", 0);
    rows.add(other, "other", 0);
    QCOMPARE(found(rows, 1), QByteArray("one"));
    QCOMPARE(found(rows, other), QByteArray());
    for (int i = 0; i < 1000; ++i)
        rows.add(other, "other", 0);
    QCOMPARE(found(rows, 1), QByteArray());
    QCOMPARE(found(rows, other), QByteArray("other"));
}

void EmployeeRowCacheTest::takesNothingThatMayBeOlderThanAChange()
{
    const auto commits = std::make_shared<CommitCount>();
    EmployeeRowCache rows(commits, roomy);
    rows.add(1, "old", commits->ended());
    rows.forget(1);
    rows.add(1, "old", 0); // by a reader between the change and its commit
    QCOMPARE(found(rows, 1), QByteArray());
    commits->begin();
    rows.add(1, "old", 0);
    QCOMPARE(found(rows, 1), QByteArray());
    commits->end();
    rows.add(1, "old", 0); // by one whose transaction began before
    QCOMPARE(found(rows, 1), QByteArray());
    rows.add(1, "new", commits->ended());
    QCOMPARE(found(rows, 1), QByteArray("new"));
}

void EmployeeRowCacheTest::opensAgainAfterAChangeThatWasUndone()
{
    CachedWorld world;
    const Employee zoe = world.add();
    const auto reading = world.open(true);
    EmployeeRowText text = world.text(*reading);
    QVERIFY(world.database->execute(u"BEGIN IMMEDIATE"_s));
    QVERIFY(world.setSalary(zoe.id, 1));
    QVERIFY(world.database->execute(u"ROLLBACK"_s));
    QCOMPARE(salariesOf(text, *reading, {zoe.id}), QList<qint64>{4'521'050});
    QVERIFY(world.add().id != zoe.id);
    QCOMPARE(salariesOf(text, *reading, {zoe.id}), QList<qint64>{4'521'050});
    QVERIFY(!found(*world.rows, zoe.id).isEmpty());
}

/// What is read while nobody knows what was committed is not kept.
void EmployeeRowCacheTest::forgetsWhenACommitHasFailed()
{
    CachedWorld world;
    const Employee zoe = world.add();
    const auto reading = world.open(true);
    EmployeeRowText text = world.text(*reading);
    QVERIFY(world.database->execute(u"CREATE TABLE pair (a INTEGER PRIMARY KEY, b INTEGER "
                                    "REFERENCES pair (a) DEFERRABLE INITIALLY DEFERRED)"_s));
    QCOMPARE(salariesOf(text, *reading, {zoe.id}), QList<qint64>{4'521'050});
    QVERIFY(!found(*world.rows, zoe.id).isEmpty());
    WriteQueue queue(world.profile(false));
    QVERIFY(queue.start());
    const auto write = [&](const QString &sql) {
        return queue
            .runAndWait<Done>([&sql](Database &database) -> Result<Done> {
                if (const Outcome ran = database.execute(sql); !ran)
                    return ran.error();
                return Done{};
            })
            .isOk();
    };
    QVERIFY(!write(u"INSERT INTO pair (a, b) VALUES (1, 99)"_s));
    QVERIFY(found(*world.rows, zoe.id).isEmpty());
    QCOMPARE(salariesOf(text, *reading, {zoe.id}), QList<qint64>{4'521'050});
    QVERIFY(found(*world.rows, zoe.id).isEmpty());
    QVERIFY(write(u"INSERT INTO pair (a) VALUES (1)"_s));
    QCOMPARE(salariesOf(text, *reading, {zoe.id}), QList<qint64>{4'521'050});
    QVERIFY(!found(*world.rows, zoe.id).isEmpty());
}

void EmployeeRowCacheTest::forgetsAll()
{
    const auto commits = std::make_shared<CommitCount>();
    EmployeeRowCache rows(commits, roomy);
    for (EmployeeId id = 1; id < 2000; ++id)
        rows.add(id, "row", 0);
    rows.forgetAll();
    QCOMPARE(rows.bytes(), 0);
    rows.add(5, "row", 0);
    QCOMPARE(found(rows, 5), QByteArray());
}

void EmployeeRowCacheTest::staysWithinItsRoom()
{
    constexpr qsizetype room = 1'000'000;
    EmployeeRowCache rows(std::make_shared<CommitCount>(), room);
    const QByteArray row(300, 'r');
    int here = 0;
    for (EmployeeId id = 1; id <= 8'000; ++id) {
        rows.add(id, row, 0);
        QVERIFY(rows.bytes() <= room);
    }
    for (EmployeeId id = 1; id <= 8'000; ++id)
        here += found(rows, id).isEmpty() ? 0 : 1;
    QVERIFY2(here > 2000 && here < 3200, qPrintable(QString::number(here)));
}

void EmployeeRowCacheTest::readsEachChangeAtOnce()
{
    CachedWorld world;
    const Employee zoe = world.add();
    const auto reading = world.open(true);
    EmployeeRowText text = world.text(*reading);
    ReadSnapshot snapshot(*reading);
    for (qint64 salary = 1; salary < 50; ++salary) {
        QVERIFY(world.setSalary(zoe.id, salary));
        for (int again = 0; again < 2; ++again) {
            QByteArray json;
            QVERIFY(text.appendLive(zoe.id, snapshot, json));
            const QJsonObject employee = QJsonDocument::fromJson(json).object();
            QCOMPARE(employee[u"salary"_s].toString(), formatMoney(Money{salary}, 2));
        }
        QVERIFY(!found(*world.rows, zoe.id).isEmpty());
    }
    QVERIFY(world.apply(world.write(ChangeAction::Deleted, zoe.id)));
    QByteArray json;
    QCOMPARE(text.appendLive(zoe.id, snapshot, json).error().code, ErrorCode::NotFound);
}

void EmployeeRowCacheTest::readsTheOldRowUntilTheCommit()
{
    CachedWorld world;
    const Employee zoe = world.add();
    const auto reading = world.open(true);
    EmployeeRowText text = world.text(*reading);
    QCOMPARE(salariesOf(text, *reading, {zoe.id}), QList<qint64>{4'521'050});
    QVERIFY(world.database->execute(u"BEGIN IMMEDIATE"_s));
    QVERIFY(world.setSalary(zoe.id, 1));
    QCOMPARE(salariesOf(text, *reading, {zoe.id}), QList<qint64>{4'521'050});
    QVERIFY(world.database->execute(u"COMMIT"_s));
    QCOMPARE(salariesOf(text, *reading, {zoe.id}), QList<qint64>{1});
}

void EmployeeRowCacheTest::refusesADamagedRecord()
{
    CachedWorld world;
    QCOMPARE(world.add().id, 1);
    QVERIFY(world.database->execute(u"UPDATE employee SET ssn = x'01020304'"_s));
    const auto reading = world.open(true);
    EmployeeRowText text = world.text(*reading);
    ReadSnapshot snapshot(*reading);
    for (int again = 0; again < 2; ++again) {
        QByteArray json;
        QCOMPARE(text.appendLive(1, snapshot, json).error().code, ErrorCode::InternalError);
        QCOMPARE(text.append({1}, ReadTransaction(*reading), json).error().code,
            ErrorCode::InternalError);
        QVERIFY(!found(*world.rows, 1).isEmpty());
    }
}

/// There is no room for it on the quick way; and a deletion is noticed on the long one as well.
void EmployeeRowCacheTest::readsAnSsnThatIsLongerThanAny()
{
    CachedWorld world;
    Employee zoe = world.add();
    const Employee before = zoe;
    zoe.set(Field::Ssn, QString(80, u'7'));
    QVERIFY(world.employees.replace(*world.database, before, {zoe}));
    const auto reading = world.open(true);
    EmployeeRowText text = world.text(*reading);
    ReadSnapshot snapshot(*reading);
    for (int again = 0; again < 2; ++again) {
        QByteArray json;
        QVERIFY(text.appendLive(zoe.id, snapshot, json));
        QVERIFY(json.contains(QByteArray(80, '7')));
        QVERIFY(!found(*world.rows, zoe.id).isEmpty());
    }
}

void EmployeeRowCacheTest::keepsNoTextThatIsTooLong()
{
    CachedWorld world;
    const Employee before = world.add();
    Employee zoe = before;
    zoe.set(Field::JobTitle, QString(70'000, u'x'));
    QVERIFY(world.employees.replace(*world.database, before, {zoe}));
    const auto reading = world.open(true);
    EmployeeRowText text = world.text(*reading);
    QByteArray json;
    QVERIFY(text.append({zoe.id}, ReadTransaction(*reading), json));
    QVERIFY(json.contains(QByteArray(70'000, 'x')));
    QVERIFY(found(*world.rows, zoe.id).isEmpty());
}

/// A row in memory is newer than the transaction that the page is read in.
void EmployeeRowCacheTest::keepsAPageOfOneState()
{
    CachedWorld world;
    const QList<EmployeeId> ids{world.add().id, world.add().id, world.add().id};
    const auto reading = world.open(true);
    const auto other = world.open(true);
    EmployeeRowText text = world.text(*reading);
    EmployeeRowText otherText = world.text(*other);
    QCOMPARE(salariesOf(otherText, *other, ids).size(), 3);
    const ReadTransaction transaction(*reading);
    Query first(*reading, u"SELECT count(*) FROM employee"_s);
    QVERIFY(first.run() && first.next());
    QVERIFY(world.setSalary(ids[1], 1));
    QCOMPARE(salariesOf(otherText, *other, ids), QList<qint64>({4'521'050, 1, 4'521'050}));
    QByteArray json("[");
    QVERIFY(text.append(ids, transaction, json));
    QCOMPARE(json.count("45210.50"), 3);
}

/// The writer gives all records the same salary in one commit, again and again, and tells after
/// each. Readers never see less than they were told, nor two salaries in one page.
void EmployeeRowCacheTest::isNeverBehindUnderAWriter()
{
    CachedWorld world(20'000); // some have to go all the time
    QList<EmployeeId> ids;
    for (int i = 0; i < 60; ++i)
        ids.append(world.add().id);
    const auto raise = [&](qint64 salary) {
        bool isFine = world.database->execute(u"BEGIN IMMEDIATE"_s).isOk();
        for (const EmployeeId id : ids)
            isFine = isFine && world.setSalary(id, salary);
        return isFine && world.database->execute(u"COMMIT"_s).isOk();
    };
    QVERIFY(raise(1));
    std::atomic<qint64> told = 1;
    std::atomic<bool> isOver = false;
    std::atomic<int> wrong = 0;
    std::atomic<int> pages = 0;
    const auto read = [&] {
        const auto database = world.open(true);
        EmployeeRowText text = world.text(*database);
        while (!isOver) {
            const qint64 least = told;
            const QList<qint64> salaries = salariesOf(text, *database, ids);
            const bool isOneState = salaries.size() == ids.size()
                && std::ranges::count(salaries, salaries.first()) == salaries.size();
            if (!isOneState || salaries.first() < least)
                ++wrong;
            ++pages;
        }
    };
    std::array readers{std::thread(read), std::thread(read)};
    bool isFine = true;
    for (qint64 salary = 2; isFine && (salary < 100 || pages < 200); ++salary) {
        isFine = raise(salary);
        told = salary;
    }
    isOver = true;
    for (std::thread &reader : readers)
        reader.join();
    QVERIFY(isFine);
    QCOMPARE(wrong.load(), 0);
}

QTEST_GUILESS_MAIN(EmployeeRowCacheTest)
#include "tst_employeerowcache.moc"
