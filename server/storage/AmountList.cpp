#include "server/storage/AmountList.h"

#include <algorithm>
#include <numeric>
#include <span>

namespace roster::server {
namespace {

/// At which a shelf is divided; half of it to begin with.
constexpr std::size_t maxShelfSize = 256;
/// A shelf that is full grows by so many: twice the room, as a vector takes, is memory that is
/// never used in most shelves, and the first touch of it costs more than all else about a record.
constexpr std::size_t moreRoom = 32;
constexpr EmployeeId lowestId = std::numeric_limits<EmployeeId>::min();
constexpr EmployeeId highestId = std::numeric_limits<EmployeeId>::max();

} // namespace

AmountList::AmountList(const std::vector<Entry> &entries)
    : m_size(static_cast<qint64>(entries.size()))
{
    constexpr std::size_t shelfSize = maxShelfSize / 2;
    for (std::size_t begin = 0; begin < entries.size(); begin += shelfSize) {
        const auto part
            = std::span(entries).subspan(begin, std::min(shelfSize, entries.size() - begin));
        m_lowest.push_back(part.front());
        m_sizes.push_back(static_cast<quint32>(part.size()));
        m_shelves.emplace_back(part.begin(), part.end());
    }
}

void AmountList::insert(const Entry &entry)
{
    ++m_size;
    if (m_shelves.empty()) {
        m_lowest.push_back(entry);
        m_sizes.push_back(1);
        m_shelves.push_back({entry});
        return;
    }
    const std::size_t index = shelfOf(entry);
    m_lowest[index] = std::min(m_lowest[index], entry);
    Shelf &shelf = m_shelves[index];
    if (shelf.size() == shelf.capacity())
        shelf.reserve(shelf.size() + moreRoom);
    shelf.insert(std::ranges::lower_bound(shelf, entry), entry);
    ++m_sizes[index];
    if (shelf.size() >= maxShelfSize)
        split(index);
}

void AmountList::split(std::size_t index)
{
    Shelf &shelf = m_shelves[index];
    const auto middle = shelf.begin() + static_cast<std::ptrdiff_t>(shelf.size() / 2);
    Shelf upper(middle, shelf.end());
    shelf = Shelf(shelf.begin(), middle);
    const auto next = static_cast<std::ptrdiff_t>(index) + 1;
    m_sizes[index] = static_cast<quint32>(shelf.size());
    m_sizes.insert(m_sizes.begin() + next, static_cast<quint32>(upper.size()));
    m_lowest.insert(m_lowest.begin() + next, upper.front());
    m_shelves.insert(m_shelves.begin() + next, std::move(upper));
}

bool AmountList::remove(const Entry &entry)
{
    if (m_shelves.empty())
        return false;
    const std::size_t index = shelfOf(entry);
    Shelf &shelf = m_shelves[index];
    const auto found = std::ranges::lower_bound(shelf, entry);
    if (found == shelf.end() || *found != entry)
        return false;
    shelf.erase(found);
    --m_sizes[index];
    --m_size;
    if (shelf.empty()) {
        const auto place = static_cast<std::ptrdiff_t>(index);
        m_lowest.erase(m_lowest.begin() + place);
        m_sizes.erase(m_sizes.begin() + place);
        m_shelves.erase(m_shelves.begin() + place);
    }
    return true;
}

qint64 AmountList::rankOf(const Entry &place, bool isDescending) const
{
    if (!isDescending)
        return rankUpwards(place);
    const qint64 above = m_size - rankUpwards({place.amount, highestId});
    return above + rankUpwards(place) - rankUpwards({place.amount, lowestId});
}

QList<EmployeeId> AmountList::ids(bool isDescending, qint64 rank, qint64 limit) const
{
    QList<EmployeeId> ids;
    if (limit <= 0)
        return ids;
    ids.reserve(std::min(limit, std::max(qint64{0}, m_size - rank)));
    visitFrom(isDescending, rank, [&](EmployeeId id) {
        ids.append(id);
        return ids.size() < limit;
    });
    return ids;
}

QList<EmployeeId> AmountList::idsAmong(
    const EmployeeSet &wanted, bool isDescending, qint64 rank, qint64 offset, qint64 limit) const
{
    QList<EmployeeId> ids;
    qint64 left = wanted.size(); // so many are still to be met, at most
    if (left == 0 || limit <= 0)
        return ids;
    visitFrom(isDescending, rank, [&](EmployeeId id) {
        if (!wanted.contains(id))
            return true;
        if (offset-- <= 0)
            ids.append(id);
        return --left > 0 && ids.size() < limit;
    });
    return ids;
}

/// From above equal records come by their ids all the same: so group after group of them is found,
/// and each is visited upwards.
void AmountList::visitFrom(bool isDescending, qint64 rank, const Visitor &visit) const
{
    if (rank < 0 || rank >= m_size)
        return;
    if (!isDescending)
        return visitUpwards(positionAt(rank), [&](const Entry &entry) { return visit(entry.id); });
    qint64 amount = at(positionAt(m_size - 1 - rank)).amount;
    const qint64 skipped = rank - (m_size - rankUpwards({amount, highestId}));
    Position begin = positionAt(rankUpwards({amount, lowestId}) + skipped);
    for (bool wantsMore = true; wantsMore;) {
        visitUpwards(begin, [&](const Entry &entry) {
            if (entry.amount != amount)
                return false;
            wantsMore = visit(entry.id);
            return wantsMore;
        });
        std::optional<Position> below = positionBefore(positionOf({amount, lowestId}));
        if (!below)
            return;
        amount = at(*below).amount;
        begin = positionOf({amount, lowestId});
    }
}

void AmountList::visitUpwards(Position from, const std::function<bool(const Entry &)> &visit) const
{
    for (; from.shelf < m_shelves.size(); from = {from.shelf + 1, 0}) {
        const Shelf &shelf = m_shelves[from.shelf];
        for (; from.place < shelf.size(); ++from.place) {
            if (!visit(shelf[from.place]))
                return;
        }
    }
}

qint64 AmountList::rankUpwards(const Entry &place) const
{
    if (m_shelves.empty())
        return 0;
    const std::size_t index = shelfOf(place);
    const Shelf &shelf = m_shelves[index];
    const auto before = m_sizes.begin() + static_cast<std::ptrdiff_t>(index);
    return std::accumulate(m_sizes.begin(), before, qint64{0})
        + (std::ranges::lower_bound(shelf, place) - shelf.begin());
}

/// Of the first record that is not lower.
AmountList::Position AmountList::positionOf(const Entry &place) const
{
    const std::size_t index = shelfOf(place);
    const Shelf &shelf = m_shelves[index];
    const auto found
        = static_cast<std::size_t>(std::ranges::lower_bound(shelf, place) - shelf.begin());
    return found < shelf.size() ? Position{index, found} : Position{index + 1, 0};
}

AmountList::Position AmountList::positionAt(qint64 rank) const
{
    std::size_t index = 0;
    while (rank >= m_sizes[index])
        rank -= m_sizes[index++];
    return {index, static_cast<std::size_t>(rank)};
}

std::optional<AmountList::Position> AmountList::positionBefore(const Position &position) const
{
    if (position.place > 0)
        return Position{position.shelf, position.place - 1};
    if (position.shelf == 0)
        return std::nullopt;
    return Position{position.shelf - 1, m_shelves[position.shelf - 1].size() - 1};
}

const AmountList::Entry &AmountList::at(const Position &position) const
{
    return m_shelves[position.shelf][position.place];
}

std::size_t AmountList::shelfOf(const Entry &entry) const
{
    const auto above = std::ranges::upper_bound(m_lowest, entry);
    return above == m_lowest.begin() ? 0 : std::size_t(above - m_lowest.begin()) - 1;
}

} // namespace roster::server
