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

/// Nothing when there is no saying by values alone.
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
    if (!listed)
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

/// Turns to the orders in memory where the database would have to look at every record. Passed: the
/// database has changed since @p revision.
Result<Standing> EmployeeListStore::planRanges(
    Database &database, Plan &plan, qint64 revision) const
{
    const EmployeeQuery &query = plan.query;
    const bool isWholeOrder = isWhole(plan) && isUnindexed(query.sort);
    const bool hasCondition = std::ranges::any_of(
        query.conditions, [](const auto &each) { return !EmployeeRow::isIndexed(each.field); });
    if (!m_ranks || query.isDeleted || (!isWholeOrder && !hasCondition))
        return Standing::Known;
    const Result<qint64> live = countAll(database, Plan{});
    if (!live)
        return live.error();
    if (*live < std::min(minRanked, m_farOffset))
        return Standing::Known;
    if (hasCondition)
        return planConditions(database, plan, revision);
    m_ranks->prepare(query.sort, RankIndex::Need::Now);
    if (m_ranks->knows(query.sort))
        plan.ranks = RankRange{0, *live};
    return Standing::Known;
}

/// Looks for the condition that fewest records meet, among those that no index serves.
Result<Standing> EmployeeListStore::planConditions(
    Database &database, Plan &plan, qint64 revision) const
{
    std::optional<RankRanges> fewest;
    for (const FieldCondition &condition : plan.query.conditions) {
        if (EmployeeRow::isIndexed(condition.field))
            continue;
        RankRanges ranges = ranksOf(plan, condition, revision);
        if (ranges.standing == Standing::Passed)
            return Standing::Passed;
        if (ranges.standing == Standing::Known && (!fewest || ranges.total < fewest->total))
            fewest = std::move(ranges);
    }
    if (!fewest)
        return Standing::Known;
    const EmployeeQuery &query = plan.query;
    const bool isOnlyOne = query.conditions.size() == 1 && query.words.isEmpty();
    if (isOnlyOne)
        plan.total = fewest->total;
    if (isOnlyOne && fewest->order == query.sort && fewest->ranges.size() == 1) {
        plan.ranks = fewest->ranges.first();
        return Standing::Known;
    }
    if (fewest->total > m_maxFetchedHits)
        return Standing::Known;
    QList<EmployeeId> ids;
    for (const auto &[begin, end] : fewest->ranges) {
        const auto some = m_ranks->idsAt(database, revision, fewest->order, begin, end - begin);
        if (!some || some->standing != Standing::Known)
            return some ? Result<Standing>(some->standing) : some.error();
        ids += some->ids;
    }
    plan.listed = dialect::idList(ids);
    return Standing::Known;
}

/// Where those are that meet @p condition: in the wanted order, if that is by the same field.
EmployeeListStore::RankRanges EmployeeListStore::ranksOf(
    const Plan &plan, const FieldCondition &condition, qint64 revision) const
{
    const auto ranges = rangesOf(condition, m_employees.row());
    if (!ranges)
        return {};
    const QList<SortKey> &sort = plan.query.sort;
    const bool isWantedOrder = isUnindexed(sort) && sort.first().field == condition.field;
    RankRanges found{
        Standing::Known, isWantedOrder ? sort : QList<SortKey>{{condition.field, false}}, {}, 0};
    m_ranks->prepare(found.order, RankIndex::Need::Now);
    const bool isDescending = found.order.first().isDescending;
    for (const auto &[from, to] : *ranges) {
        const auto begin
            = m_ranks->rankBefore(revision, found.order, {{isDescending ? to : from}, beforeAll});
        const auto end
            = m_ranks->rankBefore(revision, found.order, {{isDescending ? from : to}, behindAll});
        for (const Standing standing : {begin.standing, end.standing}) {
            if (standing != Standing::Known)
                return {standing, {}, {}, 0};
        }
        found.ranges.append({begin.rank, end.rank});
        found.total += end.rank - begin.rank;
    }
    return found;
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
