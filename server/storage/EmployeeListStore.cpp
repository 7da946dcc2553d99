#include "server/storage/EmployeeListStore.h"

#include "server/storage/ChangeStore.h"
#include "server/storage/Dialect.h"
#include "server/storage/Query.h"

#include <algorithm>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

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

QString keyColumns(const QList<SortKey> &sort)
{
    QString columns;
    for (const SortKey &key : sort)
        columns += u", "_s + EmployeeRow::comparedColumn(key.field);
    return columns;
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

/// Keeps one state of the database while it lives.
class ReadTransaction
{
public:
    explicit ReadTransaction(Database &database)
        : m_database(database)
        , m_begun(database.execute(u"BEGIN"_s))
    {
    }
    ~ReadTransaction()
    {
        // The budget may break off the BEGIN that has begun already, or the COMMIT; but only once.
        if (m_database.isTransactionOpen() && !m_database.execute(u"COMMIT"_s))
            static_cast<void>(m_database.execute(u"ROLLBACK"_s));
    }
    ReadTransaction(const ReadTransaction &) = delete;
    ReadTransaction &operator=(const ReadTransaction &) = delete;

    [[nodiscard]] const Outcome &begun() const { return m_begun; }

private:
    Database &m_database;
    Outcome m_begun;
};

} // namespace

EmployeeListStore::EmployeeListStore(
    const FieldSealer &sealer, qint64 maxFetchedHits, qint64 farOffset)
    : m_employees(sealer)
    , m_maxFetchedHits(maxFetchedHits)
    , m_farOffset(farOffset)
{
}

Result<EmployeePage> EmployeeListStore::list(
    Database &database, const EmployeeQuery &query, const PageRequest &page) const
{
    const ReadTransaction transaction(database);
    if (!transaction.begun())
        return transaction.begun().error();
    const Result<Plan> planned = plan(database, query);
    if (!planned)
        return planned.error();
    return readPage(database, *planned, page);
}

Result<EmployeePage> EmployeeListStore::readPage(
    Database &database, const Plan &plan, const PageRequest &page) const
{
    EmployeePage result;
    const Result<qint64> revision = ChangeStore::revision(database);
    if (!revision)
        return revision.error();
    result.revision = *revision;
    // One more than wanted tells whether there is a next page.
    Result<Places> found = places(database, plan, page, page.limit + 1);
    if (!found)
        return found.error();
    if (found->size() > page.limit) {
        found->removeLast();
        result.next = PageAnchor{found->last().keys, found->last().id};
    }
    for (const Place &place : *found) {
        Result<Employee> employee = m_employees.find(database, place.id);
        if (!employee)
            return employee.error();
        result.employees.append(*std::move(employee));
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
    const bool isWhole = plan.query.conditions.isEmpty() && plan.query.words.isEmpty()
        && !plan.query.isDeleted && !page.after;
    if (isWhole && page.offset >= m_farOffset)
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
    QString sql = u"SELECT id"_s + keyColumns(query.sort) + u" FROM employee"_s;
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
    const ReadTransaction transaction(database);
    if (!transaction.begun())
        return transaction.begun().error();
    EmployeeQuery list = query;
    list.sort = effective(query.sort);
    const Result<qint64> isInIt = count(database, list, {u"id = ?"_s, {id}});
    if (!isInIt)
        return isInIt.error();
    if (*isInIt == 0)
        return std::optional<qint64>();
    const Result<Employee> employee = m_employees.find(database, id);
    if (!employee)
        return employee.error();
    PageAnchor anchor{{}, id};
    for (const SortKey &key : list.sort) {
        anchor.keys.append(key.field == Field::Id
                ? QVariant(id)
                : m_employees.row().comparedValue(key.field, employee->value(key.field)));
    }
    qint64 rank = 0;
    for (const SqlFragment &segment : segmentsBefore(anchor, list.sort)) {
        const Result<qint64> size = count(database, list, segment);
        if (!size)
            return size.error();
        rank += *size;
    }
    return std::optional(rank);
}

} // namespace roster::server
