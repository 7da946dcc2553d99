// Places that an index or the database's own sorting gives: the rest of EmployeeListStore.
#include "server/storage/EmployeeListStore.h"

#include "server/storage/Dialect.h"
#include "server/storage/Query.h"

#include <algorithm>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

SqlFragment anyOf(const QList<PageSegment> &segments)
{
    QStringList sql;
    QVariantList bound;
    for (const PageSegment &segment : segments) {
        if (segment.condition.sql.isEmpty())
            return {};
        sql.append(u'(' + segment.condition.sql + u')');
        bound += segment.condition.bound;
    }
    return {u'(' + sql.join(u" OR "_s) + u')', bound};
}

} // namespace

Result<EmployeeListStore::Places> EmployeeListStore::places(
    Database &database, const Plan &plan, const PageRequest &page, int limit) const
{
    const QList<SortKey> &sort = plan.query.sort;
    if (isWhole(plan) && !page.after && page.offset >= m_farOffset)
        return placesFarDown(database, plan, page.offset, limit);
    const QList<PageSegment> segments = segmentsAfter(page.after, sort);
    if (plan.words == WordPlan::FetchHits || plan.listed)
        return select(database, plan, anyOf(segments), orderClause(sort), limit, page.offset);

    return inOrder(database, plan, segments, page.offset, limit);
}

Result<EmployeeListStore::Places> EmployeeListStore::inOrder(Database &database, const Plan &plan,
    const QList<PageSegment> &segments, qint64 offset, qsizetype limit) const
{
    Places found;
    for (const PageSegment &part : segments) {
        if (found.size() >= limit)
            break;
        const Result<Places> more = segment(database, plan, part, offset, limit - found.size());
        if (!more)
            return more.error();
        found += *more;
    }
    return found;
}

Result<EmployeeListStore::Places> EmployeeListStore::segment(Database &database, const Plan &plan,
    const PageSegment &segment, qint64 offset, qsizetype limit) const
{
    const QList<SortKey> &sort = plan.query.sort;
    const bool isLastKeyOpen = segment.firstSortKey == sort.size() - 1;
    if (isLastKeyOpen && offset == 0 && sort.last().isDescending && sort.last().field != Field::Id)
        return descendingSegment(database, plan, segment, limit);
    return select(
        database, plan, segment.condition, orderClause(sort, segment.firstSortKey), limit, offset);
}

/// An index read backwards gives ties by descending id. So ties are sorted here; a tie that is cut
/// off by the limit is read anew in its own order. Sorting in the database would read each tie to
/// its end, and a tie may be half of all records.
Result<EmployeeListStore::Places> EmployeeListStore::descendingSegment(
    Database &database, const Plan &plan, const PageSegment &segment, qsizetype limit) const
{
    const SortKey &key = plan.query.sort.last();
    const QString column = EmployeeRow::comparedColumn(key.field);
    Result<Places> read = select(database, plan, segment.condition,
        u" ORDER BY %1 DESC NULLS LAST"_s.arg(column), 2 * limit, 0);
    if (!read)
        return read.error();

    Places sorted;
    for (auto tie = read->begin(); tie != read->end() && sorted.size() < limit;) {
        const QVariant value = tie->keys.last();
        const auto tieEnd = std::find_if(
            tie, read->end(), [&value](const Place &place) { return place.keys.last() != value; });
        const bool isCutOff = tieEnd == read->end() && read->size() == 2 * limit;
        if (isCutOff) {
            SqlFragment condition = segment.condition;
            condition.sql += (condition.sql.isEmpty() ? QString() : u" AND "_s) + column
                + (value.isNull() ? u" IS NULL"_s : u" = ?"_s);
            if (!value.isNull())
                condition.bound.append(value);
            const Result<Places> rest
                = select(database, plan, condition, u" ORDER BY id"_s, limit - sorted.size(), 0);
            if (!rest)
                return rest.error();
            return sorted + *rest;
        }
        std::sort(tie, tieEnd, [](const Place &a, const Place &b) { return a.id < b.id; });
        sorted.append(QList<Place>(tie, tieEnd));
        tie = tieEnd;
    }
    return sorted.first(std::min(sorted.size(), limit));
}

Result<EmployeeListStore::Places> EmployeeListStore::select(Database &database, const Plan &plan,
    const SqlFragment &condition, const QString &order, qsizetype limit, qint64 offset) const
{
    const EmployeeQuery &query = plan.query;
    const SqlFragment where
        = whereClause(query, m_employees.row(), plan.words != WordPlan::WalkOrder);
    QString sql = u"SELECT id"_s + sortColumns(query.sort) + u" FROM employee"_s;
    if (plan.words == WordPlan::FetchHits || plan.listed)
        sql += u" NOT INDEXED"_s;
    sql += u" WHERE "_s + where.sql;
    QVariantList bound = where.bound;
    if (plan.listed) {
        sql += u" AND "_s + dialect::listCondition();
        bound.append(*plan.listed);
    }
    if (plan.words == WordPlan::WalkOrder) {
        // The plus keeps the hits from leading the search.
        sql += u" AND +"_s + dialect::textCondition(textTable(query.isDeleted));
        bound.append(dialect::textQuery(query.words));
    }
    if (!condition.sql.isEmpty())
        sql += u" AND "_s + condition.sql;
    Query rows(database, sql + order + u" LIMIT ? OFFSET ?"_s);
    for (const QVariant &value : bound + condition.bound)
        rows.bind(value);
    if (const Outcome ran = rows.bind(qint64{limit}).bind(offset).run(); !ran)
        return ran.error();
    Places places;
    while (rows.next()) {
        Place place{rows.integer(0), {}};
        for (int i = 0; i < query.sort.size(); ++i)
            place.keys.append(rows.isNull(i + 1) ? QVariant() : rows.value(i + 1));
        places.append(std::move(place));
    }
    if (rows.failed())
        return rows.error();
    return places;
}

} // namespace roster::server
