#pragma once

#include "server/storage/ReadTransaction.h"

#include <optional>

namespace roster::server {

/// One read transaction for many single reads in a row, for as long as nothing is committed: to
/// begin one costs locks on the file, which is a third of a read by key. Belongs to a worker's
/// connection, on its thread. Whoever reads in another way on that connection ends it first, and so
/// does the worker whenever it has nothing to read: the log cannot be reset under a reader.
class ReadSnapshot
{
public:
    explicit ReadSnapshot(Database &database);

    /// What is read next contains every commit that anybody can know of by now. Without a
    /// CommitCount in the connection's profile each read is on its own.
    void renew();
    void end();
    /// Commits that what is read next has at least; nothing without a CommitCount.
    [[nodiscard]] std::optional<quint64> commits() const { return m_commits; }

private:
    Database &m_database;
    std::optional<ReadTransaction> m_transaction;
    std::optional<quint64> m_commits;
};

} // namespace roster::server
