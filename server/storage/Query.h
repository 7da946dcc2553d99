#pragma once

#include "common/base/Result.h"
#include "server/storage/Database.h"
#include "server/storage/Statement.h"

#include <QLoggingCategory>
#include <QVariant>

namespace roster::server {

Q_DECLARE_LOGGING_CATEGORY(storageLog)

/// One execution of one statement: the only door to a database. Parameters are bound in order; rows
/// are read forward. Its destructor resets the statement and gives it back to the connection.
///
/// A failure is logged with the database's code and the statement's text, which holds no values.
/// Errors: StorageUnavailable; TryLater when the connection's ReadBudget was spent.
class Query
{
public:
    Query(Database &database, const QString &sql);
    ~Query();
    Query(const Query &) = delete;
    Query &operator=(const Query &) = delete;

    Query &bind(qint64 value);
    Query &bind(const QString &text);
    /// A text that is UTF-8 already.
    Query &bindUtf8(const QByteArray &text);
    Query &bind(const QByteArray &bytes);
    Query &bindNull();
    Query &bind(const QVariant &value);

    [[nodiscard]] Outcome run();
    /// The next row; false at the end. After it, failed() tells whether the end is real.
    [[nodiscard]] bool next();
    /// True when reading rows broke off; logged already.
    [[nodiscard]] bool failed() const;
    /// After failed(), or a row that should have been there: the refusal.
    [[nodiscard]] Error error() const;
    /// After a failure: whether the file system failed, so that a COMMIT may have been written all
    /// the same. A full disk does not count, for it lets no log end with a whole commit.
    [[nodiscard]] bool hasFailedToReadOrWrite() const;

    [[nodiscard]] qint64 integer(int column) const;
    [[nodiscard]] QString text(int column) const;
    [[nodiscard]] QByteArray bytes(int column) const;
    /// A text or bytes as they are stored, without a copy; until the next row is asked for.
    [[nodiscard]] QByteArrayView utf8(int column) const;
    [[nodiscard]] bool isNull(int column) const;
    [[nodiscard]] QVariant value(int column) const;

    /// Rows that the statement inserted, changed or removed.
    [[nodiscard]] int affectedRows() const;
    [[nodiscard]] qint64 lastInsertId() const;

private:
    void report() const;

    Database &m_database;
    QString m_sql;
    std::shared_ptr<Database::Idle> m_idle;
    std::unique_ptr<Statement> m_statement;
    int m_bound = 0;
};

/// The refusal when a statement failed.
[[nodiscard]] Error storageError();

} // namespace roster::server
