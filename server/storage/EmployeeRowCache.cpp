#include "server/storage/EmployeeRowCache.h"

#include <algorithm>
#include <array>
#include <bit>
#include <span>

namespace roster::server {
namespace {

constexpr std::size_t idsPerBlock = 512;
/// A row that is shorter than most, so that there are blocks for all that fit in.
constexpr qsizetype shortRow = 128;
/// What the allocator keeps of each.
constexpr qsizetype rowOverhead = 16;
/// So often a block is kept from other ids that would have it: else two ids that are read in turn
/// would throw out a whole block each time.
constexpr int mostRefusals = 512;
/// Looked at for one that has to go: more are empty only when hardly anything is here.
constexpr int maxSteps = 4096;

std::size_t blocksFor(qsizetype bytes)
{
    const auto blocks = static_cast<std::size_t>(bytes / shortRow) / idsPerBlock;
    return std::bit_ceil(std::max<std::size_t>(blocks, 1));
}

std::size_t placeOf(EmployeeId id)
{
    return static_cast<std::size_t>(id) % idsPerBlock;
}

EmployeeId firstOf(EmployeeId id)
{
    return id - static_cast<EmployeeId>(placeOf(id));
}

} // namespace

struct EmployeeRowCache::Row
{
    std::unique_ptr<char[]> bytes;
    quint32 size = 0;
};

struct EmployeeRowCache::Block
{
    using Rows = std::array<Row, idsPerBlock>;

    std::mutex mutex;
    EmployeeId first = -1;
    /// What was read in a transaction with fewer commits may be older than a change of the
    /// writer's.
    quint64 openFrom = 0;
    std::unique_ptr<Rows> rows; ///< none while it is empty
    std::size_t rowCount = 0;
    int refusals = 0;
};

EmployeeRowCache::EmployeeRowCache(std::shared_ptr<const CommitCount> commits, qsizetype maxBytes)
    : m_commits(std::move(commits))
    , m_maxBytes(maxBytes)
    , m_blockCount(blocksFor(maxBytes))
    , m_blocks(std::make_unique<Block[]>(m_blockCount))
{
}

EmployeeRowCache::~EmployeeRowCache() = default;

EmployeeRowCache::Block &EmployeeRowCache::blockOf(EmployeeId id) const
{
    return m_blocks[(static_cast<std::size_t>(id) / idsPerBlock) % m_blockCount];
}

bool EmployeeRowCache::find(EmployeeId id, QByteArray &row) const
{
    Block &block = blockOf(id);
    const std::scoped_lock lock(block.mutex);
    if (block.first != firstOf(id) || !block.rows)
        return false;
    const Row &found = (*block.rows)[placeOf(id)];
    if (!found.bytes)
        return false;
    row.append(found.bytes.get(), found.size);
    return true;
}

void EmployeeRowCache::add(EmployeeId id, QByteArrayView row, quint64 commits)
{
    Block &block = blockOf(id);
    {
        const std::scoped_lock lock(block.mutex);
        if (commits < block.openFrom || !claim(block, id))
            return;
        put(block, id, row);
    }
    if (m_bytes.load() > m_maxBytes) {
        m_isFull = true;
        makeRoom();
    }
}

/// Comes before the commit, which is the next one to end. Until then others read the old row.
void EmployeeRowCache::forget(EmployeeId id)
{
    Block &block = blockOf(id);
    const std::scoped_lock lock(block.mutex);
    block.openFrom = m_commits->ended() + 1;
    if (block.first == firstOf(id))
        remove(block, placeOf(id));
}

void EmployeeRowCache::forgetAll()
{
    for (Block &block : std::span(m_blocks.get(), m_blockCount)) {
        const std::scoped_lock lock(block.mutex);
        block.openFrom = m_commits->ended() + 1;
        clear(block);
    }
}

/// False while the block is for others.
bool EmployeeRowCache::claim(Block &block, EmployeeId id)
{
    if (block.first == firstOf(id))
        return true;
    if (block.rowCount > 0 && ++block.refusals < mostRefusals)
        return false;
    clear(block);
    block.first = firstOf(id);
    block.refusals = 0;
    return true;
}

void EmployeeRowCache::put(Block &block, EmployeeId id, QByteArrayView bytes)
{
    remove(block, placeOf(id));
    auto copy = std::make_unique_for_overwrite<char[]>(static_cast<std::size_t>(bytes.size()));
    std::ranges::copy(bytes, copy.get());
    if (!block.rows) {
        block.rows = std::make_unique<Block::Rows>();
        m_bytes += sizeof(Block::Rows);
    }
    (*block.rows)[placeOf(id)] = {std::move(copy), static_cast<quint32>(bytes.size())};
    ++block.rowCount;
    m_bytes += bytes.size() + rowOverhead;
}

void EmployeeRowCache::remove(Block &block, std::size_t place)
{
    if (!block.rows || !(*block.rows)[place].bytes)
        return;
    Row &row = (*block.rows)[place];
    m_bytes -= row.size + rowOverhead;
    row = {};
    if (--block.rowCount > 0)
        return;
    block.rows.reset();
    m_bytes -= sizeof(Block::Rows);
}

void EmployeeRowCache::clear(Block &block)
{
    for (std::size_t place = 0; place < idsPerBlock && block.rows; ++place)
        remove(block, place);
}

/// Rows go in turn, one for one that comes: which of them will be wanted nobody knows.
void EmployeeRowCache::makeRoom()
{
    for (int step = 0; step < maxSteps && m_bytes.load() > m_maxBytes; ++step) {
        const std::size_t hand = m_hand++;
        Block &block = m_blocks[hand / idsPerBlock % m_blockCount];
        const std::scoped_lock lock(block.mutex);
        if (block.rows)
            remove(block, hand % idsPerBlock);
        else
            m_hand += idsPerBlock - 1;
    }
}

} // namespace roster::server
