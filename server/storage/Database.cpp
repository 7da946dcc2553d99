#include "server/storage/Database.h"

#include "server/storage/Dialect.h"
#include "server/storage/LogVfs.h"
#include "server/storage/PageMemory.h"
#include "server/storage/QtStatement.h"
#include "server/storage/Query.h"
#include "server/storage/ReadBudget.h"
#include "server/storage/SqliteStatement.h"

#include <QSqlDriver>
#include <QSqlError>
#include <QVariant>

#include <sqlite3.h>

#include <atomic>
#include <cstdint>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

constexpr qsizetype maxIdleStatements = 256;
/// Steps of SQLite's virtual machine between two looks at the clock: some tens of microseconds.
constexpr int stepsPerLook = 1000;

QString nextConnectionName()
{
    static std::atomic<quint64> counter{0};
    return u"roster-%1"_s.arg(++counter);
}

sqlite3 *nativeHandle(const QSqlDatabase &database)
{
    const QVariant handle = database.driver()->handle();
    if (!handle.isValid() || qstrcmp(handle.typeName(), "sqlite3*") != 0)
        return nullptr;
    return *static_cast<sqlite3 *const *>(handle.constData());
}

/// What holds for all of SQLite in this process. Before its first connection; what comes later is
/// refused, which is no harm.
void setUpSqlite()
{
    [[maybe_unused]] static const bool isDone = [] {
        // It counts what it has asked for behind one lock for all threads. Nobody asks for the
        // count.
        sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
        PageMemory::useForAll();
        LogVfs::useForAll();
        return true;
    }();
}

} // namespace

Database::Database(DatabaseProfile profile)
    : m_profile(std::move(profile))
    , m_connectionName(nextConnectionName())
    , m_database(QSqlDatabase::addDatabase(u"QSQLITE"_s, m_connectionName))
{
    m_database.setDatabaseName(dialect::databaseName(m_profile));
    m_database.setConnectOptions(dialect::connectOptions(m_profile));
}

Result<std::unique_ptr<Database>> Database::open(const DatabaseProfile &profile)
{
    setUpSqlite();
    std::unique_ptr<Database> database(new Database(profile));
    if (!database->m_database.open()) {
        qCCritical(storageLog) << "cannot open" << profile.path << "code"
                               << database->m_database.lastError().nativeErrorCode();
        return Error{ErrorCode::StorageUnavailable,
            u"The database %1 cannot be opened."_s.arg(profile.path), {}};
    }
    database->m_native = nativeHandle(database->m_database);
    for (const QString &statement : dialect::setUp(profile)) {
        if (const Outcome outcome = database->execute(statement); !outcome)
            return outcome.error();
    }
    if (profile.leavesLog)
        database->leaveLog();
    return database;
}

Database::~Database()
{
    m_recent = {};
    m_idleStatements.clear();
    m_native = nullptr;
    m_database.close();
    m_database = {};
    QSqlDatabase::removeDatabase(m_connectionName);
}

Outcome Database::execute(const QString &sql)
{
    return Query(*this, sql).run();
}

bool Database::isTransactionOpen() const
{
    return m_native && sqlite3_get_autocommit(m_native) == 0;
}

std::optional<qint64> Database::changesMade() const
{
    if (m_native)
        return sqlite3_total_changes64(m_native);
    return std::nullopt;
}

/// The hook takes the place of the checkpoint that a commit may else make.
void Database::leaveLog()
{
    sqlite3_wal_hook(
        m_native,
        [](void *logPages, sqlite3 *, const char *, int pages) {
            *static_cast<int *>(logPages) = pages;
            return SQLITE_OK;
        },
        &m_logPages);
}

bool Database::syncFile()
{
    sqlite3_file *file = nullptr;
    return m_native
        && sqlite3_file_control(m_native, "main", SQLITE_FCNTL_FILE_POINTER, &file) == SQLITE_OK
        && file && file->pMethods && file->pMethods->xSync(file, SQLITE_SYNC_NORMAL) == SQLITE_OK;
}

void Database::keepWithin(ReadBudget &budget)
{
    sqlite3_progress_handler(
        m_native, stepsPerLook,
        [](void *spent) { return static_cast<ReadBudget *>(spent)->isSpent() ? 1 : 0; }, &budget);
}

/// Also when it fails, as it may be in the log all the same.
bool Database::mayCommit(const QString &sql) const
{
    if (m_profile.isReadOnly)
        return false;
    return isTransactionOpen() ? sql == "COMMIT"_L1 : !sql.startsWith("BEGIN"_L1);
}

void Database::noteFailure(int code)
{
    // The second: the index of a write-ahead log could not grow.
    m_hasRunOutOfRoom = m_hasRunOutOfRoom || code == SQLITE_FULL || code == SQLITE_IOERR_SHMSIZE;
}

std::shared_ptr<Database::Idle> Database::idleOf(const QString &sql)
{
    constexpr int alignment = 16;
    const auto place = reinterpret_cast<std::uintptr_t>(sql.constData()) / alignment;
    Recent &recent = m_recent[place % m_recent.size()];
    if (recent.idle && recent.sql.constData() == sql.constData() && recent.sql.size() == sql.size())
        return recent.idle;
    if (m_idleStatements.size() >= maxIdleStatements)
        m_idleStatements.clear();
    std::shared_ptr<Idle> &idle = m_idleStatements[sql];
    if (!idle)
        idle = std::make_shared<Idle>();
    recent = {sql, idle};
    return idle;
}

std::unique_ptr<Statement> Database::takeStatement(Idle &idle, const QString &sql)
{
    if (!idle.empty()) {
        std::unique_ptr<Statement> statement = std::move(idle.back());
        idle.pop_back();
        return statement;
    }
    if (m_native && !m_profile.isPortable)
        return std::make_unique<SqliteStatement>(m_native, sql);
    return std::make_unique<QtStatement>(m_database, sql);
}

void Database::giveBack(Idle &idle, std::unique_ptr<Statement> statement)
{
    // What has failed may not even have been prepared, for a reason that passes.
    if (statement->errorCode() != 0)
        return;
    statement->finish();
    idle.push_back(std::move(statement));
}

} // namespace roster::server
