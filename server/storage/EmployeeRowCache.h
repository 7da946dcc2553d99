#pragma once

#include "common/model/Employee.h"
#include "server/storage/CommitCount.h"

#include <QByteArray>
#include <QByteArrayView>

#include <atomic>
#include <memory>
#include <mutex>

namespace roster::server {

/// Packed rows (PackedRow) of the records in memory, sealed as they are stored, so that most reads
/// of a record by its id need no statement. Shared by all connections of a server whose
/// DatabaseProfile names it; thread-safe.
///
/// A row that is found is what a transaction begun now would read: the writer takes a row out
/// before it commits a change to it, and nobody puts one in that may have been read before that
/// commit.
class EmployeeRowCache
{
public:
    /// @p commits: of the same profile. @p maxBytes: of rows; where it would be more, others go.
    EmployeeRowCache(std::shared_ptr<const CommitCount> commits, qsizetype maxBytes);
    ~EmployeeRowCache();
    EmployeeRowCache(const EmployeeRowCache &) = delete;
    EmployeeRowCache &operator=(const EmployeeRowCache &) = delete;

    /// Appends the row of @p id to @p row, if it is here.
    [[nodiscard]] bool find(EmployeeId id, QByteArray &row) const;
    /// Whether nothing has been committed since @p commits, and nothing is under way: then all that
    /// was found since belongs to one state of the database.
    [[nodiscard]] bool isAsOf(quint64 commits) const { return m_commits->settled() == commits; }

    /// Takes in a row that was read in a transaction with ReadTransaction::commits() @p commits.
    void add(EmployeeId id, QByteArrayView row, quint64 commits);
    /// By the writer, in its transaction, whenever it changes a record.
    void forget(EmployeeId id);
    /// By the writer, when it cannot tell what was committed.
    void forgetAll();

    /// Whether rows have had to go already.
    [[nodiscard]] bool isFull() const { return m_isFull.load(); }
    /// Of the rows, with what is kept of each.
    [[nodiscard]] qsizetype bytes() const { return m_bytes.load(); }

private:
    struct Row;
    struct Block;

    [[nodiscard]] Block &blockOf(EmployeeId id) const;
    [[nodiscard]] bool claim(Block &block, EmployeeId id);
    void put(Block &block, EmployeeId id, QByteArrayView bytes);
    void remove(Block &block, std::size_t place);
    void clear(Block &block);
    void makeRoom();

    const std::shared_ptr<const CommitCount> m_commits;
    const qsizetype m_maxBytes;
    const std::size_t m_blockCount; ///< a power of two
    const std::unique_ptr<Block[]> m_blocks; ///< ids far apart may want the same
    std::atomic<qsizetype> m_bytes = 0;
    std::atomic<bool> m_isFull = false;
    std::atomic<std::size_t> m_hand = 0; ///< where makeRoom() goes on, in rows of all blocks
};

} // namespace roster::server
