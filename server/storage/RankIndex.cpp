#include "server/storage/RankIndex.h"

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

} // namespace

RankIndex::RankIndex(DatabaseProfile profile, const FieldSealer &sealer)
    : m_profile{std::move(profile.path), true, readerCacheMiB}
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
    const auto known = std::ranges::find(m_orders, sort, &Order::sort);
    if (known != m_orders.end()) {
        m_orders.splice(m_orders.begin(), m_orders, known);
        return;
    }
    const auto wanted = std::ranges::find(m_wanted, sort);
    if (wanted == m_wanted.begin() && wanted != m_wanted.end())
        return; // is being read
    if (wanted != m_wanted.end()) {
        if (need == Need::Now)
            std::rotate(std::next(m_wanted.begin()), wanted, std::next(wanted));
        return;
    }
    if (m_wanted.size() >= maxOrders)
        return;
    const auto rest = std::ranges::find(m_resting, sort, &Rest::sort);
    if (rest != m_resting.end() && std::chrono::steady_clock::now() < rest->end)
        return;
    // The first is being read.
    m_wanted.insert(
        need == Need::Now && !m_wanted.empty() ? std::next(m_wanted.begin()) : m_wanted.end(),
        sort);
    m_isWanted.notify_all();
}

void RankIndex::prepareUnindexed()
{
    for (const FieldDescription &row : editableFields()) {
        if (!EmployeeRow::isIndexed(row.field))
            prepare({{row.field}});
    }
}

void RankIndex::settle()
{
    Lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_wanted.empty() || m_isStopping; });
}

void RankIndex::apply(const std::vector<ChangeNotice> &changes)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_orders.remove_if([&](Order &order) {
            return !std::ranges::all_of(
                changes, [&](const ChangeNotice &change) { return apply(*change, order); });
        });
        // More than fit are noticed as a gap when the order that is being read is brought up to
        // date.
        if (m_isReading && m_since.size() < maxSince)
            m_since.insert(m_since.end(), changes.begin(), changes.end());
    }
    m_changed.notify_all();
}

/// False when the order is of no further use.
bool RankIndex::apply(const WriteResult &change, Order &order) const
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
    if (isSame)
        return true; // without making keys, for most changes touch no order at all
    const QByteArray before = wasLive ? keyOf(*change.before, order.sort) : QByteArray();
    const QByteArray after = isLive ? keyOf(written, order.sort) : QByteArray();
    if (before == after)
        return true;
    if (wasLive && !order.list.remove(before, change.before->id))
        return false;
    return !isLive || order.list.insert(after, written.id);
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
        m_isWanted.wait(lock, [this] { return m_isStopping || !m_wanted.empty(); });
        if (m_isStopping)
            return;
        const QList<SortKey> sort = m_wanted.front();
        m_since.clear();
        m_isReading = true;
        lock.unlock();
        const auto begin = std::chrono::steady_clock::now();
        Result<std::vector<Order>> orders = read(sort);
        const auto end = std::chrono::steady_clock::now();
        qCDebug(storageLog).noquote()
            << "order by" << (sort.isEmpty() ? u"id"_s : sortColumns(sort).mid(2)) << "read in"
            << std::chrono::duration_cast<std::chrono::milliseconds>(end - begin).count() << "ms";
        lock.lock();
        m_wanted.pop_front();
        std::erase_if(m_resting, [&](const Rest &rest) { return rest.end < end; });
        const int rest = isUnindexed(sort) ? restFactorUnindexed : restFactor;
        m_resting.push_back({sort, end + rest * (end - begin)});
        if (orders) {
            for (Order &order : *orders) {
                std::erase(m_wanted, order.sort);
                install(std::move(order));
            }
        }
        m_isReading = false;
        m_since = {};
        m_changed.notify_all();
    }
}

Result<std::vector<RankIndex::Order>> RankIndex::read(const QList<SortKey> &sort)
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
    const OrderReader reader(**database, sort);
    std::vector<Order> orders;
    if (sort.size() == 1 && sort.first().field != Field::Id) {
        // Who sorts by a column will soon turn its order round.
        Result<std::pair<RankedList, RankedList>> both = reader.readBothWays();
        if (!both)
            return both.error();
        const SortKey opposite{sort.first().field, !sort.first().isDescending};
        orders.push_back({{opposite}, std::move(both->second), *revision});
        orders.push_back({sort, std::move(both->first), *revision});
        return orders;
    }
    Result<RankedList> list = reader.read();
    if (!list)
        return list.error();
    orders.push_back({sort, *std::move(list), *revision});
    return orders;
}

void RankIndex::install(Order order)
{
    const bool isUpToDate = std::ranges::all_of(
        m_since, [&](const ChangeNotice &change) { return apply(*change, order); });
    const bool isKnown = std::ranges::find(m_orders, order.sort, &Order::sort) != m_orders.end();
    if (!isUpToDate || isKnown)
        return;
    m_orders.push_front(std::move(order));
    makeRoom();
}

void RankIndex::makeRoom()
{
    const auto ids = [this] {
        return std::accumulate(m_orders.begin(), m_orders.end(), qint64{0},
            [](qint64 sum, const Order &order) { return sum + order.list.size(); });
    };
    while (m_orders.size() > 1 && (m_orders.size() > maxOrders || ids() > maxIds))
        m_orders.pop_back();
}

} // namespace roster::server
