#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace roster::server {

struct DatabaseProfile;

/// What differs between database systems, so that the stores need not know. This is SQLite's.
namespace dialect {

/// For QSqlDatabase::setDatabaseName.
[[nodiscard]] QString databaseName(const DatabaseProfile &profile);
/// For QSqlDatabase::setConnectOptions.
[[nodiscard]] QString connectOptions(const DatabaseProfile &profile);
/// What is said on each new connection before anything else.
[[nodiscard]] QStringList setUp(const DatabaseProfile &profile);
/// Opens a transaction that will write, so that it cannot fail for a lock half-way.
[[nodiscard]] QString beginWrite();
/// Brings the log over: as far as readers and the writer allow; all of it, so that it is begun
/// anew; or all of it, and leaves an empty file.
enum class Checkpoint { Passive, Restart, Truncate };
[[nodiscard]] QString checkpoint(Checkpoint kind);
/// A query of @p columns of the records of a list of ids, in its order, without those that there
/// are not; binds one parameter, idList().
[[nodiscard]] QString selectByIds(const QString &columns);
[[nodiscard]] QString idList(const QList<qint64> &ids);
/// A condition on `employee.id` that holds for the records of a list; binds one parameter,
/// idList().
[[nodiscard]] QString listCondition();
/// The ids of the records with all the words, in order, from a full-text table alone; binds
/// textQuery() and, with @p range (such as `> ?`), what that compares the ids with.
[[nodiscard]] QString selectHits(
    const QString &table, const QString &range = {}, bool isDescending = false);
/// A condition on `employee.id` that holds for the records with all the words; binds one parameter,
/// textQuery(). @p table is the full-text table.
[[nodiscard]] QString textCondition(const QString &table);
/// The parameter for textCondition(): every one of @p words begins a word of the record.
[[nodiscard]] QString textQuery(const QStringList &words);

} // namespace dialect
} // namespace roster::server
