#include "server/storage/Database.h"

#include "server/storage/Dialect.h"
#include "server/storage/QtStatement.h"
#include "server/storage/Query.h"
#include "server/storage/ReadBudget.h"
#include "server/storage/SqliteStatement.h"

#include <QSqlDriver>
#include <QSqlError>
#include <QVariant>

#include <sqlite3.h>

#include <atomic>

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
    std::unique_ptr<Database> database(new Database(profile));
    if (!database->m_database.open()) {
        qCCritical(storageLog) << "cannot open" << profile.path << "code"
                               << database->m_database.lastError().nativeErrorCode();
        return Error{ErrorCode::StorageUnavailable,
            u"The database %1 cannot be opened."_s.arg(profile.path), {}};
    }
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
    m_idleStatements.clear();
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
    sqlite3 *handle = nativeHandle(m_database);
    return handle && sqlite3_get_autocommit(handle) == 0;
}

std::optional<qint64> Database::changesMade() const
{
    if (sqlite3 *handle = nativeHandle(m_database))
        return sqlite3_total_changes64(handle);
    return std::nullopt;
}

/// The hook takes the place of the checkpoint that a commit may else make.
void Database::leaveLog()
{
    sqlite3_wal_hook(
        nativeHandle(m_database),
        [](void *logPages, sqlite3 *, const char *, int pages) {
            *static_cast<int *>(logPages) = pages;
            return SQLITE_OK;
        },
        &m_logPages);
}

void Database::keepWithin(ReadBudget &budget)
{
    sqlite3_progress_handler(
        nativeHandle(m_database), stepsPerLook,
        [](void *spent) { return static_cast<ReadBudget *>(spent)->isSpent() ? 1 : 0; }, &budget);
}

void Database::noteFailure(int code)
{
    // The second: the index of a write-ahead log could not grow.
    m_hasRunOutOfRoom = m_hasRunOutOfRoom || code == SQLITE_FULL || code == SQLITE_IOERR_SHMSIZE;
}

std::unique_ptr<Statement> Database::takeStatement(const QString &sql)
{
    const auto idle = m_idleStatements.value(sql);
    if (idle && !idle->empty()) {
        std::unique_ptr<Statement> statement = std::move(idle->back());
        idle->pop_back();
        return statement;
    }
    sqlite3 *native = m_profile.isPortable ? nullptr : nativeHandle(m_database);
    if (native)
        return std::make_unique<SqliteStatement>(native, sql);
    return std::make_unique<QtStatement>(m_database, sql);
}

void Database::giveBack(const QString &sql, std::unique_ptr<Statement> statement)
{
    // What has failed may not even have been prepared, for a reason that passes.
    if (statement->errorCode() != 0)
        return;
    statement->finish();
    if (m_idleStatements.size() >= maxIdleStatements)
        m_idleStatements.clear();
    auto &idle = m_idleStatements[sql];
    if (!idle)
        idle = std::make_shared<std::vector<std::unique_ptr<Statement>>>();
    idle->push_back(std::move(statement));
}

} // namespace roster::server
