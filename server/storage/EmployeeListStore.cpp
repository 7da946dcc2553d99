#include "server/storage/EmployeeListStore.h"

#include "server/storage/ChangeStore.h"
#include "server/storage/Dialect.h"
#include "server/storage/EmployeeRowText.h"
#include "server/storage/OrderKey.h"
#include "server/storage/OrderReader.h"
#include "server/storage/Query.h"
#include "server/storage/RankIndex.h"
#include "server/storage/ReadTransaction.h"

#include <algorithm>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

/// The database sorts so many in a tenth of a second.
constexpr qint64 maxSorted = 100'000;
/// Beginnings of a read whose state of the database was overtaken while it looked for its ranks.
constexpr int maxAttempts = 8;

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
    , m_words(maxFetchedHits)
    , m_maxFetchedHits(maxFetchedHits)
    , m_farOffset(farOffset)
{
}

Result<EmployeePage> EmployeeListStore::list(
    Database &database, const EmployeeQuery &query, const PageRequest &page) const
{
    QList<Employee> employees;
    Result<EmployeePage> result
        = read(database, query, page, [&](const auto &ids, const auto &) -> Outcome {
              for (const EmployeeId id : ids) {
                  Result<Employee> employee = m_employees.find(database, id);
                  if (!employee)
                      return employee.error();
                  employees.append(*std::move(employee));
              }
              return Done{};
          });
    if (result)
        result->employees = std::move(employees);
    return result;
}

Result<EmployeePage> EmployeeListStore::write(Database &database, const EmployeeQuery &query,
    const PageRequest &page, EmployeeRowText &text, QByteArray &json) const
{
    return read(database, query, page,
        [&](const QList<EmployeeId> &ids, const ReadTransaction &transaction) {
            return text.append(ids, transaction, json);
        });
}

Result<EmployeePage> EmployeeListStore::read(Database &database, const EmployeeQuery &query,
    const PageRequest &page, const RowsReader &readRows) const
{
    for (int attempt = 1;; ++attempt) {
        const ReadTransaction transaction(database);
        if (!transaction.begun())
            return transaction.begun().error();
        const Result<qint64> revision = ChangeStore::revision(database);
        if (!revision)
            return revision.error();
        Result<Plan> planned = plan(database, query, *revision);
        if (!planned)
            return planned.error();
        const Result<RankIndex::Standing> standing = planRanges(database, *planned, *revision);
        if (!standing)
            return standing.error();
        if (*standing == RankIndex::Standing::Passed && attempt < maxAttempts)
            continue;
        if (page.after && page.after->keys.size() != planned->query.sort.size())
            return Error{ErrorCode::InternalError, u"The page does not belong to its list."_s, {}};
        // One more than wanted tells whether there is a next page.
        Result<RankIndex::Ids> ranked = planned->hits
            ? idsOfHits(database, *planned, page, *revision)
            : rankedIds(database, *planned, page, *revision);
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
        const qsizetype shown = std::min(ranked->ids.size(), qsizetype{page.limit});
        if (const Outcome rows = readRows(ranked->ids.first(shown), transaction); !rows)
            return rows.error();
        return pageOf(database, *planned, page, *revision, ranked->ids);
    }
}

/// Of a long list what the database itself would have to walk or sort for, and what is at hand. Who
/// sees the beginning will soon be somewhere in it, and a sort by several keys may take longer than
/// a read may.
Result<RankIndex::Ids> EmployeeListStore::rankedIds(
    Database &database, const Plan &plan, const PageRequest &page, qint64 revision) const
{
    if (plan.ranks)
        return idsOfRanks(database, plan, page, revision);
    if (!m_ranks || !isWhole(plan))
        return RankIndex::Ids();
    const Result<qint64> total = countAll(database, plan);
    if (!total)
        return total.error();
    if (*total < m_farOffset)
        return RankIndex::Ids();
    const QList<SortKey> &sort = plan.query.sort;
    const qint64 limit = qint64{page.limit} + 1;
    const bool isCheap = page.after || (sort.size() <= 1 && page.offset == 0);
    m_ranks->prepare(sort, isCheap ? RankIndex::Need::Soon : RankIndex::Need::Now);
    if (!isCheap)
        return m_ranks->idsAt(database, revision, sort, page.offset, limit);
    const Result<bool> mayWalk = isWhereItWas(database, sort, page.after);
    if (!mayWalk)
        return mayWalk.error();
    return *mayWalk ? m_ranks->idsAtHand(revision, sort, page, limit) : RankIndex::Ids();
}

/// An order in memory knows where a record stands, not where it stood when its page was read.
Result<bool> EmployeeListStore::isWhereItWas(
    Database &database, const QList<SortKey> &sort, const std::optional<PageAnchor> &anchor)
{
    if (!anchor)
        return true;
    const Result<std::optional<PageAnchor>> place = OrderReader(database, sort).placeOf(anchor->id);
    if (!place)
        return place.error();
    return *place && orderKey(**place, sort) == orderKey(*anchor, sort);
}

std::optional<EmployeeListStore::AwaitedOrder> EmployeeListStore::orderToAwait(
    Database &database, const EmployeeQuery &query) const
{
    QList<SortKey> sort = effective(query.sort);
    const bool isInIndex = sort.size() <= 1 && !isUnindexed(sort);
    if (!m_ranks || isInIndex || !isWhole({query}) || m_ranks->knows(sort))
        return std::nullopt;
    const Result<qint64> total = countAll(database, {});
    if (!total || *total < m_farOffset)
        return std::nullopt;
    m_ranks->prepare(sort, RankIndex::Need::Now);
    return AwaitedOrder{std::move(sort), *total > maxSorted};
}

bool EmployeeListStore::isWhole(const Plan &plan)
{
    return plan.query.conditions.isEmpty() && plan.query.words.isEmpty() && !plan.query.isDeleted;
}

/// What goes with the records of @p ids, which are one more than the page wants if there is
/// another page.
Result<EmployeePage> EmployeeListStore::pageOf(Database &database, const Plan &plan,
    const PageRequest &page, qint64 revision, const QList<EmployeeId> &ids) const
{
    EmployeePage result;
    result.revision = revision;
    if (ids.size() > page.limit) {
        Result<std::optional<PageAnchor>> last
            = OrderReader(database, plan.query.sort).placeOf(ids[page.limit - 1]);
        if (!last)
            return last.error();
        result.next = *std::move(last);
    }
    if (page.wantsTotal) {
        const Result<qint64> total = countAll(database, plan);
        if (!total)
            return total.error();
        result.total = *total;
        result.isTotalLeast = !plan.query.words.isEmpty() && plan.query.conditions.isEmpty()
            && !plan.hits->hasAllIds;
    }
    return result;
}

Result<EmployeeListStore::Plan> EmployeeListStore::plan(
    Database &database, const EmployeeQuery &query, qint64 revision) const
{
    Plan plan{query};
    plan.query.sort = effective(query.sort);
    if (query.words.isEmpty())
        return plan;
    Result<WordSearch::Hits> hits = m_words.find(database, revision, query.words, query.isDeleted);
    if (!hits)
        return hits.error();
    plan.hits = *std::move(hits);
    const bool isFewEnough = plan.hits->hasAllIds || plan.query.sort.isEmpty();
    plan.words = isFewEnough ? WordPlan::FetchHits : WordPlan::WalkOrder;
    return plan;
}

Result<qint64> EmployeeListStore::countAll(Database &database, const Plan &plan) const
{
    const EmployeeQuery &query = plan.query;
    if (plan.total)
        return *plan.total;
    if (plan.listed)
        return count(database, query, {dialect::listCondition(), {*plan.listed}});
    if (!query.conditions.isEmpty())
        return count(database, query, {});
    if (!query.words.isEmpty())
        return static_cast<qint64>(plan.hits->ids.size()) + (plan.hits->hasAllIds ? 0 : 1);
    Query tally(database, u"SELECT value FROM employee_tally WHERE name = ?"_s);
    tally.bind(query.isDeleted ? u"deleted"_s : u"live"_s);
    return onlyNumber(tally);
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
