#pragma once

#include "common/base/Result.h"
#include "server/storage/EmployeeRow.h"

#include <QStringList>

#include <optional>
#include <unordered_map>

namespace roster::server {

class Database;

/// A record and where its history begins, which goes back from there (ChangeStore).
struct StoredEmployee
{
    Employee employee;
    qint64 lastChange = 0; ///< the sequence number of the change that made it what it is
};

/// Table `employee` with what is kept in step with it: the full-text tables and the tallies. Single
/// records; lists are EmployeeListStore's. Keeps nothing but what its statements look like, so one
/// serves a thread.
class EmployeeStore
{
public:
    explicit EmployeeStore(const FieldSealer &sealer);

    /// A record, live or deleted. Errors: NotFound, StorageUnavailable, InternalError when a sealed
    /// value does not open.
    [[nodiscard]] Result<Employee> find(Database &database, EmployeeId id) const;
    [[nodiscard]] Result<StoredEmployee> findStored(Database &database, EmployeeId id) const;
    [[nodiscard]] Result<bool> exists(Database &database, EmployeeId id) const;
    /// The next id that nobody has or had.
    [[nodiscard]] Result<EmployeeId> takeNextId(Database &database) const;

    /// Ids before @p next are given to nobody any more.
    [[nodiscard]] static Outcome skipIdsBefore(Database &database, EmployeeId next);

    /// @p keys: of @p added.
    [[nodiscard]] Outcome insert(
        Database &database, const StoredEmployee &added, const EmployeeKeys &keys) const;
    /// Replaces @p before, the record as it is stored, by @p after.
    [[nodiscard]] Outcome replace(
        Database &database, const Employee &before, const StoredEmployee &after) const;

    /// Whether a live record other than @p id has the SSN of this EmployeeRow::comparedValue().
    [[nodiscard]] static Result<bool> isSsnOfAnother(
        Database &database, const QVariant &ssnIndex, EmployeeId id);
    /// Distinct values of a text field of live records that start with @p prefix (folded), in
    /// order.
    [[nodiscard]] Result<QStringList> distinctValues(
        Database &database, Field field, const QString &prefix, int limit) const;

    [[nodiscard]] const EmployeeRow &row() const { return m_row; }

private:
    [[nodiscard]] Result<EmployeeId> freeIdFrom(Database &database, EmployeeId wanted) const;
    [[nodiscard]] const QString &updateOf(const EmployeeRow::Changes &changes) const;
    [[nodiscard]] Outcome index(
        Database &database, const Employee &employee, const QString &words) const;
    [[nodiscard]] Outcome unindex(Database &database, const Employee &employee) const;
    [[nodiscard]] Outcome count(Database &database, const Employee &employee, int by) const;

    EmployeeRow m_row;
    QString m_selectById;
    QString m_insert;
    mutable std::unordered_map<unsigned long, QString> m_updates; ///< by EmployeeRow::Changes
};

/// NotFound, as who asks for it is told.
[[nodiscard]] Error noSuchEmployee(EmployeeId id);

/// The full-text table that holds the live or the deleted records.
[[nodiscard]] QString textTable(bool isDeleted);

} // namespace roster::server
