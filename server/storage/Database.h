#pragma once

#include "common/base/Result.h"

#include <QHash>
#include <QSqlDatabase>
#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace roster::server {

class ReadBudget;
class Statement;

/// How a connection to an embedded database is opened.
struct DatabaseProfile
{
    QString path; ///< a file, or `:memory:`
    bool isReadOnly = false;
    int cacheMiB = 64;
    /// Read as if nothing could change it: no lock, no journal, nothing written beside it.
    bool isImmutable = false;
    /// Statements by QSqlQuery alone, as on any database system; it costs time.
    bool isPortable = false;
    /// What is committed stays in the log until somebody else makes a checkpoint.
    bool leavesLog = false;
    int busyTimeoutMs = 5000;
};

/// One connection. Used only on the thread that opened it. Keeps its prepared statements, so that a
/// statement is parsed once. Only Query executes on it.
class Database
{
public:
    /// Errors: StorageUnavailable (details in the log).
    [[nodiscard]] static Result<std::unique_ptr<Database>> open(const DatabaseProfile &profile);
    ~Database();
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;

    [[nodiscard]] const DatabaseProfile &profile() const { return m_profile; }
    /// Runs one statement that has neither parameters nor rows.
    [[nodiscard]] Outcome execute(const QString &sql);
    /// False when SQLite has rolled the transaction back by itself, as it may after SQLITE_FULL,
    /// SQLITE_IOERR or SQLITE_NOMEM (sqlite.org, "Response To Errors Within A Transaction").
    [[nodiscard]] bool isTransactionOpen() const;
    /// Rows inserted, changed or removed since the connection was opened, by what was rolled back as
    /// well; nothing when the system does not count them.
    [[nodiscard]] std::optional<qint64> changesMade() const;
    /// Pages in the log after the last commit of a profile that leaves it.
    [[nodiscard]] int logPages() const { return m_logPages; }
    /// From now on every statement breaks off when @p budget is spent; it outlives the connection.
    void keepWithin(ReadBudget &budget);
    /// Whether a statement has failed because the disk was full.
    [[nodiscard]] bool hasRunOutOfRoom() const { return m_hasRunOutOfRoom; }

private:
    friend class Query;
    explicit Database(DatabaseProfile profile);

    [[nodiscard]] std::unique_ptr<Statement> takeStatement(const QString &sql);
    void giveBack(const QString &sql, std::unique_ptr<Statement> statement);
    void noteFailure(int code);
    void leaveLog();

    DatabaseProfile m_profile;
    QString m_connectionName;
    QSqlDatabase m_database;
    bool m_hasRunOutOfRoom = false;
    int m_logPages = 0;
    QHash<QString, std::shared_ptr<std::vector<std::unique_ptr<Statement>>>> m_idleStatements;
};

} // namespace roster::server
