#pragma once

#include "server/storage/EmployeeSet.h"

#include <QByteArray>

#include <optional>
#include <span>
#include <vector>

namespace roster::server {

/// The ids of a list in its order, in buckets: a record at any rank is found by adding up sizes,
/// and one that comes or goes moves no more than its bucket. Keys are orderKey()s; only the lowest
/// of each bucket is kept. So a bucket into which a record has come is out of order until somebody
/// who can look up its keys sorts it.
class RankedList
{
public:
    struct Keyed
    {
        QByteArray key;
        EmployeeId id = 0;
    };
    /// A bucket as it was looked at.
    struct Bucket
    {
        std::size_t index = 0;
        quint64 stamp = 0; ///< changes whenever the bucket does
        std::vector<EmployeeId> ids;
    };

    /// Records that one bucket begins with, and at which it is divided.
    static constexpr std::size_t bucketSize = 128;
    static constexpr std::size_t maxBucketSize = 2 * bucketSize;
    /// A bucket with more records out of order is not worth sorting.
    static constexpr std::size_t maxUnsorted = 4096;

    /// Adds the last record: in order, before anything else is done.
    void append(const QByteArray &key, EmployeeId id);
    /// Whether the next append() begins a bucket; else its key may be empty.
    [[nodiscard]] bool wantsKey() const;

    /// False when the list is of no further use: it grew too much in one place.
    [[nodiscard]] bool insert(const QByteArray &key, EmployeeId id);
    /// False when the list is wrong: it has no such record.
    [[nodiscard]] bool remove(const QByteArray &key, EmployeeId id);

    [[nodiscard]] qint64 size() const { return m_size; }
    /// The first bucket out of order that has one of the ranks from @p offset on; none when all
    /// are in order.
    [[nodiscard]] std::optional<Bucket> unsortedAt(qint64 offset, qint64 limit) const;
    /// The bucket that @p key belongs to, if it is out of order.
    [[nodiscard]] std::optional<Bucket> unsortedAround(const QByteArray &key) const;
    /// Takes @p sorted for the bucket's records, unless it has changed since.
    void setSorted(const Bucket &bucket, std::span<const Keyed> sorted);

    /// Needs unsortedAt() to be none.
    [[nodiscard]] QList<EmployeeId> ids(qint64 offset, qint64 limit) const;
    /// The way along some records.
    struct Walk
    {
        QList<EmployeeId> ids;
        std::optional<Bucket> unsorted; ///< to be sorted before the walk can be made
        bool isLost = false; ///< the record to begin behind is not there
    };
    /// The records, those alone that are in @p wanted if it is given, from the one behind @p after
    /// on, but for the first @p offset of them.
    [[nodiscard]] Walk walk(const EmployeeSet *wanted, const std::optional<Keyed> &after,
        qint64 offset, qint64 limit) const;
    /// Needs unsortedAround() to be none; nothing when @p id is not there.
    [[nodiscard]] std::optional<qint64> rankOf(const QByteArray &key, EmployeeId id) const;

private:
    struct Shelf
    {
        QByteArray first; ///< no record here is lower, but for the first shelf
        std::vector<EmployeeId> ids;
        bool isSorted = true;
        quint64 stamp = 0;
    };

    [[nodiscard]] std::size_t shelfOf(const QByteArray &key) const;
    /// The shelf with the record at @p rank, and that record's place in it.
    [[nodiscard]] std::pair<std::size_t, qint64> find(qint64 rank) const;
    [[nodiscard]] Bucket look(std::size_t index) const;

    std::vector<Shelf> m_shelves;
    /// How the first key of each begins: close together, so that a search does not wait for memory
    /// at each step.
    std::vector<quint64> m_beginnings;
    qint64 m_size = 0;
    quint64 m_stamps = 0;
};

} // namespace roster::server
