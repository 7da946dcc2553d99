#include "server/storage/RankIndex.h"

#include "server/storage/Amount.h"
#include "server/storage/ChangeStore.h"
#include "server/storage/EmployeeSql.h"
#include "server/storage/OrderKey.h"
#include "server/storage/OrderReader.h"
#include "server/storage/Query.h"
#include "server/storage/ReadTransaction.h"

#include <sys/resource.h>

#include <algorithm>
#include <numeric>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;
/// Whoever comes then does without the order.
constexpr std::size_t maxWaiting = 4096;
/// So many changes while an order is being read, and it is not worth bringing up to date.
constexpr std::size_t maxSince = 20'000;
/// An order that does not last is read for no more than this part of the time: more of it where
/// each page is dear without the order.
constexpr int restFactor = 10;
constexpr int restFactorUnindexed = 1;
constexpr int readerCacheMiB = 8;
/// Others come first, but not by much: while an order is not there, each page far down a list costs
/// a tenth of what reading the order does.
constexpr int readerNice = 3;

template <typename AnyOrder>
bool isKnown(const std::list<AnyOrder> &orders, const QList<SortKey> &sort)
{
    return std::ranges::find(orders, sort, &AnyOrder::sort) != orders.end();
}

} // namespace

RankIndex::RankIndex(DatabaseProfile profile, const FieldSealer &sealer, qint64 maxIds)
    : m_profile{std::move(profile.path), true, readerCacheMiB}
    , m_maxIds(maxIds)
    , m_row(sealer)
    , m_thread([this] { run(); })
{
}

RankIndex::~RankIndex()
{
    m_budget.cancel();
    {
        const std::scoped_lock lock(m_mutex);
        m_isStopping = true;
    }
    m_isWanted.notify_all();
    m_changed.notify_all();
    m_thread.join();
}

void RankIndex::prepare(const QList<SortKey> &sort, Need need)
{
    const std::scoped_lock lock(m_mutex);
    want(readAs(sort), need);
}

void RankIndex::want(const QList<SortKey> &sort, Need need)
{
    if (isKnown(m_orders.byAmount, sort))
        return;
    const auto known = std::ranges::find(m_orders.ranked, sort, &Order::sort);
    if (known != m_orders.ranked.end()) {
        m_orders.ranked.splice(m_orders.ranked.begin(), m_orders.ranked, known);
        return;
    }
    const auto wanted = std::ranges::find(m_wanted, sort);
    if (wanted == m_wanted.begin() && wanted != m_wanted.end())
        return; // is being read
    if (wanted != m_wanted.end()) {
        const auto place = placeForNow();
        if (need == Need::Now && place < wanted)
            std::rotate(place, wanted, std::next(wanted));
        return;
    }
    if (m_wanted.size() >= maxOrders)
        return;
    const auto rest = std::ranges::find(m_resting, sort, &Rest::sort);
    if (rest != m_resting.end() && std::chrono::steady_clock::now() < rest->end)
        return;
    m_wanted.insert(need == Need::Now ? placeForNow() : m_wanted.end(), sort);
    m_isWanted.notify_all();
}

/// Behind the one that is being read, which is the first, and those that somebody waits for.
std::deque<QList<SortKey>>::iterator RankIndex::placeForNow()
{
    auto place = m_wanted.begin();
    for (auto each = m_wanted.begin(); each != m_wanted.end(); ++each) {
        if (each == m_wanted.begin()
            || std::ranges::find(m_waiting, *each, &Waiting::sort) != m_waiting.end())
            place = std::next(each);
    }
    return place;
}

bool RankIndex::isWanted(const QList<SortKey> &sort) const
{
    return std::ranges::find(m_wanted, sort) != m_wanted.end();
}

QList<SortKey> RankIndex::readAs(const QList<SortKey> &sort)
{
    return isUnindexed(sort) ? QList<SortKey>{{sort.first().field, false}} : sort;
}

/// All at once, or the thread would begin with the first and then read all records again.
void RankIndex::prepareUnindexed()
{
    const std::scoped_lock lock(m_mutex);
    for (const FieldDescription &row : editableFields()) {
        if (!EmployeeRow::isIndexed(row.field))
            want({{row.field}}, Need::Soon);
    }
}

void RankIndex::prepareAhead(qint64 longList)
{
    prepareUnindexed();
    {
        const std::scoped_lock lock(m_mutex);
        m_aheadFrom = longList;
        m_ahead = {{}, {{Field::Id, true}}};
        for (const FieldDescription &row : editableFields()) {
            if (row.type != FieldType::Ssn && EmployeeRow::isIndexed(row.field))
                m_ahead.push_back({{row.field, false}});
        }
    }
    m_isWanted.notify_all();
}

/// Whether something is wanted now.
bool RankIndex::takeAhead()
{
    // The order by an amount, which comes first, knows how many there are.
    const qint64 records = m_orders.byAmount.empty() ? 0 : m_orders.byAmount.front().list.size();
    constexpr qint64 bothWays = 2;
    if (records < m_aheadFrom || idCount() + bothWays * records > m_maxIds)
        m_ahead.clear();
    while (!m_ahead.empty() && m_wanted.empty()) {
        if (!isKnown(m_orders.ranked, m_ahead.front()))
            m_wanted.push_back(m_ahead.front());
        m_ahead.pop_front();
    }
    if (m_wanted.empty())
        m_changed.notify_all();
    return !m_wanted.empty();
}

bool RankIndex::knows(const QList<SortKey> &sort)
{
    const std::scoped_lock lock(m_mutex);
    return isKnown(m_orders.ranked, sort) || isKnown(m_orders.byAmount, readAs(sort));
}

void RankIndex::settle()
{
    Lock lock(m_mutex);
    m_changed.wait(lock, [this] { return (m_wanted.empty() && m_ahead.empty()) || m_isStopping; });
}

void RankIndex::whenRead(const QList<SortKey> &sort, std::function<void()> then)
{
    const QList<SortKey> awaited = readAs(sort);
    const std::scoped_lock lock(m_mutex);
    if (m_isDismissed || m_waiting.size() >= maxWaiting || !isWanted(awaited))
        return then();
    m_waiting.push_back({awaited, std::move(then)});
}

/// Under the lock, so that nobody is called once dismissWaiting() has returned.
void RankIndex::callWaiting()
{
    std::erase_if(m_waiting, [this](const Waiting &waiting) {
        const bool isDue = !isWanted(waiting.sort);
        if (isDue)
            waiting.then();
        return isDue;
    });
}

void RankIndex::dismissWaiting()
{
    const std::scoped_lock lock(m_mutex);
    m_isDismissed = true;
    m_waiting.clear();
}

void RankIndex::apply(const std::vector<ChangeNotice> &changes)
{
    {
        const std::scoped_lock lock(m_mutex);
        const auto isLost = [&](auto &order) {
            return !std::ranges::all_of(
                changes, [&](const ChangeNotice &change) { return apply(*change, order); });
        };
        m_orders.ranked.remove_if(isLost);
        m_orders.byAmount.remove_if(isLost);
        // More than fit are noticed as a gap when the order that is being read is brought up to
        // date.
        if (m_isReading && m_since.size() < maxSince)
            m_since.insert(m_since.end(), changes.begin(), changes.end());
    }
    m_changed.notify_all();
}

/// False when the order is of no further use.
template <typename AnyOrder> bool RankIndex::apply(const WriteResult &change, AnyOrder &order)
{
    const qint64 revision = *change.revision;
    const Employee &written = change.outcome.employee;
    if (revision <= order.revision)
        return true;
    if (revision != order.revision + 1)
        return false; // a commit whose outcome the writer could not tell
    order.revision = revision;
    const bool wasLive = change.before && !change.before->deletedAt;
    const bool isLive = !written.deletedAt;
    const bool isSame
        = wasLive && isLive && std::ranges::all_of(order.sort, [&](const SortKey &key) {
              return change.before->value(key.field) == written.value(key.field);
          });
    // Most changes touch no order at all.
    return isSame || move(wasLive ? &*change.before : nullptr, isLive ? &written : nullptr, order);
}

bool RankIndex::move(const Employee *before, const Employee *after, Order &order) const
{
    const QByteArray from = before ? keyOf(*before, order.sort) : QByteArray();
    const QByteArray to = after ? keyOf(*after, order.sort) : QByteArray();
    if (from == to)
        return true;
    if (before && !order.list.remove(from, before->id))
        return false;
    return !after || order.list.insert(to, after->id);
}

bool RankIndex::move(const Employee *before, const Employee *after, AmountOrder &order) const
{
    const Field field = order.sort.first().field;
    const auto entryOf = [field](const Employee &employee) {
        return AmountList::Entry{amountOf(employee.value(field)), employee.id};
    };
    if (before && !order.list.remove(entryOf(*before)))
        return false;
    if (after)
        order.list.insert(entryOf(*after));
    return true;
}

QByteArray RankIndex::keyOf(const Employee &employee, const QList<SortKey> &sort) const
{
    return orderKey({comparedKeys(employee, sort, m_row), employee.id}, sort);
}

void RankIndex::run()
{
    // Only this thread, on Linux.
    setpriority(PRIO_PROCESS, 0, readerNice);
    Lock lock(m_mutex);
    for (;;) {
        m_isWanted.wait(lock, [this] { return m_isStopping || !m_wanted.empty() || takeAhead(); });
        if (m_isStopping)
            return;
        const Sorts sorts = nextSorts();
        m_since.clear();
        m_isReading = true;
        lock.unlock();
        const auto begin = std::chrono::steady_clock::now();
        Result<Orders> orders = read(sorts);
        const auto end = std::chrono::steady_clock::now();
        lock.lock();
        std::erase_if(m_resting, [&](const Rest &rest) { return rest.end < end; });
        for (const QList<SortKey> &sort : sorts) {
            qCDebug(storageLog).noquote()
                << "order by" << (sort.isEmpty() ? u"id"_s : sortColumns(sort).mid(2)) << "read in"
                << std::chrono::duration_cast<std::chrono::milliseconds>(end - begin).count()
                << "ms";
            std::erase(m_wanted, sort);
            const int rest = isUnindexed(sort) ? restFactorUnindexed : restFactor;
            m_resting.push_back({sort, end + rest * (end - begin)});
        }
        if (orders) {
            install(m_orders.ranked, std::move(orders->ranked));
            install(m_orders.byAmount, std::move(orders->byAmount));
            makeRoom();
        }
        m_isReading = false;
        m_since = {};
        callWaiting();
        m_changed.notify_all();
    }
}

/// Where each record has to be looked at, it is looked at once.
RankIndex::Sorts RankIndex::nextSorts() const
{
    if (!isUnindexed(m_wanted.front()))
        return {m_wanted.front()};
    Sorts sorts;
    std::ranges::copy_if(m_wanted, std::back_inserter(sorts), isUnindexed);
    return sorts;
}

Result<RankIndex::Orders> RankIndex::readUnindexed(
    Database &database, const Sorts &sorts, qint64 revision)
{
    QList<Field> fields;
    for (const QList<SortKey> &sort : sorts)
        fields.append(sort.first().field);
    const auto amounts = OrderReader::readAmounts(database, fields);
    if (!amounts)
        return amounts.error();
    Orders orders;
    for (std::size_t i = 0; i < sorts.size(); ++i)
        orders.byAmount.push_back({sorts[i], AmountList((*amounts)[i]), revision});
    return orders;
}

Result<RankIndex::Orders> RankIndex::read(const Sorts &sorts)
{
    const Result<std::unique_ptr<Database>> database = Database::open(m_profile);
    if (!database)
        return database.error();
    (*database)->keepWithin(m_budget);
    const ReadTransaction transaction(**database);
    if (!transaction.begun())
        return transaction.begun().error();
    const Result<qint64> revision = ChangeStore::revision(**database);
    if (!revision)
        return revision.error();
    const QList<SortKey> &sort = sorts.front();
    if (isUnindexed(sort))
        return readUnindexed(**database, sorts, *revision);
    const OrderReader reader(**database, sort);
    Orders orders;
    if (sort.size() == 1 && sort.first().field != Field::Id) {
        // Who sorts by a column will soon turn its order round.
        Result<std::pair<RankedList, RankedList>> both = reader.readBothWays();
        if (!both)
            return both.error();
        const SortKey opposite{sort.first().field, !sort.first().isDescending};
        orders.ranked.push_back({{opposite}, std::move(both->second), *revision});
        orders.ranked.push_back({sort, std::move(both->first), *revision});
        return orders;
    }
    Result<RankedList> list = reader.read();
    if (!list)
        return list.error();
    orders.ranked.push_back({sort, *std::move(list), *revision});
    return orders;
}

template <typename AnyOrder>
void RankIndex::install(std::list<AnyOrder> &orders, std::list<AnyOrder> read)
{
    for (AnyOrder &order : read) {
        std::erase(m_wanted, order.sort);
        const bool isUpToDate = std::ranges::all_of(
            m_since, [&](const ChangeNotice &change) { return apply(*change, order); });
        if (isUpToDate && !isKnown(orders, order.sort))
            orders.push_front(std::move(order));
    }
}

qint64 RankIndex::idCount() const
{
    return std::accumulate(m_orders.ranked.begin(), m_orders.ranked.end(), qint64{0},
        [](qint64 sum, const Order &order) { return sum + order.list.size(); });
}

void RankIndex::makeRoom()
{
    while (
        m_orders.ranked.size() > 1 && (m_orders.ranked.size() > maxOrders || idCount() > m_maxIds))
        m_orders.ranked.pop_back();
}

} // namespace roster::server
