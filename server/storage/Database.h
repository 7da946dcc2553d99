#pragma once

#include "common/base/Result.h"

#include <QHash>
#include <QSqlDatabase>
#include <QString>

#include <array>
#include <memory>
#include <optional>
#include <vector>

struct sqlite3;

namespace roster::server {

class CommitCount;
class EmployeeRowCache;
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
    /// What the database's readers are told of commits by; none: they do not ask.
    std::shared_ptr<CommitCount> commits = nullptr;
    /// Rows of employees in memory; none: each is read from the database. Needs commits.
    std::shared_ptr<EmployeeRowCache> rows = nullptr;
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
    /// Rows inserted, changed or removed since the connection was opened, by what was rolled back
    /// as well; nothing when the system does not count them.
    [[nodiscard]] std::optional<qint64> changesMade() const;
    /// Pages in the log after the last commit of a profile that leaves it.
    [[nodiscard]] int logPages() const { return m_logPages; }
    /// What checkpoints have brought into the database's file is on the disk afterwards.
    [[nodiscard]] bool syncFile();
    /// From now on every statement breaks off when @p budget is spent; it outlives the connection.
    void keepWithin(ReadBudget &budget);
    /// Whether a statement has failed because the disk was full.
    [[nodiscard]] bool hasRunOutOfRoom() const { return m_hasRunOutOfRoom; }

private:
    friend class Query;
    explicit Database(DatabaseProfile profile);

    /// The statements of one text that nobody runs at the moment.
    using Idle = std::vector<std::unique_ptr<Statement>>;
    struct Recent
    {
        QString sql;
        std::shared_ptr<Idle> idle;
    };

    [[nodiscard]] std::shared_ptr<Idle> idleOf(const QString &sql);
    [[nodiscard]] std::unique_ptr<Statement> takeStatement(Idle &idle, const QString &sql);
    static void giveBack(Idle &idle, std::unique_ptr<Statement> statement);
    void noteFailure(int code);
    void leaveLog();
    [[nodiscard]] bool mayCommit(const QString &sql) const;

    DatabaseProfile m_profile;
    QString m_connectionName;
    QSqlDatabase m_database;
    bool m_hasRunOutOfRoom = false;
    int m_logPages = 0;
    sqlite3 *m_native = nullptr; ///< while it is open, if it is one of SQLite's
    QHash<QString, std::shared_ptr<Idle>> m_idleStatements;
    /// Found by where the text lies, which is quicker than to hash a long one: a copy of it is
    /// kept, so no other text can lie there.
    std::array<Recent, 16> m_recent;
};

} // namespace roster::server
