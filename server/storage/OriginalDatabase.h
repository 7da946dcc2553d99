#pragma once

#include "common/base/Result.h"
#include "server/storage/DatabaseKind.h"

#include <QByteArray>
#include <QString>
#include <QStringConverter>
#include <QStringList>

#include <functional>
#include <memory>

namespace roster::server {

/// A value as the original program stored it: SQLite lets any column hold any type.
struct OriginalValue
{
    QByteArray bytes; ///< of text and numbers their UTF-8
    bool isNull = false;
    bool isInteger = false;
    bool isText = false; ///< false too for text that is no valid UTF-8 or holds a NUL

    /// What is kept of it. Bytes that are no text are written as SQL does: `x'c0ff'`.
    [[nodiscard]] QString text() const;
};

struct OriginalUserRow
{
    qint64 row = 0; ///< from 1, in the file's order
    OriginalValue username;
    OriginalValue password;
    OriginalValue permissions;
};

struct OriginalEmployeeRow
{
    qint64 row = 0;
    OriginalValue id;
    OriginalValue firstName;
    OriginalValue lastName;
    OriginalValue ssn;
    OriginalValue dateOfBirth;
    OriginalValue salary;
};

/// A copy of a database of the original program, journal beside it, to be read. Opening it settles
/// the journal, so it is never the original itself.
class OriginalDatabase
{
public:
    /// Errors: StorageUnavailable.
    [[nodiscard]] static Result<std::unique_ptr<OriginalDatabase>> open(const QString &copy);
    ~OriginalDatabase();

    [[nodiscard]] DatabaseKind kind();
    /// Errors: StorageUnavailable when SQLite finds the file damaged.
    [[nodiscard]] Outcome check();

    /// Calls @p take with each row; ends with its first error. Errors: StorageUnavailable.
    [[nodiscard]] Outcome eachUser(const std::function<Outcome(const OriginalUserRow &)> &take);
    [[nodiscard]] Outcome eachEmployee(
        const std::function<Outcome(const OriginalEmployeeRow &)> &take);

private:
    class Rows;
    explicit OriginalDatabase(std::unique_ptr<Database> database);
    [[nodiscard]] Outcome eachRow(const QString &table, const QStringList &columns,
        const std::function<Outcome(const Rows &)> &take);

    std::unique_ptr<Database> m_database;
};

} // namespace roster::server
