#pragma once

#include "common/base/Result.h"
#include "server/storage/EmployeeQuery.h"
#include "server/storage/EmployeeSql.h"
#include "server/storage/EmployeeStore.h"
#include "server/storage/RankIndex.h"
#include "server/storage/WordSearch.h"

namespace roster::server {

class Database;
class EmployeeRowText;
class ReadTransaction;

/// Filters, sorts and pages employees in SQL, so that a page costs no more than its rows wherever
/// an index serves its order. Keeps nothing but the hits of the last searches, so there is one for
/// each connection; reads of one call see one state of the database.
///
/// A page is read in two steps: first ids and sort keys, which the index alone gives, then the
/// records.
class EmployeeListStore
{
public:
    /// @p ranks, if there is one, knows the orders of long lists; it outlives this.
    /// @p maxFetchedHits: up to so many hits of a text search are fetched and sorted; with more it
    /// is quicker to walk the order and look for hits; the same goes for a range of salaries or
    /// dates.
    /// @p farOffset: from this rank on the places of an unfiltered list are found by ranks or,
    /// until those are known, by its keys or from its end instead of walking to them.
    explicit EmployeeListStore(const FieldSealer &sealer, RankIndex *ranks = nullptr,
        qint64 maxFetchedHits = 20'000, qint64 farOffset = 10'000);

    /// Errors: StorageUnavailable, InternalError.
    [[nodiscard]] Result<EmployeePage> list(
        Database &database, const EmployeeQuery &query, const PageRequest &page) const;
    /// The same, but the records are appended to @p json, one after the other with commas between,
    /// and are not in what is returned.
    [[nodiscard]] Result<EmployeePage> write(Database &database, const EmployeeQuery &query,
        const PageRequest &page, EmployeeRowText &text, QByteArray &json) const;
    struct AwaitedOrder
    {
        QList<SortKey> sort; ///< for RankIndex::whenRead()
        bool isNeeded = false; ///< to sort as many records takes longer than a read should
    };
    /// The order that a page of @p query had better wait for: it is not in memory yet, and without
    /// it the database would sort all records of a long list.
    [[nodiscard]] std::optional<AwaitedOrder> orderToAwait(
        Database &database, const EmployeeQuery &query) const;
    /// The record's rank in the list, from 0; nothing when it is not in it.
    [[nodiscard]] Result<std::optional<qint64>> locate(
        Database &database, EmployeeId id, const EmployeeQuery &query) const;

private:
    struct Place
    {
        EmployeeId id;
        QVariantList keys;
    };
    using Places = QList<Place>;

    /// How the words are looked up.
    enum class WordPlan { None, FetchHits, WalkOrder };
    /// Ranks, the second one behind the last.
    struct RankRange
    {
        qint64 begin = 0;
        qint64 end = 0;
    };
    /// Of those that meet a condition, in an order in memory.
    struct RankRanges
    {
        RankIndex::Standing standing = RankIndex::Standing::Unknown;
        QList<SortKey> order{};
        QList<RankRange> ranges{};
        qint64 total = 0;
    };
    /// A query with the sort keys that matter and the way it is gone about.
    struct Plan
    {
        EmployeeQuery query;
        WordPlan words = WordPlan::None;
        WordSearch::Hits hits = nullptr; ///< of the words, if there are any
        // What an order in memory tells of a condition that no index serves:
        std::optional<QString> listed{}; ///< a dialect::idList() with all that meet it
        std::optional<RankRange> ranks{}; ///< where all are that are wanted, in the wanted order
        std::optional<qint64> total{}; ///< how many meet it, if it is the only one
    };

    /// Takes the records of a page, while the state of the database stands.
    using RowsReader
        = std::function<Outcome(const QList<EmployeeId> &ids, const ReadTransaction &transaction)>;

    [[nodiscard]] Result<EmployeePage> read(Database &database, const EmployeeQuery &query,
        const PageRequest &page, const RowsReader &readRows) const;
    [[nodiscard]] Result<Plan> plan(
        Database &database, const EmployeeQuery &query, qint64 revision) const;
    [[nodiscard]] Result<RankIndex::Standing> planRanges(
        Database &database, Plan &plan, qint64 revision) const;
    [[nodiscard]] Result<RankIndex::Standing> planConditions(
        Database &database, Plan &plan, qint64 revision) const;
    [[nodiscard]] RankRanges ranksOf(
        const Plan &plan, const FieldCondition &condition, qint64 revision) const;
    [[nodiscard]] static bool isWhole(const Plan &plan);
    [[nodiscard]] Result<RankIndex::Ids> rankedIds(
        Database &database, const Plan &plan, const PageRequest &page, qint64 revision) const;
    [[nodiscard]] Result<RankIndex::Ids> idsOfRanks(
        Database &database, const Plan &plan, const PageRequest &page, qint64 revision) const;
    [[nodiscard]] static Result<bool> isWhereItWas(
        Database &database, const QList<SortKey> &sort, const std::optional<PageAnchor> &anchor);
    [[nodiscard]] Result<RankIndex::Ids> idsOfHits(
        Database &database, const Plan &plan, const PageRequest &page, qint64 revision) const;
    [[nodiscard]] static Result<RankIndex::Ids> hitsById(
        Database &database, const Plan &plan, const PageRequest &page, qint64 limit);
    [[nodiscard]] static Result<RankIndex::Ids> selectedHits(
        Database &database, const EmployeeQuery &query, const PageRequest &page, qint64 limit);
    [[nodiscard]] Result<EmployeePage> pageOf(Database &database, const Plan &plan,
        const PageRequest &page, qint64 revision, const QList<EmployeeId> &ids) const;
    [[nodiscard]] Result<Places> places(
        Database &database, const Plan &plan, const PageRequest &page, int limit) const;
    [[nodiscard]] Result<Places> placesFarDown(
        Database &database, const Plan &plan, qint64 offset, int limit) const;
    [[nodiscard]] Result<Places> placesFromTheEnd(
        Database &database, const Plan &plan, qint64 offset, int limit) const;
    [[nodiscard]] Result<std::optional<QVariant>> keyAt(Database &database, const Plan &plan,
        const SqlFragment &ties, const SortKey &key, qint64 rank) const;
    [[nodiscard]] Result<Places> inOrder(Database &database, const Plan &plan,
        const QList<PageSegment> &segments, qint64 offset, qsizetype limit) const;
    [[nodiscard]] Result<Places> segment(Database &database, const Plan &plan,
        const PageSegment &segment, qint64 offset, qsizetype limit) const;
    [[nodiscard]] Result<Places> descendingSegment(
        Database &database, const Plan &plan, const PageSegment &segment, qsizetype limit) const;
    [[nodiscard]] Result<Places> select(Database &database, const Plan &plan,
        const SqlFragment &condition, const QString &order, qsizetype limit, qint64 offset) const;
    [[nodiscard]] Result<std::optional<qint64>> countBefore(
        Database &database, const EmployeeQuery &list, const PageAnchor &place) const;
    [[nodiscard]] Result<qint64> countAll(Database &database, const Plan &plan) const;
    [[nodiscard]] Result<qint64> count(
        Database &database, const EmployeeQuery &query, const SqlFragment &condition) const;

    EmployeeStore m_employees;
    RankIndex *m_ranks;
    mutable WordSearch m_words;
    qint64 m_maxFetchedHits;
    qint64 m_farOffset;
};

} // namespace roster::server
