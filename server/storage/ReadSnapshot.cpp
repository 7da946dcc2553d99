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
    const std::optional<quint64> commits = count ? count->settled() : std::nullopt;
    if (m_transaction && commits == m_commits)
        return;
    end();
    // While a commit is under way it is open on which side of it a transaction begins.
    if (!commits)
        return;
    m_transaction.emplace(m_database);
    m_commits = *commits;
    if (!m_transaction->begun())
        end();
}

void ReadSnapshot::end()
{
    m_transaction.reset();
}

} // namespace roster::server
