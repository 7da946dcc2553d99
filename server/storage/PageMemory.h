#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <vector>

namespace roster::server {

/// Where SQLite's caches hold the pages of databases: in large pages of the system, where it has
/// them. Of a cache of some hundred MiB nearly every page that an index leads to is one whose
/// address the processor has to look up first; with small pages that takes as long as the rest.
///
/// Address space is taken for all that there may ever be, memory in blocks of 2 MiB as they are
/// used, and given back when a block is empty. Thread-safe.
class PageMemory
{
public:
    /// What SQLite asks for a page of 4 KiB, with what its cache notes of it, in bytes.
    static constexpr std::size_t pageSize = 4368;
    static constexpr std::size_t blockSize = std::size_t{2} * 1024 * 1024;

    /// Takes @p capacity bytes of address space; none when the system refuses.
    explicit PageMemory(std::size_t capacity);
    ~PageMemory();
    PageMemory(const PageMemory &) = delete;
    PageMemory &operator=(const PageMemory &) = delete;

    /// Memory for one page, not initialised; null when all is taken.
    [[nodiscard]] void *take();
    void giveBack(void *page);
    /// Whether @p memory came from take().
    [[nodiscard]] bool owns(const void *memory) const;

    /// Of memory, not of address space, in bytes.
    [[nodiscard]] std::size_t used() const;

    /// From now on SQLite uses one in this process. Only before its first connection; later it
    /// changes nothing.
    static void useForAll();
    /// That one; null before.
    [[nodiscard]] static const PageMemory *inUse();

private:
    using Index = std::uint32_t;
    static constexpr Index pagesInBlock = blockSize / pageSize;

    struct Block
    {
        void *free = nullptr; ///< of those used before; each begins with the address of the next
        std::uint16_t begun = 0; ///< how many pages at its front were ever used
        std::uint16_t taken = 0;
    };

    [[nodiscard]] std::byte *begin(Index block) const { return m_begin + block * blockSize; }

    const std::size_t m_mappedSize;
    void *m_mapped = nullptr;
    std::byte *m_begin = nullptr; ///< the first block's, which lies on a large page
    std::byte *m_end = nullptr;

    mutable std::mutex m_mutex;
    std::vector<Block> m_blocks; ///< those that were ever used
    std::vector<Index> m_withRoom; ///< of these; pages are taken from the last one
    /// An empty block that has kept its memory, so that a page that comes and goes does not cost a
    /// block each time.
    std::optional<Index> m_spare;
};

} // namespace roster::server
