#include "server/storage/IntegrityCheck.h"
#include "server/storage/Query.h"
#include "tests/storage/StorageWorld.h"

#include <QDir>
#include <QTest>

#include <sys/resource.h>

#include <csignal>

using namespace roster;
using namespace roster::server;
using namespace Qt::StringLiterals;

class MigratorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bringsANewDatabaseToTheLatestVersion();
    void leavesACurrentDatabaseAlone();
    void refusesANewerDatabase();
    void rollsAFailedMigrationBack();
    void copiesAnExistingDatabaseFirst();
    void changesNothingWithoutACopy();
    void leavesNoHalfCopyWhereItDoesNotFit();
    void linksTheHistoryThatIsThere();

private:
    using World = roster::server::tests::StorageWorld;
};

namespace {

void writeScript(const QTemporaryDir &folder, const QString &name, const QByteArray &sql)
{
    QFile file(folder.filePath(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(sql);
}

std::unique_ptr<Database> openIn(const QTemporaryDir &folder)
{
    auto database = Database::open({folder.filePath(u"x.db"_s)});
    return database ? *std::move(database) : nullptr;
}

} // namespace

void MigratorTest::bringsANewDatabaseToTheLatestVersion()
{
    World world;
    const Migrator migrator(u":/sql/employee"_s);
    QVERIFY(migrator.latestVersion() >= 1);
    QCOMPARE(*Migrator::versionOf(*world.database), migrator.latestVersion());
}

void MigratorTest::leavesACurrentDatabaseAlone()
{
    World world;
    static_cast<void>(world.add());
    QVERIFY(Migrator(u":/sql/employee"_s).migrate(*world.database));
    QVERIFY(world.employees.find(*world.database, 1));
}

void MigratorTest::refusesANewerDatabase()
{
    World world;
    QVERIFY(world.database->execute(u"INSERT INTO schema_version (version) VALUES (9999)"_s));
    const Outcome refused = Migrator(u":/sql/employee"_s).migrate(*world.database);
    QVERIFY(!refused);
    QVERIFY(refused.error().message.contains(u"newer"_s));
}

void MigratorTest::rollsAFailedMigrationBack()
{
    QTemporaryDir folder;
    writeScript(folder, u"0001_good.sql"_s, "CREATE TABLE a (x INTEGER);\n");
    writeScript(folder, u"0002_bad.sql"_s, "CREATE TABLE b (x INTEGER);\nCREATE TABL c;\n");
    const auto database = openIn(folder);
    const Outcome failed = Migrator(folder.path()).migrate(*database);
    QVERIFY(!failed);
    QVERIFY(failed.error().message.contains(u"x.db could not be brought to version 2"_s));
    QCOMPARE(*Migrator::versionOf(*database), 1);
    QVERIFY(database->execute(u"CREATE TABLE b (x INTEGER)"_s));
}

void MigratorTest::copiesAnExistingDatabaseFirst()
{
    QTemporaryDir folder;
    writeScript(
        folder, u"0001_first.sql"_s, "CREATE TABLE a (x INTEGER);\nINSERT INTO a VALUES (42);\n");
    const auto database = openIn(folder);
    QVERIFY(Migrator(folder.path()).migrate(*database));
    QVERIFY(!QFile::exists(folder.filePath(u"x.db.before-0001"_s)));
    writeScript(folder, u"0002_second.sql"_s, "DROP TABLE a;\n");
    QVERIFY(Migrator(folder.path()).migrate(*database));
    const auto copy = Database::open({folder.filePath(u"x.db.before-0002"_s)});
    QVERIFY(copy);
    Query select(**copy, u"SELECT x FROM a"_s);
    QVERIFY(select.run());
    QVERIFY(select.next());
    QCOMPARE(select.integer(0), 42);
}

void MigratorTest::changesNothingWithoutACopy()
{
    QTemporaryDir folder;
    writeScript(folder, u"0001_first.sql"_s, "CREATE TABLE a (x INTEGER);\n");
    const auto database = openIn(folder);
    QVERIFY(Migrator(folder.path()).migrate(*database));
    writeScript(folder, u"0002_second.sql"_s, "DROP TABLE a;\n");
    QVERIFY(QDir(folder.path()).mkpath(u"x.db.before-0002/in-the-way"_s));
    const Outcome refused = Migrator(folder.path()).migrate(*database);
    QVERIFY(!refused);
    QVERIFY(refused.error().message.contains(u"could not be copied to"_s));
    QVERIFY(refused.error().message.contains(u"x.db.before-0002"_s));
    QCOMPARE(*Migrator::versionOf(*database), 1);
    QVERIFY(database->execute(u"INSERT INTO a VALUES (1)"_s));
}

/// No file may become longer than the half of what the database takes.
void MigratorTest::leavesNoHalfCopyWhereItDoesNotFit()
{
    QTemporaryDir folder;
    writeScript(folder, u"0001_first.sql"_s,
        "CREATE TABLE a (x BLOB);\nINSERT INTO a VALUES (randomblob(400000));\n");
    const auto database = openIn(folder);
    QVERIFY(Migrator(folder.path()).migrate(*database));
    writeScript(folder, u"0002_second.sql"_s, "DROP TABLE a;\n");
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    rlimit small = before;
    small.rlim_cur = 200'000;
    auto *const handler = std::signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    const Outcome refused = Migrator(folder.path()).migrate(*database);
    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    QVERIFY(!refused);
    QVERIFY(refused.error().message.contains(u"could not be copied to"_s));
    QVERIFY(!QFile::exists(folder.filePath(u"x.db.before-0002"_s)));
    QVERIFY(Migrator(folder.path()).migrate(*database));
}

/// Three records whose changes alternate, as the first version of the tables holds them.
void MigratorTest::linksTheHistoryThatIsThere()
{
    QTemporaryDir folder;
    QVERIFY(
        QFile::copy(u":/sql/employee/0001_initial.sql"_s, folder.filePath(u"0001_initial.sql"_s)));
    const auto database = openIn(folder);
    QVERIFY(Migrator(folder.path()).migrate(*database));
    QVERIFY(database->execute(u"INSERT INTO employee (id, version, updated_at, updated_by)"
                              " VALUES (1, 3, 0, 'a'), (2, 1, 0, 'a'), (7, 2, 0, 'a')"_s));
    QVERIFY(database->execute(
        u"INSERT INTO employee_change (seq, at, actor, origin, action, employee_id, version, "
        u"fields,"
        " previous_hash, hash) SELECT column1, 0, 'a', 'o', 'updated', column2, column3, '{}', "
        "x'00',"
        " x'00' FROM (VALUES (1, 1, 1), (2, 7, 1), (3, 1, 2), (4, 2, 1), (5, 7, 2), (6, 1, 3))"_s));
    QVERIFY(Migrator(u":/sql/employee"_s).migrate(*database));
    Query links(*database,
        u"SELECT (SELECT group_concat(last_change) FROM (SELECT last_change FROM employee ORDER BY "
        u"id)),"
        " (SELECT group_concat(previous_seq) FROM (SELECT previous_seq FROM employee_change"
        " ORDER BY seq))"_s);
    QVERIFY(links.run());
    QVERIFY(links.next());
    QCOMPARE(links.text(0), u"6,4,5"_s);
    QCOMPARE(links.text(1), u"0,0,1,0,2,3"_s);
    QCOMPARE(*misplacedLinks(*database), 0);
    QVERIFY(database->execute(u"UPDATE employee_change SET previous_seq = 2 WHERE seq = 6"_s));
    QCOMPARE(*misplacedLinks(*database), 1);
}

QTEST_GUILESS_MAIN(MigratorTest)
#include "tst_migrator.moc"
