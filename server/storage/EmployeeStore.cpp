#include "server/storage/EmployeeStore.h"

#include "common/model/FoldKey.h"
#include "server/storage/EmployeeRowCache.h"
#include "server/storage/Query.h"

#include <algorithm>
#include <numeric>

namespace roster::server {

using namespace Qt::StringLiterals;

namespace {

/// Nobody gives enough ids by hand to lead what looks on in steps of this size to the last id.
constexpr EmployeeId longestStep = 1 << 20;

void forgetRow(const Database &database, EmployeeId id)
{
    if (EmployeeRowCache *rows = database.profile().rows.get())
        rows->forget(id);
}

} // namespace

EmployeeStore::EmployeeStore(const FieldSealer &sealer)
    : m_row(sealer)
{
    const QStringList columns = m_row.columns() + QStringList{u"last_change"_s};
    const QStringList marks(columns.size(), u"?"_s);
    m_selectById = u"SELECT %1, last_change FROM employee WHERE id = ?"_s.arg(
        m_row.readColumns().join(u", "_s));
    m_insert = u"INSERT INTO employee (%1) VALUES (%2)"_s.arg(
        columns.join(u", "_s), marks.join(u", "_s));
}

Result<Employee> EmployeeStore::find(Database &database, EmployeeId id) const
{
    Result<StoredEmployee> stored = findStored(database, id);
    if (!stored)
        return stored.error();
    return std::move(stored->employee);
}

Result<StoredEmployee> EmployeeStore::findStored(Database &database, EmployeeId id) const
{
    Query select(database, m_selectById);
    if (const Outcome ran = select.bind(id).run(); !ran)
        return ran.error();
    if (!select.next()) {
        if (select.failed())
            return select.error();
        return noSuchEmployee(id);
    }
    std::optional<Employee> employee = m_row.read(select);
    if (!employee)
        return Error{
            ErrorCode::InternalError, u"The record of employee %1 is damaged."_s.arg(id), {}};
    return StoredEmployee{
        *std::move(employee), select.integer(static_cast<int>(m_row.readColumns().size()))};
}

Result<bool> EmployeeStore::exists(Database &database, EmployeeId id) const
{
    Query select(database, u"SELECT 1 FROM employee WHERE id = ?"_s);
    if (const Outcome ran = select.bind(id).run(); !ran)
        return ran.error();
    return select.next();
}

Result<EmployeeId> EmployeeStore::takeNextId(Database &database) const
{
    Query next(database, u"SELECT value FROM employee_tally WHERE name = 'next_id'"_s);
    if (const Outcome ran = next.run(); !ran)
        return ran.error();
    if (!next.next())
        return storageError();
    const Result<EmployeeId> id = freeIdFrom(database, next.integer(0));
    if (!id)
        return id;
    Query step(database, u"UPDATE employee_tally SET value = ? WHERE name = 'next_id'"_s);
    if (const Outcome ran = step.bind(*id + 1).run(); !ran)
        return ran.error();
    return id;
}

/// @p wanted or, where that was given by hand, one behind it that follows a taken one: the first
/// that is free if those between are all taken. Looks at few ids however many are taken in a row.
Result<EmployeeId> EmployeeStore::freeIdFrom(Database &database, EmployeeId wanted) const
{
    EmployeeId taken = wanted - 1;
    EmployeeId free = wanted;
    for (EmployeeId step = 1;; step = std::min(2 * step, longestStep)) {
        const Result<bool> isTaken = exists(database, free);
        if (!isTaken)
            return isTaken.error();
        if (!*isTaken)
            break;
        taken = free;
        free += step;
    }
    while (free - taken > 1) {
        const EmployeeId middle = std::midpoint(taken, free);
        const Result<bool> isTaken = exists(database, middle);
        if (!isTaken)
            return isTaken.error();
        (*isTaken ? taken : free) = middle;
    }
    return free;
}

Outcome EmployeeStore::skipIdsBefore(Database &database, EmployeeId next)
{
    Query step(
        database, u"UPDATE employee_tally SET value = max(value, ?) WHERE name = 'next_id'"_s);
    return step.bind(next).run();
}

Outcome EmployeeStore::insert(
    Database &database, const StoredEmployee &added, const EmployeeKeys &keys) const
{
    const Employee &employee = added.employee;
    forgetRow(database, employee.id);
    Query insert(database, m_insert);
    m_row.bind(insert, employee, keys);
    if (const Outcome ran = insert.bind(added.lastChange).run(); !ran)
        return ran;
    if (const Outcome counted = count(database, employee, 1); !counted)
        return counted;
    return index(database, employee, keys.words);
}

Outcome EmployeeStore::replace(
    Database &database, const Employee &before, const StoredEmployee &stored) const
{
    const Employee &after = stored.employee;
    forgetRow(database, after.id);
    const EmployeeRow::Changes changes = EmployeeRow::changes(before, after);
    Query update(database, updateOf(changes));
    m_row.bindChanged(update, changes, after);
    if (const Outcome ran = update.bind(stored.lastChange).bind(after.id).run(); !ran)
        return ran;
    const bool isMoved = before.deletedAt.has_value() != after.deletedAt.has_value();
    if (isMoved) {
        if (const Outcome counted = count(database, before, -1); !counted)
            return counted;
        if (const Outcome counted = count(database, after, 1); !counted)
            return counted;
    }
    if (!isMoved && !EmployeeRow::isSearchedOtherwise(before, after))
        return Done{};
    if (const Outcome removed = unindex(database, before); !removed)
        return removed;
    return index(database, after, EmployeeRow::searchedWords(after));
}

const QString &EmployeeStore::updateOf(const EmployeeRow::Changes &changes) const
{
    QString &update = m_updates[changes.to_ulong()];
    if (update.isEmpty()) {
        update = u"UPDATE employee SET %1 = ?, last_change = ? WHERE id = ?"_s.arg(
            EmployeeRow::changedColumns(changes).join(u" = ?, "_s));
    }
    return update;
}

Error noSuchEmployee(EmployeeId id)
{
    return {ErrorCode::NotFound, u"There is no employee %1."_s.arg(id), {}};
}

QString textTable(bool isDeleted)
{
    return isDeleted ? u"employee_deleted_text"_s : u"employee_text"_s;
}

Outcome EmployeeStore::index(
    Database &database, const Employee &employee, const QString &words) const
{
    Query insert(database,
        u"INSERT INTO %1 (rowid, words) VALUES (?, ?)"_s.arg(
            textTable(employee.deletedAt.has_value())));
    return insert.bind(employee.id).bind(words).run();
}

/// A table without content is told what it has to forget (sqlite.org/fts5.html, "The 'delete'
/// Command").
Outcome EmployeeStore::unindex(Database &database, const Employee &employee) const
{
    Query remove(database,
        u"INSERT INTO %1 (%1, rowid, words) VALUES ('delete', ?, ?)"_s.arg(
            textTable(employee.deletedAt.has_value())));
    return remove.bind(employee.id).bind(EmployeeRow::searchedWords(employee)).run();
}

Outcome EmployeeStore::count(Database &database, const Employee &employee, int by) const
{
    Query tally(database, u"UPDATE employee_tally SET value = value + ? WHERE name = ?"_s);
    return tally.bind(qint64{by}).bind(employee.deletedAt ? u"deleted"_s : u"live"_s).run();
}

Result<bool> EmployeeStore::isSsnOfAnother(
    Database &database, const QVariant &ssnIndex, EmployeeId id)
{
    Query select(database,
        u"SELECT 1 FROM employee WHERE ssn_index = ? AND id <> ? AND deleted_at IS NULL LIMIT 1"_s);
    if (const Outcome ran = select.bind(ssnIndex).bind(id).run(); !ran)
        return ran.error();
    return select.next();
}

Result<QStringList> EmployeeStore::distinctValues(
    Database &database, Field field, const QString &prefix, int limit) const
{
    // Hops from key to key along the index, so that a million records cost no more than their
    // values.
    const QString hopTo
        = u"SELECT %1, %2 FROM employee WHERE deleted_at IS NULL AND %2 %3 ? AND %2 < ? "
          "ORDER BY %2, id LIMIT 1"_s.arg(describe(field).name, EmployeeRow::comparedColumn(field));
    QString key = foldKey(prefix);
    const QString end = EmployeeRow::endOfPrefix(key);
    QStringList values;
    while (values.size() < limit) {
        Query hop(database, hopTo.arg(values.isEmpty() ? u">="_s : u">"_s));
        if (const Outcome ran = hop.bind(key).bind(end).run(); !ran)
            return ran.error();
        if (!hop.next()) {
            if (hop.failed())
                return hop.error();
            break;
        }
        values.append(hop.text(0));
        key = hop.text(1);
    }
    return values;
}

} // namespace roster::server
