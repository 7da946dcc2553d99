#pragma once

#include "server/storage/EmployeeSet.h"

#include <QList>

#include <compare>
#include <functional>
#include <limits>
#include <optional>
#include <vector>

namespace roster::server {

/// Records in the order of one number of each and, where that is equal, of their ids. The numbers
/// are kept with them, 16 bytes a record: so it is in order at all times, and serves the opposite
/// order (by the number from above, but equal ones still by their ids) as well.
class AmountList
{
public:
    /// Instead of a number; comes first, from above last.
    static constexpr qint64 nothing = std::numeric_limits<qint64>::min();

    struct Entry
    {
        qint64 amount = nothing;
        EmployeeId id = 0;

        friend auto operator<=>(const Entry &, const Entry &) = default;
    };

    AmountList() = default;
    /// @p entries in their order.
    explicit AmountList(const std::vector<Entry> &entries);

    void insert(const Entry &entry);
    /// False when there is no such record.
    [[nodiscard]] bool remove(const Entry &entry);

    [[nodiscard]] qint64 size() const { return m_size; }
    /// How many records come before @p place, at which there need not be one.
    [[nodiscard]] qint64 rankOf(const Entry &place, bool isDescending) const;
    [[nodiscard]] QList<EmployeeId> ids(bool isDescending, qint64 rank, qint64 limit) const;
    /// Of the records from @p rank on those in @p wanted alone, but for the first @p offset.
    [[nodiscard]] QList<EmployeeId> idsAmong(const EmployeeSet &wanted, bool isDescending,
        qint64 rank, qint64 offset, qint64 limit) const;

private:
    /// A record by its shelf and its place there.
    struct Position
    {
        std::size_t shelf = 0;
        std::size_t place = 0;
    };
    using Shelf = std::vector<Entry>;
    /// False: no more.
    using Visitor = std::function<bool(EmployeeId)>;

    [[nodiscard]] std::size_t shelfOf(const Entry &entry) const;
    [[nodiscard]] qint64 rankUpwards(const Entry &place) const;
    [[nodiscard]] Position positionOf(const Entry &place) const;
    [[nodiscard]] Position positionAt(qint64 rank) const;
    [[nodiscard]] const Entry &at(const Position &position) const;
    [[nodiscard]] std::optional<Position> positionBefore(const Position &position) const;
    void visitUpwards(Position from, const std::function<bool(const Entry &)> &visit) const;
    void visitFrom(bool isDescending, qint64 rank, const Visitor &visit) const;
    void split(std::size_t shelf);

    // One of each for a shelf; what is looked through lies close together.
    std::vector<Entry> m_lowest; ///< no record of the shelf is lower
    std::vector<quint32> m_sizes;
    std::vector<Shelf> m_shelves; ///< none is empty
    qint64 m_size = 0;
};

} // namespace roster::server
