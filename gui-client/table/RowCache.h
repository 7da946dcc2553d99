#pragma once

#include "gui-client/table/EmployeeRow.h"

#include <QHash>
#include <QList>

#include <map>
#include <optional>
#include <vector>

namespace roster::gui {

/// The rows of a long table that are at hand, in blocks of a fixed size; those not looked at for
/// longest are dropped beyond a bound. A value, of one thread.
class RowCache
{
public:
    using Block = int; ///< rows block * blockSize ... + blockSize - 1
    static constexpr int blockSize = 100;
    static constexpr std::size_t mostBlocks = 120;

    [[nodiscard]] static Block blockOf(int row) { return row / blockSize; }

    /// Null: not at hand.
    [[nodiscard]] const EmployeeRow *find(int row) const;
    /// -1: not at hand.
    [[nodiscard]] int rowOf(EmployeeId id) const { return m_rowById.value(id, -1); }
    /// At hand and not marked as old.
    [[nodiscard]] bool isFresh(Block block) const;

    /// Takes the place of the block; rows at hand elsewhere under the same id leave that place.
    void put(Block block, std::vector<EmployeeRow> rows);
    /// Takes the place of a record that is at hand.
    void replace(const EmployeeRow &row);
    /// Puts @p record at @p row of a block that is at hand in part.
    void set(int row, const EmployeeRow &record);
    /// Looked at now: to be kept.
    void touch(Block block);
    /// To be asked for again; shown until then.
    void markOld();
    /// Makes room for @p by rows before @p row; if negative, takes that many away from @p row on.
    void shift(int row, int by);
    void clear();

private:
    struct Page
    {
        std::vector<std::optional<EmployeeRow>> rows;
        bool isOld = false;
        quint64 lastTouched = 0;
    };

    void forget(Block block);
    void dropSurplus();

    std::map<Block, Page> m_pages;
    QHash<EmployeeId, int> m_rowById;
    quint64 m_now = 0;
};

} // namespace roster::gui
