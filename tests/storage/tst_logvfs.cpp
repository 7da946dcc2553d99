#include "server/storage/LogVfs.h"

#include <QTemporaryDir>
#include <QtTest>

#include <memory>

using namespace roster::server;
using namespace Qt::StringLiterals;

namespace {

/// A file system that counts, and fails, what is written to a log.
class WatchedVfs
{
public:
    WatchedVfs()
    {
        s_current = this;
        m_vfs = *sqlite3_vfs_find("unix");
        m_vfs.zName = "watched";
        m_vfs.xOpen = open;
        sqlite3_vfs_register(&m_vfs, 0);
    }
    ~WatchedVfs() { sqlite3_vfs_unregister(&m_vfs); }
    WatchedVfs(const WatchedVfs &) = delete;
    WatchedVfs &operator=(const WatchedVfs &) = delete;

    sqlite3_vfs *vfs() { return &m_vfs; }

    int writes = 0;
    int longest = 0; ///< in bytes
    int failure = SQLITE_OK; ///< of writes
    int syncFailure = SQLITE_OK;

private:
    static int open(sqlite3_vfs *, const char *name, sqlite3_file *file, int flags, int *outFlags)
    {
        sqlite3_vfs *const native = sqlite3_vfs_find("unix");
        const int code = native->xOpen(native, name, file, flags, outFlags);
        if (code == SQLITE_OK && (flags & SQLITE_OPEN_WAL) != 0) {
            s_native = file->pMethods;
            s_current->m_methods = *s_native;
            s_current->m_methods.xWrite = write;
            s_current->m_methods.xSync = sync;
            file->pMethods = &s_current->m_methods;
        }
        return code;
    }
    static int write(sqlite3_file *file, const void *data, int length, sqlite3_int64 at)
    {
        ++s_current->writes;
        s_current->longest = std::max(s_current->longest, length);
        if (s_current->failure != SQLITE_OK)
            return s_current->failure;
        return s_native->xWrite(file, data, length, at);
    }
    static int sync(sqlite3_file *file, int flags)
    {
        if (s_current->syncFailure != SQLITE_OK)
            return s_current->syncFailure;
        return s_native->xSync(file, flags);
    }

    static inline WatchedVfs *s_current = nullptr;
    static inline const sqlite3_io_methods *s_native = nullptr;
    sqlite3_vfs m_vfs{};
    sqlite3_io_methods m_methods{};
};

class Connection
{
public:
    Connection(const QString &path, const char *vfs)
    {
        sqlite3_open_v2(path.toUtf8().constData(), &m_database,
            SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, vfs);
    }
    ~Connection() { sqlite3_close(m_database); }
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    int run(const char *sql) { return sqlite3_exec(m_database, sql, nullptr, nullptr, nullptr); }
    /// The only value of the only row, or null when there is none.
    QVariant ask(const char *sql)
    {
        QVariant value;
        sqlite3_exec(
            m_database, sql,
            [](void *found, int, char **values, char **) {
                *static_cast<QVariant *>(found) = QString::fromUtf8(values[0]);
                return 0;
            },
            &value, nullptr);
        return value;
    }
    sqlite3 *native() { return m_database; }

private:
    sqlite3 *m_database = nullptr;
};

/// Some 100 pages of 4 KiB.
constexpr auto manyPages
    = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100)"
      "INSERT INTO t(x) SELECT randomblob(3900) FROM n";

} // namespace

class LogVfsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void writesCommitsInLargePieces();
    void showsOthersWhatIsCommitted_data();
    void showsOthersWhatIsCommitted();
    void readsWhatItKeepsBack();
    void rollsBack();
    void failsWhatCannotBeWritten_data();
    void failsWhatCannotBeWritten();
    void tellsThatASyncFailed();
    void survivesWithoutItsConnection();
    void servesEveryConnection();

private:
    QString path() const { return m_folder->filePath(u"x.db"_s); }
    void makeTable();

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<WatchedVfs> m_watched;
    std::unique_ptr<LogVfs> m_vfs;
    std::unique_ptr<Connection> m_connection;
};

void LogVfsTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_watched = std::make_unique<WatchedVfs>();
    m_vfs = std::make_unique<LogVfs>("pieces", m_watched->vfs(), false);
    m_connection = std::make_unique<Connection>(path(), "pieces");
    makeTable();
}

void LogVfsTest::cleanup()
{
    m_connection.reset();
    m_vfs.reset();
    m_watched.reset();
}

void LogVfsTest::makeTable()
{
    QCOMPARE(m_connection->ask("PRAGMA journal_mode=WAL").toString(), u"wal"_s);
    QCOMPARE(m_connection->run("PRAGMA synchronous=FULL"), SQLITE_OK);
    QCOMPARE(m_connection->run("PRAGMA wal_autocheckpoint=0"), SQLITE_OK);
    QCOMPARE(m_connection->run("CREATE TABLE t(id INTEGER PRIMARY KEY, x)"), SQLITE_OK);
    QCOMPARE(m_connection->run("INSERT INTO t(x) VALUES (1)"), SQLITE_OK);
}

void LogVfsTest::writesCommitsInLargePieces()
{
    m_watched->writes = 0;
    QCOMPARE(m_connection->run("UPDATE t SET x = 2"), SQLITE_OK);
    QCOMPARE(m_watched->writes, 1); // two for each page without
    m_watched->writes = 0;
    QCOMPARE(m_connection->run(manyPages), SQLITE_OK);
    QVERIFY2(m_watched->writes <= 6, qPrintable(QString::number(m_watched->writes)));
    QVERIFY(m_watched->longest <= LogVfs::pieceSize);
    QVERIFY(m_watched->longest > LogVfs::pieceSize / 2);
}

void LogVfsTest::showsOthersWhatIsCommitted_data()
{
    QTest::addColumn<QByteArray>("setting");
    QTest::newRow("with a sync") << "PRAGMA synchronous=FULL"_ba;
    QTest::newRow("without") << "PRAGMA synchronous=OFF"_ba;
}

/// As another process would see it, with SQLite's own file system.
void LogVfsTest::showsOthersWhatIsCommitted()
{
    QFETCH(QByteArray, setting);
    QCOMPARE(m_connection->run(setting.constData()), SQLITE_OK);
    Connection other(path(), "unix");
    for (int i = 1; i <= 50; ++i) {
        QCOMPARE(
            m_connection->run(i % 10 == 0 ? manyPages : "INSERT INTO t(x) VALUES (2)"), SQLITE_OK);
        QCOMPARE(other.ask("SELECT count(*) FROM t"), m_connection->ask("SELECT count(*) FROM t"));
    }
    QCOMPARE(other.ask("PRAGMA integrity_check").toString(), u"ok"_s);
}

/// A transaction larger than the cache goes to the log before its end, and is read from there.
void LogVfsTest::readsWhatItKeepsBack()
{
    QCOMPARE(m_connection->run("PRAGMA cache_size=10"), SQLITE_OK);
    QCOMPARE(m_connection->run("BEGIN"), SQLITE_OK);
    QCOMPARE(m_connection->run(manyPages), SQLITE_OK);
    QCOMPARE(m_connection->ask("SELECT sum(length(x)) FROM t").toInt(), 390'001);
    QCOMPARE(m_connection->run("UPDATE t SET x = substr(x, 2)"), SQLITE_OK);
    QCOMPARE(m_connection->ask("SELECT sum(length(x)) FROM t").toInt(), 389'900);
    Connection other(path(), "unix");
    QCOMPARE(other.ask("SELECT count(*) FROM t").toInt(), 1);
    QCOMPARE(m_connection->run("COMMIT"), SQLITE_OK);
    QCOMPARE(other.ask("SELECT sum(length(x)) FROM t").toInt(), 389'900);
    QCOMPARE(other.ask("PRAGMA integrity_check").toString(), u"ok"_s);
}

void LogVfsTest::rollsBack()
{
    QCOMPARE(m_connection->run("PRAGMA cache_size=10"), SQLITE_OK);
    QCOMPARE(m_connection->run("BEGIN"), SQLITE_OK);
    QCOMPARE(m_connection->run(manyPages), SQLITE_OK);
    QCOMPARE(m_connection->run("ROLLBACK"), SQLITE_OK);
    QCOMPARE(m_connection->run("INSERT INTO t(x) VALUES (3)"), SQLITE_OK);
    Connection other(path(), "unix");
    QCOMPARE(other.ask("SELECT group_concat(x) FROM t").toString(), u"1,3"_s);
}

void LogVfsTest::failsWhatCannotBeWritten_data()
{
    QTest::addColumn<int>("code");
    QTest::newRow("disk full") << SQLITE_FULL;
    QTest::newRow("I/O error") << SQLITE_IOERR_WRITE;
}

void LogVfsTest::failsWhatCannotBeWritten()
{
    QFETCH(int, code);
    Connection other(path(), "unix");
    for (const char *change : {"INSERT INTO t(x) VALUES (4)", manyPages}) {
        m_watched->failure = code;
        QVERIFY(m_connection->run(change) != SQLITE_OK);
        QCOMPARE(sqlite3_extended_errcode(m_connection->native()), code);
        m_watched->failure = SQLITE_OK;
        QCOMPARE(other.ask("SELECT group_concat(x) FROM t").toString(), u"1"_s);
    }
    QCOMPARE(m_connection->run("INSERT INTO t(x) VALUES (5)"), SQLITE_OK);
    QCOMPARE(other.ask("SELECT group_concat(x) FROM t").toString(), u"1,5"_s);
    QCOMPARE(other.ask("PRAGMA integrity_check").toString(), u"ok"_s);
}

void LogVfsTest::tellsThatASyncFailed()
{
    m_watched->syncFailure = SQLITE_IOERR_FSYNC;
    QCOMPARE(m_connection->run("INSERT INTO t(x) VALUES (6)"), SQLITE_IOERR);
    QCOMPARE(sqlite3_extended_errcode(m_connection->native()), SQLITE_IOERR_FSYNC);
}

/// What was committed is found by a process that starts after a kill: the log as it lies there.
void LogVfsTest::survivesWithoutItsConnection()
{
    QCOMPARE(m_connection->run(manyPages), SQLITE_OK);
    QCOMPARE(m_connection->run("BEGIN"), SQLITE_OK);
    QCOMPARE(m_connection->run("DELETE FROM t"), SQLITE_OK);
    const QString copy = m_folder->filePath(u"copy.db"_s);
    QVERIFY(QFile::copy(path(), copy));
    QVERIFY(QFile::copy(path() + u"-wal"_s, copy + u"-wal"_s));
    Connection other(copy, "unix");
    QCOMPARE(other.ask("SELECT count(*) FROM t").toInt(), 101);
    QCOMPARE(other.ask("PRAGMA integrity_check").toString(), u"ok"_s);
}

void LogVfsTest::servesEveryConnection()
{
    LogVfs::useForAll();
    LogVfs::useForAll();
    Connection connection(m_folder->filePath(u"y.db"_s), nullptr);
    QCOMPARE(connection.ask("PRAGMA journal_mode=WAL").toString(), u"wal"_s);
    QCOMPARE(connection.run("CREATE TABLE t(id INTEGER PRIMARY KEY, x)"), SQLITE_OK);
    QCOMPARE(connection.run(manyPages), SQLITE_OK);
    char *name = nullptr;
    QCOMPARE(
        sqlite3_file_control(connection.native(), "main", SQLITE_FCNTL_VFSNAME, &name), SQLITE_OK);
    sqlite3_free(name);
    sqlite3_vfs *vfs = nullptr;
    QCOMPARE(sqlite3_file_control(connection.native(), "main", SQLITE_FCNTL_VFS_POINTER, &vfs),
        SQLITE_OK);
    QCOMPARE(vfs->zName, "roster");
}

QTEST_GUILESS_MAIN(LogVfsTest)
#include "tst_logvfs.moc"
