// Text searches: the rest of EmployeeListStore.
#include "server/storage/EmployeeListStore.h"

#include "server/storage/Dialect.h"
#include "server/storage/Query.h"

#include <algorithm>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

/// With fewer hits it is quicker to look at each than to walk an order until all have been met.
constexpr qint64 minHitsForWalk = 256;

bool isById(const QList<SortKey> &sort)
{
    return sort.isEmpty() || sort.first().field == Field::Id;
}

/// What comes of ids, in ascending order if @p isBefore is `<=`, behind page.after and page.offset.
template <typename Iterator, typename Comparison>
QList<EmployeeId> sliceOf(
    Iterator begin, Iterator end, Comparison isBefore, const PageRequest &page, qint64 limit)
{
    if (page.after)
        begin = std::lower_bound(begin, end, page.after->id, isBefore);
    begin += std::min(qint64{end - begin}, page.offset);
    return QList<EmployeeId>(begin, begin + std::min(qint64{end - begin}, limit));
}

} // namespace

/// From what the full-text index tells, where that and an order in memory are enough.
Result<RankIndex::Ids> EmployeeListStore::idsOfHits(
    Database &database, const Plan &plan, const PageRequest &page, qint64 revision) const
{
    const EmployeeQuery &query = plan.query;
    if (!query.conditions.isEmpty())
        return RankIndex::Ids();
    const qint64 limit = qint64{page.limit} + 1;
    if (isById(query.sort))
        return hitsById(database, plan, page, limit);
    if (!m_ranks || query.isDeleted || plan.hits->set.size() < minHitsForWalk)
        return RankIndex::Ids();
    const Result<qint64> live = countAll(database, Plan{});
    if (!live)
        return live.error();
    if (*live < m_farOffset)
        return RankIndex::Ids();
    m_ranks->prepare(query.sort, RankIndex::Need::Now);
    if (!m_ranks->knows(query.sort))
        return RankIndex::Ids();
    const Result<bool> mayWalk = isUnindexed(query.sort)
        ? Result<bool>(true)
        : isWhereItWas(database, query.sort, page.after);
    if (!mayWalk)
        return mayWalk.error();
    if (!*mayWalk)
        return RankIndex::Ids();
    const auto hits = m_words.find(database, revision, query.words, query.isDeleted, true);
    if (!hits)
        return hits.error();
    return m_ranks->idsAmong(database, revision, query.sort, (*hits)->set, page, limit);
}

Result<RankIndex::Ids> EmployeeListStore::hitsById(
    Database &database, const Plan &plan, const PageRequest &page, qint64 limit)
{
    const bool isDescending = !plan.query.sort.isEmpty();
    const std::vector<EmployeeId> &ids = plan.hits->ids;
    const bool isBeginning
        = !isDescending && !page.after && page.offset + limit <= static_cast<qint64>(ids.size());
    if (!plan.hits->hasAllIds && !isBeginning)
        return selectedHits(database, plan.query, page, limit);
    return RankIndex::Ids{RankIndex::Standing::Known,
        isDescending ? sliceOf(ids.rbegin(), ids.rend(), std::greater_equal<>(), page, limit)
                     : sliceOf(ids.begin(), ids.end(), std::less_equal<>(), page, limit)};
}

Result<RankIndex::Ids> EmployeeListStore::selectedHits(
    Database &database, const EmployeeQuery &query, const PageRequest &page, qint64 limit)
{
    const bool isDescending = !query.sort.isEmpty();
    const QString range = !page.after ? QString() : isDescending ? u"< ?"_s : u"> ?"_s;
    Query rows(database,
        dialect::selectHits(textTable(query.isDeleted), range, isDescending)
            + u" LIMIT ? OFFSET ?"_s);
    rows.bind(dialect::textQuery(query.words));
    if (page.after)
        rows.bind(page.after->id);
    if (const Outcome ran = rows.bind(limit).bind(page.offset).run(); !ran)
        return ran.error();
    RankIndex::Ids found{RankIndex::Standing::Known, {}};
    while (rows.next())
        found.ids.append(rows.integer(0));
    if (rows.failed())
        return rows.error();
    return found;
}

} // namespace roster::server
