#include "server/storage/ReadSnapshot.h"

#include "server/storage/CommitCount.h"

namespace roster::server {

ReadSnapshot::ReadSnapshot(Database &database)
    : m_database(database)
{
}

void ReadSnapshot::renew()
{
    const CommitCount *count = m_database.profile().commits.get();
    if (!count)
        return;
    const std::optional<quint64> settled = count->settled();
    if (m_transaction && settled == m_commits)
        return;
    end();
    m_commits = count->ended();
    // While a commit is under way it is open on which side of it a transaction begins.
    if (!settled)
        return;
    m_transaction.emplace(m_database);
    if (!m_transaction->begun())
        end();
}

void ReadSnapshot::end()
{
    m_transaction.reset();
}

} // namespace roster::server
