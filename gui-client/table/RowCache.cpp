#include "gui-client/table/RowCache.h"

#include <algorithm>
#include <utility>

namespace roster::gui {

const EmployeeRow *RowCache::find(int row) const
{
    const auto page = m_pages.find(blockOf(row));
    if (row < 0 || page == m_pages.end())
        return nullptr;
    const auto index = static_cast<std::size_t>(row % blockSize);
    const auto &rows = page->second.rows;
    return index < rows.size() && rows[index] ? &*rows[index] : nullptr;
}

bool RowCache::isFresh(Block block) const
{
    const auto page = m_pages.find(block);
    return page != m_pages.end() && !page->second.isOld;
}

void RowCache::put(Block block, std::vector<EmployeeRow> rows)
{
    forget(block);
    Page page;
    page.lastTouched = ++m_now;
    page.rows.reserve(rows.size());
    int row = block * blockSize;
    for (EmployeeRow &record : rows) {
        m_rowById.insert(record.id, row++);
        page.rows.emplace_back(std::move(record));
    }
    m_pages.insert_or_assign(block, std::move(page));
    dropSurplus();
}

void RowCache::replace(const EmployeeRow &row)
{
    const int place = rowOf(row.id);
    const auto page = m_pages.find(blockOf(place));
    if (place >= 0 && page != m_pages.end())
        page->second.rows[static_cast<std::size_t>(place % blockSize)] = row;
}

void RowCache::set(int row, const EmployeeRow &record)
{
    Page &page = m_pages[blockOf(row)];
    page.isOld = true;
    page.lastTouched = ++m_now;
    page.rows.resize(blockSize);
    page.rows[static_cast<std::size_t>(row % blockSize)] = record;
    m_rowById.insert(record.id, row);
    dropSurplus();
}

void RowCache::touch(Block block)
{
    const auto page = m_pages.find(block);
    if (page != m_pages.end())
        page->second.lastTouched = ++m_now;
}

void RowCache::markOld()
{
    for (auto &[block, page] : m_pages)
        page.isOld = true;
}

void RowCache::shift(int row, int by)
{
    std::map<Block, Page> moved;
    m_rowById.clear();
    for (auto &[block, page] : m_pages) {
        for (std::size_t i = 0; i < page.rows.size(); ++i) {
            const int before = block * blockSize + static_cast<int>(i);
            const int after = before >= row ? before + by : before;
            const bool isGone = by < 0 && before >= row && after < row;
            if (!page.rows[i] || isGone)
                continue;
            Page &target = moved[blockOf(after)];
            target.rows.resize(blockSize);
            target.isOld = true;
            target.lastTouched = std::max(target.lastTouched, page.lastTouched);
            m_rowById.insert(page.rows[i]->id, after);
            target.rows[static_cast<std::size_t>(after % blockSize)] = std::move(page.rows[i]);
        }
    }
    m_pages = std::move(moved);
}

void RowCache::clear()
{
    m_pages.clear();
    m_rowById.clear();
}

void RowCache::forget(Block block)
{
    const auto page = m_pages.find(block);
    if (page == m_pages.end())
        return;
    for (const auto &row : page->second.rows) {
        if (row && blockOf(rowOf(row->id)) == block)
            m_rowById.remove(row->id);
    }
}

void RowCache::dropSurplus()
{
    while (m_pages.size() > mostBlocks) {
        const auto oldest = std::ranges::min_element(
            m_pages, {}, [](const auto &entry) { return entry.second.lastTouched; });
        forget(oldest->first);
        m_pages.erase(oldest);
    }
}

} // namespace roster::gui
