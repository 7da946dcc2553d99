#include "server/storage/WordSearch.h"

#include "server/storage/Dialect.h"
#include "server/storage/EmployeeStore.h"
#include "server/storage/Query.h"

#include <algorithm>
#include <numeric>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

constexpr std::size_t maxKnown = 32;
constexpr qint64 maxKnownBytes = qint64{8} * 1024 * 1024;

qint64 costOf(const WordHits &hits)
{
    return hits.set.cost() + static_cast<qint64>(hits.ids.size() * sizeof(EmployeeId));
}

} // namespace

Result<WordSearch::Hits> WordSearch::find(Database &database, qint64 revision,
    const QStringList &words, bool isDeleted, bool wantsWholeSet)
{
    const auto known = std::ranges::find_if(m_known, [&](const Known &search) {
        return search.revision == revision && search.isDeleted == isDeleted && search.words == words
            && (search.hits->hasWholeSet || !wantsWholeSet);
    });
    if (known != m_known.end()) {
        m_known.splice(m_known.begin(), m_known, known);
        return known->hits;
    }
    Result<Hits> hits = read(database, words, isDeleted, wantsWholeSet);
    if (hits)
        keep({words, isDeleted, revision, *hits});
    return hits;
}

Result<WordSearch::Hits> WordSearch::read(
    Database &database, const QStringList &words, bool isDeleted, bool wantsWholeSet) const
{
    Query rows(database, dialect::selectHits(textTable(isDeleted)));
    rows.bind(dialect::textQuery(words));
    if (const Outcome ran = rows.run(); !ran)
        return ran.error();
    auto hits = std::make_shared<WordHits>();
    while (rows.next()) {
        if (static_cast<qint64>(hits->ids.size()) < m_maxIds) {
            hits->ids.push_back(rows.integer(0));
        } else {
            hits->hasAllIds = false;
            hits->hasWholeSet = wantsWholeSet;
            if (!wantsWholeSet)
                break;
        }
        hits->set.append(rows.integer(0));
    }
    if (rows.failed())
        return rows.error();
    return Hits(std::move(hits));
}

/// Searches of other revisions are of no more use.
void WordSearch::keep(Known known)
{
    std::erase_if(m_known, [&known](const Known &other) {
        return other.revision != known.revision
            || (other.words == known.words && other.isDeleted == known.isDeleted);
    });
    m_known.push_front(std::move(known));
    const auto bytes = [this] {
        return std::accumulate(m_known.begin(), m_known.end(), qint64{0},
            [](qint64 sum, const Known &search) { return sum + costOf(*search.hits); });
    };
    while (m_known.size() > 1 && (m_known.size() > maxKnown || bytes() > maxKnownBytes))
        m_known.pop_back();
}

} // namespace roster::server
