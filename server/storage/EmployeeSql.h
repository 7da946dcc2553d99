#pragma once

#include "server/storage/EmployeeQuery.h"
#include "server/storage/EmployeeRow.h"

namespace roster::server {

/// A piece of SQL and what is bound to its marks, in order.
struct SqlFragment
{
    QString sql;
    QVariantList bound;
};

/// The conditions of @p query (all but the words when @p withWords is false), joined by AND.
[[nodiscard]] SqlFragment whereClause(
    const EmployeeQuery &query, const EmployeeRow &row, bool withWords = true);

/// `ORDER BY` for the sort keys from @p first on and the id. Empty values come first ascending and
/// last descending, on every database.
[[nodiscard]] QString orderClause(const QList<SortKey> &sort, qsizetype first = 0);

/// Whether the database has to sort for an order by one key, as no index has it.
[[nodiscard]] bool isUnindexed(const QList<SortKey> &sort);

/// The columns that @p sort compares, each after a comma.
[[nodiscard]] QString sortColumns(const QList<SortKey> &sort);
/// What those columns hold for @p employee.
[[nodiscard]] QVariantList comparedKeys(
    const Employee &employee, const QList<SortKey> &sort, const EmployeeRow &row);

/// What lies behind @p anchor, as conditions that are each one range of an index, in the order of
/// the list: first the rest of the ties, then what differs in the last sort key, and so on.
struct PageSegment
{
    SqlFragment condition;
    /// Keys before this one are equal in the whole segment and need no sorting.
    qsizetype firstSortKey = 0;
};
[[nodiscard]] QList<PageSegment> segmentsAfter(
    const std::optional<PageAnchor> &anchor, const QList<SortKey> &sort);

/// The same the other way round: the last comes first. Only where an index can be read backwards
/// for it: @p sort has at most one key.
[[nodiscard]] QString reverseOrderClause(const QList<SortKey> &sort);

/// Equality of the first @p count sort keys with those of @p anchor.
[[nodiscard]] SqlFragment tiesWith(
    const PageAnchor &anchor, const QList<SortKey> &sort, qsizetype count);

/// What comes before a record with these keys by its sort key @p key alone, those before it being
/// equal; as ranges.
[[nodiscard]] QList<SqlFragment> segmentsBeforeKey(
    const PageAnchor &anchor, const QList<SortKey> &sort, qsizetype key);

/// What comes before the place of a record with these keys, as ranges whose sizes add up to its
/// rank.
[[nodiscard]] QList<SqlFragment> segmentsBefore(
    const PageAnchor &anchor, const QList<SortKey> &sort);

} // namespace roster::server
