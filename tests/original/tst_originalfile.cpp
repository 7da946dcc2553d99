#include "tests/original/OriginalWorld.h"

#include <QTest>

using namespace roster;
using namespace roster::server;
using namespace roster::server::test;

/// Files that may not be touched, and files that another program has in hand.
class OriginalFileTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QVERIFY(initialiseCrypto()); }

    void refusesAFileInUse_data();
    void refusesAFileInUse();
    void keepsOthersOutWhileItIsHeld();
    void refusesAReadOnlyFile();
    void refusesAReadOnlyFolder();
    void refusesWhatIsNeitherOursNorTheOriginals_data();
    void refusesWhatIsNeitherOursNorTheOriginals();
    void refusesADamagedFile();
    void givesBackAHotJournal();
    void readsAWriteAheadLog();
    void refusesAnOriginalBesideOurOwn();
    void refusesToReplaceWhatIsSealed();
    void leavesOriginalsToInitAndServe();
    void findsOriginalsSoundBeforeTheyAreTakenOver();

private:
    static void verifyUntouched(const OriginalWorld &world, ErrorCode code, const QString &name)
    {
        const auto before = world.databases();
        const auto ready = world.setUp();
        QVERIFY(!ready);
        QCOMPARE(ready.error().code, code);
        QVERIFY2(
            ready.error().message.contains(world.file(name)), qPrintable(ready.error().message));
        QVERIFY(world.databases() == before);
    }
    /// Copies the database at @p from with its journals, as a crash would leave them.
    static bool copyTorn(const QString &from, const QString &to)
    {
        bool isCopied = true;
        for (const QString &suffix : {u""_s, u"-journal"_s, u"-wal"_s}) {
            if (QFile::exists(from + suffix))
                isCopied = isCopied && QFile::copy(from + suffix, to + suffix);
        }
        return isCopied;
    }
};

void OriginalFileTest::refusesAFileInUse_data()
{
    QTest::addColumn<QString>("use");
    QTest::newRow("a read") << u"BEGIN; SELECT * FROM employee;"_s;
    QTest::newRow("a write") << u"BEGIN IMMEDIATE;"_s;
    QTest::newRow("an exclusive write") << u"BEGIN EXCLUSIVE;"_s;
    QTest::newRow("a write-ahead log")
        << u"PRAGMA journal_mode=WAL; UPDATE employee SET salary = 1;"_s;
}

void OriginalFileTest::refusesAFileInUse()
{
    QFETCH(QString, use);
    const OriginalWorld world;
    QVERIFY(world.makeUsers(userRow(u"alice"_s, "pw")));
    QVERIFY(world.makeEmployees(employeeRow(u"1, 'Zoe', 'Brien', 5, '02/02/2000', 10"_s)));
    {
        const OtherProgram other(world.file(u"employee.db"_s), use);
        QVERIFY(other.isReady());
        verifyUntouched(world, ErrorCode::Conflict, u"employee.db"_s);
        QVERIFY(!QFile::exists(world.folder().keyFile()));
    }
    QVERIFY(world.setUp());
    QVERIFY(world.employee(1));
}

void OriginalFileTest::keepsOthersOutWhileItIsHeld()
{
    const OriginalWorld world;
    QVERIFY(world.makeUsers());
    SqliteConnection other(world.file(u"user.db"_s));
    {
        const auto held = OriginalFile::lock(world.file(u"user.db"_s));
        QVERIFY(held);
        QVERIFY(!other.run(userRow(u"late"_s, "pw")));
    }
    QVERIFY(other.run(userRow(u"late"_s, "pw")));
}

void OriginalFileTest::refusesAReadOnlyFile()
{
    const OriginalWorld world;
    QVERIFY(world.makeUsers(userRow(u"alice"_s, "pw")));
    const QByteArray path = QFile::encodeName(world.file(u"user.db"_s));
    QCOMPARE(::chmod(path.constData(), 0444), 0);
    verifyUntouched(world, ErrorCode::PermissionDenied, u"user.db"_s);
    QCOMPARE(modeOf(world.file(u"user.db"_s)), mode_t{0444});
}

void OriginalFileTest::refusesAReadOnlyFolder()
{
    const OriginalWorld world;
    QVERIFY(world.makeUsers(userRow(u"alice"_s, "pw")));
    const QByteArray path = QFile::encodeName(world.folder().path());
    QCOMPARE(::chmod(path.constData(), 0555), 0);
    const Outcome writable = OriginalFolder(world.folder().path()).checkWritable();
    QVERIFY(!writable);
    QCOMPARE(writable.error().code, ErrorCode::PermissionDenied);
    QVERIFY(writable.error().message.contains(world.folder().path()));
    QCOMPARE(::chmod(path.constData(), 0700), 0);
    QVERIFY(OriginalFolder(world.folder().path()).checkWritable());
}

void OriginalFileTest::refusesWhatIsNeitherOursNorTheOriginals_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("sql");
    QTest::newRow("another program's tables")
        << u"employee.db"_s << u"CREATE TABLE bookmark(url TEXT);"_s;
    QTest::newRow("another user table")
        << u"user.db"_s << u"CREATE TABLE user(name TEXT, password TEXT);"_s;
    QTest::newRow("the other original file") << u"user.db"_s << employeeTable;
    QTest::newRow("another program's versions")
        << u"user.db"_s << u"CREATE TABLE schema_version(n); CREATE TABLE x(y);"_s;
    QTest::newRow("no database") << u"user.db"_s << QString();
}

void OriginalFileTest::refusesWhatIsNeitherOursNorTheOriginals()
{
    QFETCH(QString, name);
    QFETCH(QString, sql);
    const OriginalWorld world;
    QVERIFY(sql.isEmpty() ? writeFile(world.file(name), "username,password\n", 0600)
                          : runSql(world.file(name), sql));
    verifyUntouched(world, ErrorCode::InvalidRequest, name);
    const Outcome prepared = world.folder().prepare();
    QVERIFY(!prepared);
    QCOMPARE(prepared.error().code, ErrorCode::InvalidRequest);
}

void OriginalFileTest::refusesADamagedFile()
{
    const OriginalWorld world;
    QString rows;
    for (int i = 1; i <= 500; ++i)
        rows += employeeRow(u"%1, 'Zoe', 'Brien', 5, '02/02/2000', 10"_s.arg(i));
    QVERIFY(world.makeEmployees(u"BEGIN;"_s + rows + u"COMMIT;"_s));
    QByteArray content = contentOf(world.file(u"employee.db"_s));
    QVERIFY(content.size() > 4 * 4096);
    QVERIFY(writeFile(world.file(u"employee.db"_s),
        content.replace(2 * 4096, 4096, QByteArray(4096, '\x5a')), 0600));
    verifyUntouched(world, ErrorCode::InvalidRequest, u"employee.db"_s);
    QVERIFY(!QFile::exists(OriginalFolder(world.folder().path()).workPath()));
    QVERIFY(!OriginalFolder(world.folder().path()).holdsSealed());
}

void OriginalFileTest::givesBackAHotJournal()
{
    const OriginalWorld world;
    const QString living = world.path(u"living.db"_s);
    QString rows;
    for (int i = 1; i <= 2000; ++i)
        rows += employeeRow(u"%1, 'Zoe', 'Brien', 5, '02/02/2000', 10"_s.arg(i));
    QVERIFY(runSql(living, employeeTable + u"BEGIN;"_s + rows + u"COMMIT;"_s));
    SqliteConnection writer(living);
    // A cache this small writes pages, and their journal, before the commit that never comes.
    QVERIFY(writer.run(u"PRAGMA cache_size=2; BEGIN; UPDATE employee SET fname = 'Half';"_s));
    QVERIFY(copyTorn(living, world.file(u"employee.db"_s)));
    const auto before = world.databases();
    QCOMPARE(before.size(), 2);
    QVERIFY(before.value(u"employee.db-journal"_s).size() > 4096);

    QVERIFY(world.setUp());
    QVERIFY(world.exported() == before);
    QCOMPARE(world.soundChanges(), 2000);
    for (const EmployeeId id : {1, 1000, 2000})
        QCOMPARE(world.employee(id)->text(Field::FirstName), u"Zoe"_s);
    QVERIFY(!QFile::exists(world.file(u"employee.db-journal"_s)));
}

void OriginalFileTest::readsAWriteAheadLog()
{
    const OriginalWorld world;
    const QString living = world.path(u"living.db"_s);
    SqliteConnection writer(living);
    QVERIFY(writer.run(u"PRAGMA journal_mode=WAL;"_s + userTable + userRow(u"alice"_s, "pw")));
    // All of it, the table too, is in the log alone.
    QVERIFY(copyTorn(living, world.file(u"user.db"_s)));
    const auto before = world.databases();
    QCOMPARE(before.size(), 2);
    QVERIFY(world.setUp());
    QVERIFY(world.isPassword(u"alice"_s, u"pw"_s));
    QVERIFY(world.exported() == before);
}

void OriginalFileTest::refusesAnOriginalBesideOurOwn()
{
    const OriginalWorld world;
    QVERIFY(world.setUp());
    QVERIFY(QFile::remove(world.file(u"employee.db"_s)));
    QVERIFY(world.makeEmployees(employeeRow(u"1, 'Zoe', 'Brien', 5, '02/02/2000', 10"_s)));
    const auto before = world.databases();
    const auto again = world.setUp();
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::Conflict);
    QVERIFY(world.databases() == before);
}

void OriginalFileTest::refusesToReplaceWhatIsSealed()
{
    const OriginalWorld world;
    QVERIFY(world.makeUsers(userRow(u"alice"_s, "pw")) && world.makeEmployees());
    QVERIFY(world.setUp());
    const auto sealed = world.exported();
    for (const QString &name : {u"user.db"_s, u"employee.db"_s})
        QVERIFY(QFile::remove(world.file(name)));
    QVERIFY(world.makeUsers() && world.makeEmployees());
    const auto again = world.setUp();
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::Conflict);
    QVERIFY(world.exported() == sealed);
}

void OriginalFileTest::leavesOriginalsToInitAndServe()
{
    const OriginalWorld world;
    QVERIFY(world.makeUsers(userRow(u"alice"_s, "pw")));
    const auto before = world.databases();
    const Outcome prepared = world.folder().prepare();
    QVERIFY(!prepared);
    QVERIFY(prepared.error().message.contains(u"init"_s));
    QVERIFY(world.databases() == before);
}

void OriginalFileTest::findsOriginalsSoundBeforeTheyAreTakenOver()
{
    const OriginalWorld world;
    QVERIFY(world.makeUsers(userRow(u"alice"_s, "pw")));
    QCOMPARE(::chmod(QFile::encodeName(world.file(u"user.db"_s)).constData(), 0644), 0);
    QVERIFY(world.folder().check());
}

QTEST_GUILESS_MAIN(OriginalFileTest)
#include "tst_originalfile.moc"
