#include "tests/original/OriginalWorld.h"

#include "common/base/Clock.h"
#include "server/original/TakeOver.h"

#include <QTest>

using namespace roster;
using namespace roster::server;
using namespace roster::server::test;

/// A take-over that is cut off after each of its steps, and at moments in between.
class TakeOverCrashTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QVERIFY(initialiseCrypto()); }

    void endsSafelyAfterEachStep_data();
    void endsSafelyAfterEachStep();
    void takesWhatWasWrittenAfterTheCrash();
    void leavesNoCopyInTheClear();
    void keepsTheOriginalWhenTheKeyCannotBeRead();

private:
    static constexpr int steps = 7; ///< of one file

    static QString row(int id)
    {
        return employeeRow(
            u"%1, 'Ann%1', 'Lee', %2, '01/02/1990', 10"_s.arg(id).arg(200'000'000 + id));
    }
    /// Both files, the one with records with a hot journal: its last change never came to an end.
    static bool make(const OriginalWorld &world)
    {
        const QString living = world.path(u"living.db"_s);
        QString rows;
        for (int id = 1; id <= 500; ++id)
            rows += row(id);
        if (!runSql(living, employeeTable + u"BEGIN;"_s + rows + u"COMMIT;"_s))
            return false;
        SqliteConnection writer(living);
        const QString to = world.file(u"employee.db"_s);
        return writer.run(u"PRAGMA cache_size=2; BEGIN; UPDATE employee SET lname = 'Half';"_s)
            && QFile::copy(living, to) && QFile::copy(living + u"-journal"_s, to + u"-journal"_s)
            && world.makeUsers(userRow(u"alice"_s, "pw"));
    }
    /// Stops after @p count steps; false when it came to its end before.
    static bool runUntil(const OriginalWorld &world, int count)
    {
        const OriginalFolder originals(world.folder().path());
        const auto files = originals.lockOriginals();
        if (!files || !world.folder().beginTakeOver())
            return false;
        const auto keys = KeyRing::load(world.folder().keyFile());
        SystemClock clock;
        TakeOver work(originals, *keys, 2, clock);
        bool isInterrupted = false;
        work.interruptBy([&count, &isInterrupted] { return isInterrupted = --count == 0; });
        for (const auto &file : *files) {
            if (!work.run(*file))
                break;
        }
        return isInterrupted;
    }
};

void TakeOverCrashTest::endsSafelyAfterEachStep_data()
{
    QTest::addColumn<int>("count");
    for (int count = 1; count <= 2 * steps; ++count)
        QTest::addRow("after step %d", count) << count;
}

void TakeOverCrashTest::endsSafelyAfterEachStep()
{
    QFETCH(int, count);
    const OriginalWorld world;
    QVERIFY(make(world));
    const auto before = world.databases();
    QVERIFY(runUntil(world, count));
    // Each database is the original, its journal beside it or aside, or ours and whole.
    const OriginalFolder originals(world.folder().path());
    for (const QString &name : {u"user.db"_s, u"employee.db"_s}) {
        if (databaseKind(world.file(name)) != DatabaseKind::Own)
            QVERIFY(contentOf(world.file(name)) == before.value(name));
    }
    // The next start is cut off once more, then one comes to its end.
    static_cast<void>(runUntil(world, count));
    const auto password = world.setUp();
    QVERIFY2(password, qPrintable(password ? QString() : password.error().message));
    QVERIFY(world.exported() == before);
    QCOMPARE(world.soundChanges(), 500);
    QCOMPARE(world.employee(500)->text(Field::LastName), u"Lee"_s);
    QVERIFY(world.isPassword(u"alice"_s, u"pw"_s));
    QVERIFY(world.isPassword(u"administrator"_s, *password));
    QVERIFY(!QFile::exists(originals.workPath()));
    QVERIFY(!QFile::exists(originals.aside(u"employee.db"_s, u"-journal"_s)));
}

void TakeOverCrashTest::takesWhatWasWrittenAfterTheCrash()
{
    // Everything but the last rename is done; then the original program runs once more.
    const OriginalWorld world;
    QVERIFY(world.makeEmployees(row(1)));
    QVERIFY(runUntil(world, 5));
    QVERIFY(runSql(world.file(u"employee.db"_s), row(2)));
    const auto before = world.databases();
    QVERIFY(world.setUp());
    QCOMPARE(world.soundChanges(), 2);
    QVERIFY(world.exported() == before);
}

void TakeOverCrashTest::leavesNoCopyInTheClear()
{
    // Cut off after the rename: nothing original is left to go on with, but copies are.
    const OriginalWorld world;
    QVERIFY(world.makeEmployees(row(1)));
    QVERIFY(runUntil(world, 6));
    const OriginalFolder originals(world.folder().path());
    QVERIFY(QFile::exists(originals.workPath() + u"/employee.db"_s));
    QVERIFY(world.setUp());
    QVERIFY(!QFile::exists(originals.workPath()));
    QVERIFY(world.employee(1));
}

void TakeOverCrashTest::keepsTheOriginalWhenTheKeyCannotBeRead()
{
    const OriginalWorld world;
    QVERIFY(world.makeEmployees(row(1)));
    QVERIFY(QDir().mkpath(world.folder().keysPath()));
    QVERIFY(writeFile(world.folder().keyFile(), "no key\n", 0600));
    const auto before = world.databases();
    QVERIFY(!world.setUp());
    QVERIFY(world.databases() == before);
}

QTEST_GUILESS_MAIN(TakeOverCrashTest)
#include "tst_takeovercrash.moc"
