#pragma once

#include "common/base/Result.h"
#include "server/storage/EmployeeSet.h"

#include <QStringList>

#include <list>
#include <memory>
#include <vector>

namespace roster::server {

class Database;

/// What a search for words found.
struct WordHits
{
    std::vector<EmployeeId> ids; ///< the first of them, in order
    EmployeeSet set; ///< of all, or of the first if not all were asked for
    bool hasAllIds = true;
    bool hasWholeSet = true;
};

/// Looks words up in the full-text index, which is several times as quick as to have the database
/// join it to the records, and keeps the last searches: who searches asks for the next page, for
/// another order, for the same again. One for each connection; an answer is exact for the
/// revision it is asked for.
class WordSearch
{
public:
    using Hits = std::shared_ptr<const WordHits>;

    /// @p maxIds: of so many hits the ids are kept; of more, how many there are is not told.
    explicit WordSearch(qint64 maxIds)
        : m_maxIds(maxIds)
    {
    }

    /// Live or deleted records with all @p words (WordHits::hasWholeSet may be false with more
    /// than maxIds, unless @p wantsWholeSet), as the open transaction of @p database at
    /// @p revision has them. Errors: StorageUnavailable, TryLater.
    [[nodiscard]] Result<Hits> find(Database &database, qint64 revision, const QStringList &words,
        bool isDeleted, bool wantsWholeSet = false);

private:
    struct Known
    {
        QStringList words;
        bool isDeleted;
        qint64 revision;
        Hits hits;
    };

    [[nodiscard]] Result<Hits> read(
        Database &database, const QStringList &words, bool isDeleted, bool wantsWholeSet) const;
    void keep(Known known);

    qint64 m_maxIds;
    std::list<Known> m_known; ///< the one used last comes first
};

} // namespace roster::server
