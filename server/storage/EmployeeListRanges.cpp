// Orders that are in memory and in no index: the rest of EmployeeListStore.
#include "server/storage/EmployeeListStore.h"

#include "server/storage/Dialect.h"

#include <algorithm>
#include <limits>

namespace roster::server {
namespace {

using Standing = RankIndex::Standing;

/// In a shorter list the database is as quick to sort or to look at all.
constexpr qint64 minRanked = 500;
/// Values that are looked up one by one.
constexpr qsizetype maxRanges = 8;
constexpr qint64 lowestAmount = AmountList::nothing + 1;
constexpr qint64 highestAmount = std::numeric_limits<qint64>::max();
// Of no record, but before and behind all of them.
constexpr EmployeeId beforeAll = 0;
constexpr EmployeeId behindAll = std::numeric_limits<EmployeeId>::max();

/// The values of comparedColumn(), both inclusive, between which a record meets a condition.
struct ValueRange
{
    QVariant from;
    QVariant to;
};

/// Nothing when there is no saying by values alone, or there are too many of them.
std::optional<QList<ValueRange>> rangesOf(const FieldCondition &condition, const EmployeeRow &row)
{
    const auto compared
        = [&](const FieldValue &value) { return row.comparedValue(condition.field, value); };
    if (std::holds_alternative<IsEmpty>(condition.condition))
        return QList<ValueRange>{{}};
    if (const auto *between = std::get_if<IsBetween>(&condition.condition)) {
        return QList<ValueRange>{{between->from ? compared(*between->from) : QVariant(lowestAmount),
            between->to ? compared(*between->to) : QVariant(highestAmount)}};
    }
    const auto *listed = std::get_if<IsOneOf>(&condition.condition);
    if (!listed || listed->values.size() > maxRanges)
        return std::nullopt;
    QList<ValueRange> ranges;
    for (const FieldValue &value : listed->values) {
        const QVariant key = compared(value);
        if (std::ranges::find(ranges, key, &ValueRange::from) == ranges.end())
            ranges.append({key, key});
    }
    return ranges;
}

} // namespace

/// Turns to the order in memory where the database would have to look at every record. Passed: the
/// database has changed since @p revision.
Result<Standing> EmployeeListStore::planRanges(
    Database &database, Plan &plan, qint64 revision) const
{
    const EmployeeQuery &query = plan.query;
    const bool isWholeOrder = isWhole(plan) && isUnindexed(query.sort);
    const auto condition = std::ranges::find_if(query.conditions,
        [](const FieldCondition &each) { return !EmployeeRow::isIndexed(each.field); });
    const bool hasCondition = condition != query.conditions.end();
    if (!m_ranks || query.isDeleted || (!isWholeOrder && !hasCondition))
        return Standing::Known;
    const Result<qint64> live = countAll(database, Plan{});
    if (!live)
        return live.error();
    if (*live < std::min(minRanked, m_farOffset))
        return Standing::Known;
    if (hasCondition)
        return planRange(database, plan, *condition, revision);
    m_ranks->prepare(query.sort, RankIndex::Need::Now);
    if (m_ranks->knows(query.sort))
        plan.ranks = RankRange{0, *live};
    return Standing::Known;
}

Result<Standing> EmployeeListStore::planRange(
    Database &database, Plan &plan, const FieldCondition &condition, qint64 revision) const
{
    const EmployeeQuery &query = plan.query;
    const auto ranges = rangesOf(condition, m_employees.row());
    if (!ranges)
        return Standing::Known;
    const bool isWantedOrder
        = isUnindexed(query.sort) && query.sort.first().field == condition.field;
    const QList<SortKey> order
        = isWantedOrder ? query.sort : QList<SortKey>{{condition.field, false}};
    m_ranks->prepare(order, RankIndex::Need::Now);
    qint64 total = 0;
    QList<RankRange> found;
    const bool isDescending = order.first().isDescending;
    for (const auto &[from, to] : *ranges) {
        const auto begin
            = m_ranks->rankBefore(revision, order, {{isDescending ? to : from}, beforeAll});
        const auto end
            = m_ranks->rankBefore(revision, order, {{isDescending ? from : to}, behindAll});
        for (const Standing standing : {begin.standing, end.standing}) {
            if (standing != Standing::Known)
                return standing;
        }
        found.append({begin.rank, end.rank});
        total += end.rank - begin.rank;
    }
    const bool isOnlyOne = query.conditions.size() == 1 && query.words.isEmpty();
    if (isOnlyOne)
        plan.total = total;
    if (isOnlyOne && isWantedOrder && found.size() == 1) {
        plan.ranks = found.first();
        return Standing::Known;
    }
    if (total > m_maxFetchedHits)
        return Standing::Known;
    QList<EmployeeId> ids;
    for (const auto &[begin, end] : found) {
        const auto some = m_ranks->idsAt(database, revision, order, begin, end - begin);
        if (!some || some->standing != Standing::Known)
            return some ? Result<Standing>(some->standing) : some.error();
        ids += some->ids;
    }
    plan.listed = dialect::idList(ids);
    return Standing::Known;
}

Result<RankIndex::Ids> EmployeeListStore::idsOfRanks(
    Database &database, const Plan &plan, const PageRequest &page, qint64 revision) const
{
    const QList<SortKey> &sort = plan.query.sort;
    qint64 begin = plan.ranks->begin;
    if (page.after) {
        // The record itself may stand elsewhere by now.
        const RankIndex::Rank behind
            = m_ranks->rankBefore(revision, sort, {page.after->keys, page.after->id + 1});
        if (behind.standing != Standing::Known)
            return RankIndex::Ids{behind.standing, {}};
        begin = std::max(begin, behind.rank);
    }
    begin += page.offset;
    const qint64 limit = std::min(qint64{page.limit} + 1, plan.ranks->end - begin);
    if (limit <= 0)
        return RankIndex::Ids{Standing::Known, {}};
    return m_ranks->idsAt(database, revision, sort, begin, limit);
}

} // namespace roster::server
