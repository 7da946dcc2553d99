#include "tests/app/AppFixtures.h"

#include "server/app/DataLock.h"
#include "server/app/DemoData.h"
#include "server/crypto/KeyRing.h"
#include "server/storage/Query.h"

#include <QDirIterator>
#include <QTest>

#include <csignal>
#include <sys/wait.h>

using namespace roster;
using namespace roster::server;
using namespace roster::server::test;

class DataFolderTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QVERIFY(initialiseCrypto()); }

    void isPrivateWhateverTheUmask();
    void tightensAFolderThatIsOpen();
    void leavesForeignFoldersAlone();
    void refusesFilesOpenToOthers_data();
    void refusesFilesOpenToOthers();
    void refusesANewKeyBesideDatabases();
    void refusesTheKeyOfAnotherFolder_data();
    void refusesTheKeyOfAnotherFolder();
    void refusesADamagedDatabase_data();
    void refusesADamagedDatabase();
    void refusesToHideALostDatabase();
    void refusesADatabaseOfANewerProgram();
    void goesOnAfterAnInterruption();
    void rollsBackWhatALostPowerLeft();
    void keepsTheKeyElsewhereWhenTold();
    void isLockedByOneAtATime();
    void namesTheProcessThatHoldsTheLock();
    void lockEndsWithItsProcess();
    void tellsWhetherItIsReady();

private:
    static Result<DataLock> lock(const World &world)
    {
        if (const Outcome made = world.folder().ensure(); !made)
            return made.error();
        return DataLock::acquire(world.folder());
    }
};

void DataFolderTest::isPrivateWhateverTheUmask()
{
    const Umask open(0);
    const World world;
    const auto held = lock(world);
    QVERIFY(held);
    QVERIFY(world.setUp());
    // A connection that is open has its write-ahead log beside the database.
    const auto database = Database::open({world.folder().employeeDatabase()});
    QVERIFY(database);
    QVERIFY((*database)->execute(u"UPDATE commit_marker SET value = 7"_s));
    QCOMPARE(modeOf(world.folder().path()), mode_t{0700});
    int files = 0;
    QDirIterator it(world.folder().path(),
        QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
        QDirIterator::Subdirectories);
    while (it.hasNext()) {
        it.next();
        // Certificates are public, in a folder that is not.
        const bool isCertificate = it.fileName().endsWith(".pem"_L1);
        const mode_t expected = it.fileInfo().isDir() ? 0700 : isCertificate ? 0644 : 0600;
        QVERIFY2(modeOf(it.filePath()) == expected, qPrintable(it.filePath()));
        ++files;
    }
    QVERIFY(files >= 9);
}

void DataFolderTest::tightensAFolderThatIsOpen()
{
    const World world;
    QVERIFY(QDir().mkdir(world.folder().path()));
    QCOMPARE(::chmod(QFile::encodeName(world.folder().path()).constData(), 0777), 0);
    QVERIFY(world.folder().ensure());
    QCOMPARE(modeOf(world.folder().path()), mode_t{0700});
}

void DataFolderTest::leavesForeignFoldersAlone()
{
    const World world;
    QVERIFY(QDir().mkpath(world.folder().path() + u"/photographs"_s));
    QCOMPARE(::chmod(QFile::encodeName(world.folder().path()).constData(), 0755), 0);
    const Outcome made = world.folder().ensure();
    QVERIFY(!made);
    QCOMPARE(made.error().code, ErrorCode::PermissionDenied);
    QCOMPARE(modeOf(world.folder().path()), mode_t{0755});
    QVERIFY(!DataFolder(u"/tmp"_s).ensure());
}

void DataFolderTest::refusesFilesOpenToOthers_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("mode");
    QTest::newRow("key for all") << u"keys/data.key"_s << 0644;
    QTest::newRow("key for the group") << u"keys/data.key"_s << 0640;
    QTest::newRow("key that others may write") << u"keys/data.key"_s << 0602;
    QTest::newRow("users") << u"user.db"_s << 0644;
    QTest::newRow("employees") << u"employee.db"_s << 0660;
}

void DataFolderTest::refusesFilesOpenToOthers()
{
    QFETCH(QString, file);
    QFETCH(int, mode);
    const World world;
    QVERIFY(world.setUp());
    const QString path = world.folder().path() + u'/' + file;
    QCOMPARE(::chmod(QFile::encodeName(path).constData(), static_cast<mode_t>(mode)), 0);
    for (const Outcome &outcome : {world.folder().check(), world.folder().prepare()}) {
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, ErrorCode::PermissionDenied);
        QVERIFY(outcome.error().message.contains(path));
        QVERIFY(outcome.error().message.contains(u"chmod"_s));
    }
}

void DataFolderTest::refusesANewKeyBesideDatabases()
{
    const World world;
    QVERIFY(world.setUp());
    QVERIFY(QFile::remove(world.folder().keyFile()));
    const Outcome prepared = world.folder().prepare();
    QVERIFY(!prepared);
    QCOMPARE(prepared.error().code, ErrorCode::NotFound);
    QVERIFY(prepared.error().message.contains(world.folder().keyFile()));
    QVERIFY(!QFile::exists(world.folder().keyFile()));
}

void DataFolderTest::refusesTheKeyOfAnotherFolder_data()
{
    QTest::addColumn<QString>("statement");
    QTest::addColumn<bool>("isPending");
    QTest::addColumn<bool>("isReplaced");
    const QString withoutHistory = u"DELETE FROM employee_change_secret"_s;
    QTest::newRow("by the history") << QString() << false << true;
    QTest::newRow("by the records") << withoutHistory << false << true;
    QTest::newRow("during the first start") << QString() << true << true;
    QTest::newRow("lost during the first start") << QString() << true << false;
}

void DataFolderTest::refusesTheKeyOfAnotherFolder()
{
    QFETCH(QString, statement);
    QFETCH(bool, isPending);
    QFETCH(bool, isReplaced);
    const World world;
    QVERIFY(world.setUp());
    QVERIFY(DemoData(world.configuration, world.folder()).addEmployees(3, [](EmployeeId) {}));
    QVERIFY(world.folder().check());
    if (!statement.isEmpty()) {
        const auto database = Database::open({world.folder().employeeDatabase()});
        QVERIFY(database && (*database)->execute(statement));
        QVERIFY(world.folder().check());
    }
    if (isPending)
        QVERIFY(writeFile(world.folder().path() + u"/setup-pending"_s, {}, 0600));
    QVERIFY(QFile::remove(world.folder().keyFile()));
    QVERIFY(!isReplaced || KeyRing::create(world.folder().keyFile()));
    for (const Outcome &outcome : {world.folder().check(), world.folder().prepare()}) {
        QVERIFY(!outcome);
        QCOMPARE(
            outcome.error().code, isReplaced ? ErrorCode::InvalidRequest : ErrorCode::NotFound);
        QVERIFY(outcome.error().message.contains(world.folder().keyFile()));
    }
    QCOMPARE(QFile::exists(world.folder().keyFile()), isReplaced);
}

void DataFolderTest::refusesADamagedDatabase_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("garbage") << QByteArray(20'000, 'x');
    QTest::newRow("cut off") << QByteArray();
}

void DataFolderTest::refusesADamagedDatabase()
{
    QFETCH(QByteArray, content);
    const World world;
    QVERIFY(world.setUp());
    const QString path = world.folder().employeeDatabase();
    if (content.isEmpty())
        content = contentOf(path).first(5000);
    QVERIFY(writeFile(path, content, 0600));
    const Outcome checked = world.folder().check();
    QVERIFY(!checked);
    QVERIFY2(checked.error().message.contains(path + u" is damaged"_s),
        qPrintable(checked.error().message));
    QVERIFY(!world.folder().prepare());
}

void DataFolderTest::refusesToHideALostDatabase()
{
    for (const QString &name : {u"user.db"_s, u"employee.db"_s}) {
        const World world;
        QVERIFY(world.setUp());
        const QString path = world.folder().path() + u'/' + name;
        QVERIFY(QFile::remove(path));
        const Outcome prepared = world.folder().prepare();
        QVERIFY(!prepared);
        QVERIFY(prepared.error().message.contains(path));
        QVERIFY(!QFile::exists(path));
    }
}

void DataFolderTest::refusesADatabaseOfANewerProgram()
{
    const World world;
    QVERIFY(world.setUp());
    {
        const auto database = Database::open({world.folder().userDatabase()});
        QVERIFY((*database)->execute(u"INSERT INTO schema_version (version) VALUES (9999)"_s));
    }
    const Outcome prepared = world.folder().prepare();
    QVERIFY(!prepared);
    QCOMPARE(prepared.error().code, ErrorCode::InvalidRequest);
}

void DataFolderTest::goesOnAfterAnInterruption()
{
    // What a first start leaves behind, cut off after each of its steps.
    const QStringList steps{u"setup-pending"_s, u"keys/data.key"_s, u"user.db"_s, u"employee.db"_s};
    for (qsizetype done = 1; done <= steps.size(); ++done) {
        const World whole;
        QVERIFY(whole.folder().ensure());
        QVERIFY(whole.folder().prepare());
        const World cut;
        QVERIFY(QDir().mkpath(cut.folder().keysPath()));
        for (const QString &step : steps.first(done)) {
            const QString to = cut.folder().path() + u'/' + step;
            QVERIFY(QFile::copy(whole.folder().path() + u'/' + step, to));
            QCOMPARE(::chmod(QFile::encodeName(to).constData(), 0600), 0);
        }
        QVERIFY(cut.folder().ensure());
        const Outcome prepared = cut.folder().prepare();
        QVERIFY2(prepared, qPrintable(prepared ? QString() : prepared.error().message));
        QVERIFY(cut.folder().isSetupPending());
    }
}

/// The files as they are in the middle of a transaction, before the database turned to WAL.
void DataFolderTest::rollsBackWhatALostPowerLeft()
{
    const World world;
    const auto held = lock(world);
    QVERIFY(held);
    QVERIFY(world.setUp());
    const QString path = world.folder().employeeDatabase();
    {
        const auto database = Database::open({path});
        QVERIFY(database);
        for (const QString &statement : {u"PRAGMA journal_mode = DELETE"_s,
                 u"PRAGMA cache_size = 2"_s, u"BEGIN IMMEDIATE"_s, u"CREATE TABLE half (v TEXT)"_s,
                 u"INSERT INTO half WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                 " WHERE i < 5000) SELECT printf('%100d', i) FROM n"_s})
            QVERIFY2((*database)->execute(statement), qPrintable(statement));
        for (const QString &suffix : {u""_s, u"-journal"_s})
            QVERIFY(QFile::copy(path + suffix, path + suffix + u".cut"_s));
        QVERIFY((*database)->execute(u"ROLLBACK"_s));
    }
    for (const QString &suffix : {u""_s, u"-journal"_s}) {
        QFile::remove(path + suffix);
        QVERIFY(QFile::rename(path + suffix + u".cut"_s, path + suffix));
    }
    QVERIFY(!Database::open({path, true}));
    const Outcome prepared = world.folder().prepare();
    QVERIFY2(prepared, prepared ? "" : qPrintable(prepared.error().message));
    const auto database = Database::open({path});
    QVERIFY(database);
    QVERIFY(!(*database)->execute(u"SELECT * FROM half"_s));
    QVERIFY((*database)->execute(u"SELECT value FROM commit_marker"_s));
}

void DataFolderTest::keepsTheKeyElsewhereWhenTold()
{
    World world;
    world.configuration.keyFile = world.path(u"elsewhere.key"_s);
    QVERIFY(world.setUp());
    QCOMPARE(modeOf(world.path(u"elsewhere.key"_s)), mode_t{0600});
    QVERIFY(!QFile::exists(world.folder().path() + u"/keys"_s));
    QVERIFY(world.setUp());
}

void DataFolderTest::isLockedByOneAtATime()
{
    const World world;
    {
        const auto first = lock(world);
        QVERIFY(first);
        const auto second = lock(world);
        QVERIFY(!second);
        QCOMPARE(second.error().code, ErrorCode::Conflict);
    }
    QVERIFY(lock(world));
    QCOMPARE(modeOf(world.folder().lockFile()), mode_t{0600});
}

void DataFolderTest::namesTheProcessThatHoldsTheLock()
{
    const World world;
    const auto first = lock(world);
    const auto second = lock(world);
    QVERIFY(!second);
    QVERIFY(second.error().message.contains(QString::number(QCoreApplication::applicationPid())));
}

void DataFolderTest::lockEndsWithItsProcess()
{
    const World world;
    QVERIFY(world.folder().ensure());
    const pid_t child = ::fork();
    if (child == 0) {
        const auto held = DataLock::acquire(world.folder());
        ::raise(SIGKILL);
        ::_exit(held ? 0 : 1);
    }
    int status = 0;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QVERIFY(WIFSIGNALED(status));
    QVERIFY(DataLock::acquire(world.folder()));
}

void DataFolderTest::tellsWhetherItIsReady()
{
    const World world;
    QVERIFY(!world.folder().requireExisting());
    QVERIFY(world.folder().ensure());
    QVERIFY(world.folder().prepare());
    QVERIFY(!world.folder().requireExisting());
    QVERIFY(world.setUp());
    QVERIFY(world.folder().requireExisting());
}

QTEST_GUILESS_MAIN(DataFolderTest)
#include "tst_datafolder.moc"
