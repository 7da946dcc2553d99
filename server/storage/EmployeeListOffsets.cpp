// Far places of long lists: the rest of EmployeeListStore.
#include "server/storage/EmployeeListStore.h"

#include "server/storage/Query.h"

#include <algorithm>

namespace roster::server {

using namespace Qt::StringLiterals;

/// The key of the record at a rank is found without ordering ties, which no index could give; what
/// comes before it is counted; and so on with the next key, among the records that are equal so
/// far.
Result<EmployeeListStore::Places> EmployeeListStore::placesFarDown(
    Database &database, const Plan &plan, qint64 offset, int limit) const
{
    const QList<SortKey> &sort = plan.query.sort;
    const bool isIndexOrder = sort.isEmpty() || sort.first().field == Field::Id
        || (sort.size() == 1 && !sort.first().isDescending);
    if (isIndexOrder)
        return placesFromTheEnd(database, plan, offset, limit);

    PageAnchor anchor;
    qint64 rank = offset; // among the records whose keys so far are the anchor's
    for (qsizetype i = 0; i < sort.size(); ++i) {
        const Result<std::optional<QVariant>> key
            = keyAt(database, plan, tiesWith(anchor, sort, i), sort[i], rank);
        if (!key)
            return key.error();
        if (!*key)
            return Places(); // beyond the end
        anchor.keys.append(**key);
        for (const SqlFragment &range : segmentsBeforeKey(anchor, sort, i)) {
            const Result<qint64> size = count(database, plan.query, range);
            if (!size)
                return size.error();
            rank -= *size;
        }
    }
    Result<Places> found = select(
        database, plan, tiesWith(anchor, sort, sort.size()), u" ORDER BY id"_s, limit, rank);
    if (!found || found->isEmpty())
        return found;
    anchor.id = found->last().id;
    // The rest of the ties, which comes first, has been read.
    const Result<Places> more
        = inOrder(database, plan, segmentsAfter(anchor, sort).sliced(1), 0, limit - found->size());
    if (!more)
        return more.error();
    return *found + *more;
}

/// In the order of an index, which is walked from the nearer end.
Result<EmployeeListStore::Places> EmployeeListStore::placesFromTheEnd(
    Database &database, const Plan &plan, qint64 offset, int limit) const
{
    const QList<SortKey> &sort = plan.query.sort;
    const Result<qint64> total = countAll(database, plan);
    if (!total)
        return total.error();
    if (offset <= *total / 2)
        return select(database, plan, {}, orderClause(sort), limit, offset);
    const qint64 size = std::min(qint64{limit}, *total - offset);
    if (size <= 0)
        return Places();
    Result<Places> found
        = select(database, plan, {}, reverseOrderClause(sort), size, *total - offset - size);
    if (found)
        std::reverse(found->begin(), found->end());
    return found;
}

/// Of the record at @p rank among @p ties, in the order of @p key; none beyond the last.
Result<std::optional<QVariant>> EmployeeListStore::keyAt(Database &database, const Plan &plan,
    const SqlFragment &ties, const SortKey &key, qint64 rank) const
{
    const SqlFragment where = whereClause(plan.query, m_employees.row());
    const QString column = EmployeeRow::comparedColumn(key.field);
    QString sql = u"SELECT %1 FROM employee WHERE "_s.arg(column) + where.sql;
    if (!ties.sql.isEmpty())
        sql += u" AND "_s + ties.sql;
    sql += u" ORDER BY "_s + column
        + (key.isDescending ? u" DESC NULLS LAST"_s : u" ASC NULLS FIRST"_s)
        + u" LIMIT 1 OFFSET ?"_s;
    Query row(database, sql);
    for (const QVariant &value : where.bound + ties.bound)
        row.bind(value);
    if (const Outcome ran = row.bind(rank).run(); !ran)
        return ran.error();
    if (!row.next()) {
        if (row.failed())
            return row.error();
        return std::optional<QVariant>();
    }
    return std::optional(row.isNull(0) ? QVariant() : row.value(0));
}

} // namespace roster::server
