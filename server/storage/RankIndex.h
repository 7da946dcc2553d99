#pragma once

#include "common/base/Result.h"
#include "server/storage/AmountList.h"
#include "server/storage/Database.h"
#include "server/storage/EmployeeQuery.h"
#include "server/storage/EmployeeRow.h"
#include "server/storage/EmployeeWriter.h"
#include "server/storage/RankedList.h"
#include "server/storage/ReadBudget.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <thread>

namespace roster::server {

/// Which employee stands at which rank of a sorted list, without walking to it: the order of all
/// live records, by the sorts that were asked for lately, in memory. A thread of its own reads an
/// order from the database when it is first wanted; from then on the writer tells every commit. The
/// order by a field that no index serves is an AmountList, both ways in one.
///
/// An answer is exact for the revision it is asked for, or there is none. May be used from any
/// thread; owned by ServerApp.
class RankIndex
{
public:
    /// Ids in all orders together; beyond them the order that was not used for longest goes. 8
    /// bytes each.
    static constexpr qint64 mostIds = 24'000'000;
    static constexpr std::size_t maxOrders = 24; ///< by each field, both ways

    /// @p profile: of the employee database, which is only read.
    RankIndex(DatabaseProfile profile, const FieldSealer &sealer, qint64 maxIds = mostIds);
    ~RankIndex();
    RankIndex(const RankIndex &) = delete;
    RankIndex &operator=(const RankIndex &) = delete;

    enum class Need {
        Soon, ///< in its turn
        Now, ///< somebody is paying for its lack: before those that are wanted soon
    };
    /// Has the order by @p sort read if it is not known, and returns at once.
    void prepare(const QList<SortKey> &sort, Need need = Need::Soon);
    /// The same for the orders by each field that no index serves.
    void prepareUnindexed();
    /// The same for these and then, if there are at least @p longList records, for every order by
    /// one field, as far as there is room: so that nobody waits for the first pages after a start.
    void prepareAhead(qint64 longList = 10'000);
    /// All changes of a commit, in their order; before anybody is told of them.
    void apply(const std::vector<ChangeNotice> &changes);
    /// Waits until no order is to be read.
    void settle();
    /// Calls @p then, once: when the order by @p sort has been read, with or without success; at
    /// once if that is not under way, or too many wait. On some thread; it must not ask for
    /// anything here. How long reading takes is open.
    void whenRead(const QList<SortKey> &sort, std::function<void()> then);
    /// Those who wait are not called any more: before they are gone.
    void dismissWaiting();

    enum class Standing {
        Known,
        Unknown, ///< the order has to be walked
        Passed, ///< the database has changed since @p revision; begin anew
    };
    struct Ids
    {
        Standing standing = Standing::Unknown;
        QList<EmployeeId> ids;
    };
    /// The records at the ranks from @p offset on, as the open transaction of @p database at
    /// @p revision has them. Errors: StorageUnavailable, TryLater.
    [[nodiscard]] Result<Ids> idsAt(Database &database, qint64 revision, const QList<SortKey> &sort,
        qint64 offset, qint64 limit);
    /// The records of a page of all, if they are known without waiting or sorting.
    [[nodiscard]] Ids idsAtHand(
        qint64 revision, const QList<SortKey> &sort, const PageRequest &page, qint64 limit);
    /// Of the records in @p wanted alone those at the ranks from @p offset on, behind @p after if
    /// there is one.
    [[nodiscard]] Result<Ids> idsAmong(Database &database, qint64 revision,
        const QList<SortKey> &sort, const EmployeeSet &wanted, const PageRequest &page,
        qint64 limit);
    /// Whether the order by @p sort is in memory.
    [[nodiscard]] bool knows(const QList<SortKey> &sort);
    struct Rank
    {
        Standing standing = Standing::Unknown;
        qint64 rank = 0;
    };
    /// The rank of the record at @p place.
    [[nodiscard]] Result<Rank> rankOf(
        Database &database, qint64 revision, const QList<SortKey> &sort, const PageAnchor &place);
    /// How many records come before @p place, at which there need not be one. Only by a field that
    /// no index serves.
    [[nodiscard]] Rank rankBefore(
        qint64 revision, const QList<SortKey> &sort, const PageAnchor &place);

private:
    struct Order
    {
        QList<SortKey> sort;
        RankedList list;
        qint64 revision = 0;
    };
    /// By a field that no index serves, both ways.
    struct AmountOrder
    {
        QList<SortKey> sort; ///< ascending
        AmountList list;
        qint64 revision = 0;
    };
    struct Rest
    {
        QList<SortKey> sort;
        std::chrono::steady_clock::time_point end;
    };
    struct Waiting
    {
        QList<SortKey> sort; ///< as it is read
        std::function<void()> then;
    };
    using Lock = std::unique_lock<std::mutex>;

    /// The sort of the order that serves @p sort: one serves both ways where no index does.
    [[nodiscard]] static QList<SortKey> readAs(const QList<SortKey> &sort);
    /// The one of @p orders by @p sort as of @p revision, or why it cannot be had.
    template <typename AnyOrder>
    [[nodiscard]] std::pair<Standing, AnyOrder *> find(
        Lock &lock, std::list<AnyOrder> &orders, qint64 revision, const QList<SortKey> &sort);
    [[nodiscard]] std::pair<Standing, Order *> orderAt(
        Lock &lock, qint64 revision, const QList<SortKey> &sort);
    [[nodiscard]] std::pair<Standing, AmountOrder *> amountsAt(
        Lock &lock, qint64 revision, const QList<SortKey> &sort);
    /// Sorts what @p next finds out of order, and then what else it finds.
    [[nodiscard]] Result<Standing> putInOrder(Lock &lock, Database &database, qint64 revision,
        const QList<SortKey> &sort,
        const std::function<std::optional<RankedList::Bucket>(const RankedList &)> &next);
    [[nodiscard]] Result<std::vector<RankedList::Keyed>> sorted(
        Database &database, const QList<SortKey> &sort, const std::vector<EmployeeId> &ids) const;
    template <typename AnyOrder>
    [[nodiscard]] bool apply(const WriteResult &change, AnyOrder &order);
    [[nodiscard]] bool move(const Employee *before, const Employee *after, Order &order) const;
    [[nodiscard]] bool move(
        const Employee *before, const Employee *after, AmountOrder &order) const;
    [[nodiscard]] QByteArray keyOf(const Employee &employee, const QList<SortKey> &sort) const;

    void run();
    struct Orders
    {
        std::list<Order> ranked;
        std::list<AmountOrder> byAmount;
    };
    using Sorts = std::vector<QList<SortKey>>;
    /// What is wanted first, and all else that is best read with it.
    [[nodiscard]] Sorts nextSorts() const;
    /// Sometimes one more than was asked for.
    [[nodiscard]] Result<Orders> read(const Sorts &sorts);
    [[nodiscard]] static Result<Orders> readUnindexed(
        Database &database, const Sorts &sorts, qint64 revision);
    template <typename AnyOrder>
    void install(std::list<AnyOrder> &orders, std::list<AnyOrder> read);
    /// @p sort: as it is read.
    void want(const QList<SortKey> &sort, Need need);
    [[nodiscard]] std::deque<QList<SortKey>>::iterator placeForNow();
    [[nodiscard]] bool isWanted(const QList<SortKey> &sort) const;
    [[nodiscard]] bool takeAhead();
    void callWaiting();
    [[nodiscard]] qint64 idCount() const;
    void makeRoom();

    const DatabaseProfile m_profile;
    const qint64 m_maxIds; ///< in all orders together
    const EmployeeRow m_row;
    ReadBudget m_budget; ///< only ever cancelled

    std::mutex m_mutex;
    std::condition_variable m_changed; ///< for those who ask
    std::condition_variable m_isWanted; ///< for the thread, which must not wake at each commit
    Orders m_orders; ///< the ranked one used last comes first
    std::deque<QList<SortKey>> m_wanted; ///< the first is being read
    /// Nobody has asked for them: one at a time when nothing is wanted.
    std::deque<QList<SortKey>> m_ahead;
    qint64 m_aheadFrom = 0; ///< records that make them worth while
    std::vector<Rest> m_resting; ///< orders that are not read again so soon
    std::vector<ChangeNotice> m_since; ///< what was committed while an order is being read
    std::vector<Waiting> m_waiting;
    bool m_isDismissed = false; ///< nobody may wait any more
    bool m_isReading = false;
    bool m_isStopping = false;
    std::thread m_thread;
};

} // namespace roster::server
