// What the orders are asked for: the rest of RankIndex.
#include "server/storage/RankIndex.h"

#include "server/storage/Amount.h"
#include "server/storage/EmployeeSql.h"
#include "server/storage/OrderKey.h"
#include "server/storage/OrderReader.h"

#include <algorithm>

namespace roster::server {
namespace {

using namespace std::chrono_literals;

/// Between a commit and the writer's word of it.
constexpr auto patience = 50ms;
/// Buckets put in order for one page: more are only seen when others change them all the while.
constexpr int maxBuckets = 64;

std::optional<RankedList::Keyed> keyedPlace(const PageRequest &page, const QList<SortKey> &sort)
{
    if (!page.after)
        return std::nullopt;
    return RankedList::Keyed{orderKey(*page.after, sort), page.after->id};
}

AmountList::Entry entryOf(const PageAnchor &place)
{
    return {amountOf(place.keys.first()), place.id};
}

AmountList::Entry entryBehind(const PageAnchor &place)
{
    AmountList::Entry entry = entryOf(place);
    ++entry.id;
    return entry;
}

} // namespace

template <typename AnyOrder>
std::pair<RankIndex::Standing, AnyOrder *> RankIndex::find(
    Lock &lock, std::list<AnyOrder> &orders, qint64 revision, const QList<SortKey> &sort)
{
    const auto bySort = [&] { return std::ranges::find(orders, sort, &AnyOrder::sort); };
    m_changed.wait_for(lock, patience, [&] {
        const auto order = bySort();
        return order == orders.end() || order->revision >= revision;
    });
    const auto order = bySort();
    if (order == orders.end())
        return {Standing::Unknown, nullptr};
    if (order->revision > revision)
        return {Standing::Passed, nullptr};
    if (order->revision < revision) {
        orders.erase(order); // the word never came
        return {Standing::Unknown, nullptr};
    }
    orders.splice(orders.begin(), orders, order);
    return {Standing::Known, &orders.front()};
}

std::pair<RankIndex::Standing, RankIndex::Order *> RankIndex::orderAt(
    Lock &lock, qint64 revision, const QList<SortKey> &sort)
{
    return find(lock, m_orders.ranked, revision, sort);
}

std::pair<RankIndex::Standing, RankIndex::AmountOrder *> RankIndex::amountsAt(
    Lock &lock, qint64 revision, const QList<SortKey> &sort)
{
    return find(lock, m_orders.byAmount, revision, readAs(sort));
}

Result<RankIndex::Standing> RankIndex::putInOrder(Lock &lock, Database &database, qint64 revision,
    const QList<SortKey> &sort,
    const std::function<std::optional<RankedList::Bucket>(const RankedList &)> &next)
{
    for (int i = 0; i < maxBuckets; ++i) {
        const auto [standing, order] = orderAt(lock, revision, sort);
        if (standing != Standing::Known)
            return standing;
        const std::optional<RankedList::Bucket> bucket = next(order->list);
        if (!bucket)
            return Standing::Known;
        lock.unlock();
        const auto records = sorted(database, sort, bucket->ids);
        lock.lock();
        if (!records)
            return records.error();
        const auto still = std::ranges::find(m_orders.ranked, sort, &Order::sort);
        if (still != m_orders.ranked.end())
            still->list.setSorted(*bucket, *records);
    }
    return Standing::Unknown;
}

Result<std::vector<RankedList::Keyed>> RankIndex::sorted(
    Database &database, const QList<SortKey> &sort, const std::vector<EmployeeId> &ids) const
{
    std::vector<RankedList::Keyed> records;
    for (const EmployeeId id : ids) {
        Result<QByteArray> key = OrderReader(database, sort).keyOf(id);
        if (!key)
            return key.error();
        records.push_back({*std::move(key), id});
    }
    std::ranges::sort(records, {}, &RankedList::Keyed::key);
    return records;
}

Result<RankIndex::Ids> RankIndex::idsAt(
    Database &database, qint64 revision, const QList<SortKey> &sort, qint64 offset, qint64 limit)
{
    Lock lock(m_mutex);
    if (isUnindexed(sort)) {
        const auto [standing, order] = amountsAt(lock, revision, sort);
        if (standing != Standing::Known)
            return Ids{standing, {}};
        return Ids{standing, order->list.ids(sort.first().isDescending, offset, limit)};
    }
    const Result<Standing> standing = putInOrder(lock, database, revision, sort,
        [&](const RankedList &list) { return list.unsortedAt(offset, limit); });
    if (!standing)
        return standing.error();
    if (*standing != Standing::Known)
        return Ids{*standing, {}};
    return Ids{Standing::Known, m_orders.ranked.front().list.ids(offset, limit)};
}

RankIndex::Ids RankIndex::idsAtHand(
    qint64 revision, const QList<SortKey> &sort, const PageRequest &page, qint64 limit)
{
    const std::optional<RankedList::Keyed> after = keyedPlace(page, sort);
    const Lock lock(m_mutex);
    const auto order = std::ranges::find(m_orders.ranked, sort, &Order::sort);
    if (order == m_orders.ranked.end() || order->revision != revision)
        return {};
    RankedList::Walk walk = order->list.walk(nullptr, after, page.offset, limit);
    if (walk.unsorted || walk.isLost)
        return {};
    return {Standing::Known, std::move(walk.ids)};
}

Result<RankIndex::Ids> RankIndex::idsAmong(Database &database, qint64 revision,
    const QList<SortKey> &sort, const EmployeeSet &wanted, const PageRequest &page, qint64 limit)
{
    Lock lock(m_mutex);
    if (isUnindexed(sort)) {
        const auto [standing, order] = amountsAt(lock, revision, sort);
        if (standing != Standing::Known)
            return Ids{standing, {}};
        const bool isDescending = sort.first().isDescending;
        const qint64 rank
            = page.after ? order->list.rankOf(entryBehind(*page.after), isDescending) : 0;
        return Ids{standing, order->list.idsAmong(wanted, isDescending, rank, page.offset, limit)};
    }
    const std::optional<RankedList::Keyed> after = keyedPlace(page, sort);
    RankedList::Walk walk;
    const Result<Standing> standing
        = putInOrder(lock, database, revision, sort, [&](const RankedList &list) {
              walk = list.walk(&wanted, after, page.offset, limit);
              return walk.unsorted;
          });
    if (!standing)
        return standing.error();
    // A record that has moved or gone since its page was read still has its place in the database.
    if (*standing != Standing::Known || walk.isLost)
        return Ids{*standing == Standing::Known ? Standing::Unknown : *standing, {}};
    return Ids{Standing::Known, std::move(walk.ids)};
}

Result<RankIndex::Rank> RankIndex::rankOf(
    Database &database, qint64 revision, const QList<SortKey> &sort, const PageAnchor &place)
{
    if (isUnindexed(sort))
        return rankBefore(revision, sort, place);
    const QByteArray key = orderKey(place, sort);
    Lock lock(m_mutex);
    const Result<Standing> standing = putInOrder(lock, database, revision, sort,
        [&](const RankedList &list) { return list.unsortedAround(key); });
    if (!standing)
        return standing.error();
    if (*standing != Standing::Known)
        return Rank{*standing, 0};
    const std::optional<qint64> rank = m_orders.ranked.front().list.rankOf(key, place.id);
    if (!rank)
        return Rank{};
    return Rank{Standing::Known, *rank};
}

RankIndex::Rank RankIndex::rankBefore(
    qint64 revision, const QList<SortKey> &sort, const PageAnchor &place)
{
    Lock lock(m_mutex);
    const auto [standing, order] = amountsAt(lock, revision, sort);
    if (standing != Standing::Known)
        return {standing, 0};
    return {Standing::Known, order->list.rankOf(entryOf(place), sort.first().isDescending)};
}

} // namespace roster::server
