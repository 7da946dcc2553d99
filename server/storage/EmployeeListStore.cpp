#include "server/storage/EmployeeListStore.h"

#include "server/storage/ChangeStore.h"
#include "server/storage/Dialect.h"
#include "server/storage/Query.h"
#include "server/storage/RankIndex.h"
#include "server/storage/ReadTransaction.h"

#include <algorithm>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

/// Beginnings of a read whose state of the database was overtaken while it looked for its ranks.
constexpr int maxAttempts = 3;

/// The sort keys that can make a difference: none behind the id, and not the id alone, ascending.
QList<SortKey> effective(QList<SortKey> sort)
{
    const auto id = std::ranges::find(sort, Field::Id, &SortKey::field);
    if (id != sort.end()) {
        const bool isImplied = !id->isDescending;
        sort.erase(isImplied ? id : std::next(id), sort.end());
    }
    return sort;
}

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

void bindAll(Query &query, const QVariantList &values)
{
    for (const QVariant &value : values)
        query.bind(value);
}

Result<qint64> onlyNumber(Query &query)
{
    if (const Outcome ran = query.run(); !ran)
        return ran.error();
    if (!query.next())
        return query.error();
    return query.integer(0);
}

} // namespace

EmployeeListStore::EmployeeListStore(
    const FieldSealer &sealer, RankIndex *ranks, qint64 maxFetchedHits, qint64 farOffset)
    : m_employees(sealer)
    , m_ranks(ranks)
    , m_maxFetchedHits(maxFetchedHits)
    , m_farOffset(farOffset)
{
}

Result<EmployeePage> EmployeeListStore::list(
    Database &database, const EmployeeQuery &query, const PageRequest &page) const
{
    for (int attempt = 1;; ++attempt) {
        const ReadTransaction transaction(database);
        if (!transaction.begun())
            return transaction.begun().error();
        const Result<Plan> planned = plan(database, query);
        if (!planned)
            return planned.error();
        const Result<qint64> revision = ChangeStore::revision(database);
        if (!revision)
            return revision.error();
        // One more than wanted tells whether there is a next page.
        Result<RankIndex::Ids> ranked = rankedIds(database, *planned, page, *revision);
        if (!ranked)
            return ranked.error();
        if (ranked->standing == RankIndex::Standing::Passed && attempt < maxAttempts)
            continue;
        if (ranked->standing != RankIndex::Standing::Known) {
            const Result<Places> found = places(database, *planned, page, page.limit + 1);
            if (!found)
                return found.error();
            ranked->ids.clear();
            for (const Place &place : *found)
                ranked->ids.append(place.id);
        }
        return readPage(database, *planned, page, *revision, std::move(ranked->ids));
    }
}

/// Of a long list what the database itself would have to walk or sort for. Who sees the beginning
/// will soon be somewhere in it, and a sort by several keys may take longer than a read may.
Result<RankIndex::Ids> EmployeeListStore::rankedIds(
    Database &database, const Plan &plan, const PageRequest &page, qint64 revision) const
{
    if (!m_ranks || !isWhole(plan) || page.after)
        return RankIndex::Ids();
    const Result<qint64> total = countAll(database, plan.query);
    if (!total)
        return total.error();
    if (*total < m_farOffset)
        return RankIndex::Ids();
    m_ranks->prepare(plan.query.sort);
    const bool isCheap = plan.query.sort.size() <= 1 && page.offset == 0;
    if (isCheap)
        return RankIndex::Ids();
    return m_ranks->idsAt(database, revision, plan.query.sort, page.offset, page.limit + 1);
}

bool EmployeeListStore::isWhole(const Plan &plan)
{
    return plan.query.conditions.isEmpty() && plan.query.words.isEmpty() && !plan.query.isDeleted;
}

/// The records of @p ids, which are one more than the page wants if there is another page.
Result<EmployeePage> EmployeeListStore::readPage(Database &database, const Plan &plan,
    const PageRequest &page, qint64 revision, QList<EmployeeId> ids) const
{
    EmployeePage result;
    result.revision = revision;
    const bool hasNext = ids.size() > page.limit;
    if (hasNext)
        ids.removeLast();
    for (const EmployeeId id : ids) {
        Result<Employee> employee = m_employees.find(database, id);
        if (!employee)
            return employee.error();
        result.employees.append(*std::move(employee));
    }
    if (hasNext) {
        const Employee &last = result.employees.last();
        result.next = PageAnchor{comparedKeys(last, plan.query.sort, m_employees.row()), last.id};
    }
    if (page.wantsTotal) {
        const Result<qint64> total = countAll(database, plan.query);
        if (!total)
            return total.error();
        result.total = *total;
    }
    return result;
}

Result<EmployeeListStore::Places> EmployeeListStore::places(
    Database &database, const Plan &plan, const PageRequest &page, int limit) const
{
    const QList<SortKey> &sort = plan.query.sort;
    if (page.after && page.after->keys.size() != sort.size())
        return Error{ErrorCode::InternalError, u"The page does not belong to its list."_s, {}};
    if (isWhole(plan) && !page.after && page.offset >= m_farOffset)
        return placesFarDown(database, plan, page.offset, limit);
    const QList<PageSegment> segments = segmentsAfter(page.after, sort);
    if (plan.words == WordPlan::FetchHits)
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
    if (plan.words == WordPlan::FetchHits)
        sql += u" NOT INDEXED"_s;
    sql += u" WHERE "_s + where.sql;
    QVariantList bound = where.bound;
    if (plan.words == WordPlan::WalkOrder) {
        // The plus keeps the hits from leading the search.
        sql += u" AND +"_s + dialect::textCondition(textTable(query.isDeleted));
        bound.append(dialect::textQuery(query.words));
    }
    if (!condition.sql.isEmpty())
        sql += u" AND "_s + condition.sql;
    Query rows(database, sql + order + u" LIMIT ? OFFSET ?"_s);
    bindAll(rows, bound + condition.bound);
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

Result<EmployeeListStore::Plan> EmployeeListStore::plan(
    Database &database, const EmployeeQuery &query) const
{
    Plan plan{query};
    plan.query.sort = effective(query.sort);
    if (query.words.isEmpty())
        return plan;
    plan.words = WordPlan::FetchHits;
    if (plan.query.sort.isEmpty())
        return plan;
    Query hits(database,
        u"SELECT count(*) FROM (SELECT rowid FROM %1 WHERE %1 MATCH ? LIMIT ?)"_s.arg(
            textTable(query.isDeleted)));
    hits.bind(dialect::textQuery(query.words)).bind(m_maxFetchedHits + 1);
    const Result<qint64> count = onlyNumber(hits);
    if (!count)
        return count.error();
    if (*count > m_maxFetchedHits)
        plan.words = WordPlan::WalkOrder;
    return plan;
}

Result<qint64> EmployeeListStore::countAll(Database &database, const EmployeeQuery &query) const
{
    if (!query.conditions.isEmpty())
        return count(database, query, {});
    if (query.words.isEmpty()) {
        Query tally(database, u"SELECT value FROM employee_tally WHERE name = ?"_s);
        tally.bind(query.isDeleted ? u"deleted"_s : u"live"_s);
        return onlyNumber(tally);
    }
    Query hits(
        database, u"SELECT count(*) FROM %1 WHERE %1 MATCH ?"_s.arg(textTable(query.isDeleted)));
    hits.bind(dialect::textQuery(query.words));
    return onlyNumber(hits);
}

Result<qint64> EmployeeListStore::count(
    Database &database, const EmployeeQuery &query, const SqlFragment &condition) const
{
    const SqlFragment where = whereClause(query, m_employees.row());
    QString sql = u"SELECT count(*) FROM employee WHERE "_s + where.sql;
    if (!condition.sql.isEmpty())
        sql += u" AND "_s + condition.sql;
    Query rows(database, sql);
    bindAll(rows, where.bound + condition.bound);
    return onlyNumber(rows);
}

Result<std::optional<qint64>> EmployeeListStore::locate(
    Database &database, EmployeeId id, const EmployeeQuery &query) const
{
    Plan list{query};
    list.query.sort = effective(query.sort);
    for (int attempt = 1;; ++attempt) {
        const ReadTransaction transaction(database);
        if (!transaction.begun())
            return transaction.begun().error();
        const Result<qint64> isInIt = count(database, list.query, {u"id = ?"_s, {id}});
        if (!isInIt)
            return isInIt.error();
        if (*isInIt == 0)
            return std::optional<qint64>();
        const Result<Employee> employee = m_employees.find(database, id);
        if (!employee)
            return employee.error();
        const PageAnchor place{comparedKeys(*employee, list.query.sort, m_employees.row()), id};
        if (m_ranks && isWhole(list)) {
            const Result<qint64> revision = ChangeStore::revision(database);
            if (!revision)
                return revision.error();
            const auto ranked = m_ranks->rankOf(database, *revision, list.query.sort, place);
            if (!ranked)
                return ranked.error();
            if (ranked->standing == RankIndex::Standing::Known)
                return std::optional(ranked->rank);
            if (ranked->standing == RankIndex::Standing::Passed && attempt < maxAttempts)
                continue;
        }
        return countBefore(database, list.query, place);
    }
}

Result<std::optional<qint64>> EmployeeListStore::countBefore(
    Database &database, const EmployeeQuery &list, const PageAnchor &place) const
{
    qint64 rank = 0;
    for (const SqlFragment &segment : segmentsBefore(place, list.sort)) {
        const Result<qint64> size = count(database, list, segment);
        if (!size)
            return size.error();
        rank += *size;
    }
    return std::optional(rank);
}

} // namespace roster::server
