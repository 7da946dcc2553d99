#include "server/storage/PageMemory.h"

#include <sqlite3.h>

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <functional>
#include <memory>

namespace roster::server {

namespace {

/// More than all caches of a server take together.
constexpr std::size_t mostCapacity = std::size_t{64} * 1024 * 1024 * 1024;

std::size_t memoryOfMachine()
{
    const long pages = sysconf(_SC_PHYS_PAGES);
    const long size = sysconf(_SC_PAGESIZE);
    return pages > 0 && size > 0 ? static_cast<std::size_t>(pages) * static_cast<std::size_t>(size)
                                 : 0;
}

/// SQLite's own memory, which serves everything but pages, and pages where there is no room.
sqlite3_mem_methods usual{};
PageMemory *pages = nullptr;

/// A page of 4 KiB with its notes: SQLite asks for nothing else between these sizes in numbers.
bool isPage(int size)
{
    return size > 4096 && size <= static_cast<int>(PageMemory::pageSize);
}

void *allocate(int size)
{
    if (isPage(size)) {
        if (void *page = pages->take())
            return page;
    }
    return usual.xMalloc(size);
}

void release(void *memory)
{
    if (pages->owns(memory))
        pages->giveBack(memory);
    else
        usual.xFree(memory);
}

int sizeOf(void *memory)
{
    return pages->owns(memory) ? static_cast<int>(PageMemory::pageSize) : usual.xSize(memory);
}

void *reallocate(void *memory, int size)
{
    if (!pages->owns(memory))
        return usual.xRealloc(memory, size);
    if (size <= static_cast<int>(PageMemory::pageSize))
        return memory;
    void *const larger = usual.xMalloc(size);
    if (larger) {
        std::memcpy(larger, memory, PageMemory::pageSize);
        pages->giveBack(memory);
    }
    return larger;
}

} // namespace

PageMemory::PageMemory(std::size_t capacity)
    : m_mappedSize(capacity + blockSize)
{
    m_mapped = mmap(nullptr, m_mappedSize, PROT_READ | PROT_WRITE,
        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (m_mapped == MAP_FAILED) {
        m_mapped = nullptr;
        return;
    }
    madvise(m_mapped, m_mappedSize, MADV_HUGEPAGE);
    madvise(m_mapped, m_mappedSize, MADV_DONTDUMP); // records lie there
    void *aligned = m_mapped;
    std::size_t rest = m_mappedSize;
    m_begin = static_cast<std::byte *>(std::align(blockSize, capacity, aligned, rest));
    m_end = m_begin + capacity / blockSize * blockSize;
}

PageMemory::~PageMemory()
{
    if (m_mapped)
        munmap(m_mapped, m_mappedSize);
}

void *PageMemory::take()
{
    const std::scoped_lock lock(m_mutex);
    if (m_withRoom.empty()) {
        const auto fresh = static_cast<Index>(m_blocks.size());
        if (begin(fresh) == m_end)
            return nullptr;
        m_blocks.emplace_back();
        m_withRoom.push_back(fresh);
    }
    const Index index = m_withRoom.back();
    if (m_spare == index)
        m_spare.reset();
    Block &block = m_blocks[index];
    void *page = block.free;
    if (page)
        std::memcpy(&block.free, page, sizeof block.free);
    else
        page = begin(index) + pageSize * block.begun++;
    if (++block.taken == pagesInBlock)
        m_withRoom.pop_back();
    return page;
}

void PageMemory::giveBack(void *page)
{
    const std::scoped_lock lock(m_mutex);
    const auto index = static_cast<Index>(
        static_cast<std::size_t>(static_cast<std::byte *>(page) - m_begin) / blockSize);
    Block &block = m_blocks[index];
    if (block.taken-- == pagesInBlock)
        m_withRoom.push_back(index);
    std::memcpy(page, &block.free, sizeof block.free);
    block.free = page;
    if (block.taken > 0)
        return;
    if (m_spare) {
        madvise(begin(index), blockSize, MADV_DONTNEED);
        block = {};
    } else {
        m_spare = index;
    }
}

bool PageMemory::owns(const void *memory) const
{
    // Of unrelated addresses only std::less tells.
    const std::less<const void *> isBefore;
    return !isBefore(memory, m_begin) && isBefore(memory, m_end);
}

std::size_t PageMemory::used() const
{
    const std::scoped_lock lock(m_mutex);
    const auto blocks
        = std::ranges::count_if(m_blocks, [](const Block &block) { return block.begun > 0; });
    return static_cast<std::size_t>(blocks) * blockSize;
}

void PageMemory::useForAll()
{
    if (pages || sqlite3_config(SQLITE_CONFIG_GETMALLOC, &usual) != SQLITE_OK)
        return;
    // Never destroyed: a connection may outlive what is static elsewhere.
    pages = new PageMemory(std::min(memoryOfMachine(), mostCapacity));
    sqlite3_mem_methods methods = usual;
    methods.xMalloc = allocate;
    methods.xFree = release;
    methods.xRealloc = reallocate;
    methods.xSize = sizeOf;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
}

const PageMemory *PageMemory::inUse()
{
    return pages;
}

} // namespace roster::server
