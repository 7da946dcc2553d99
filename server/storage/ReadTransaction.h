#pragma once

#include "server/storage/Database.h"

#include <optional>

namespace roster::server {

/// Keeps one state of the database for what is read while it lives.
class ReadTransaction
{
public:
    explicit ReadTransaction(Database &database);
    ~ReadTransaction();
    ReadTransaction(const ReadTransaction &) = delete;
    ReadTransaction &operator=(const ReadTransaction &) = delete;

    [[nodiscard]] const Outcome &begun() const { return m_begun; }
    /// Commits that this has at least; nothing without a CommitCount in the connection's profile.
    [[nodiscard]] std::optional<quint64> commits() const { return m_commits; }

private:
    Database &m_database;
    std::optional<quint64> m_commits;
    Outcome m_begun;
};

} // namespace roster::server
