#include "server/storage/ReadTransaction.h"

#include "server/storage/CommitCount.h"

namespace roster::server {

using namespace Qt::StringLiterals;

namespace {

std::optional<quint64> commitsOf(const Database &database)
{
    const CommitCount *count = database.profile().commits.get();
    return count ? std::optional(count->ended()) : std::nullopt;
}

} // namespace

ReadTransaction::ReadTransaction(Database &database)
    : m_database(database)
    , m_commits(commitsOf(database))
    , m_begun(database.execute(u"BEGIN"_s))
{
}

ReadTransaction::~ReadTransaction()
{
    // The budget may break off the BEGIN that has begun already, or the COMMIT; but only once.
    if (m_database.isTransactionOpen() && !m_database.execute(u"COMMIT"_s))
        static_cast<void>(m_database.execute(u"ROLLBACK"_s));
}

} // namespace roster::server
