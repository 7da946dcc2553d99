#include "server/storage/RankedList.h"

#include <QtEndian>

#include <algorithm>
#include <array>

namespace roster::server {
namespace {

/// A shelf that is full grows by so many, not to twice its size, which most of them never need.
constexpr std::size_t moreIds = 32;

/// Of two keys the lower one does not begin higher.
quint64 beginningOf(const QByteArray &key)
{
    std::array<char, sizeof(quint64)> bytes{};
    std::ranges::copy(
        QByteArrayView(key).first(std::min<qsizetype>(key.size(), bytes.size())), bytes.begin());
    return qFromBigEndian<quint64>(bytes.data());
}

} // namespace

bool RankedList::wantsKey() const
{
    return m_shelves.empty() || m_shelves.back().ids.size() >= bucketSize;
}

void RankedList::append(const QByteArray &key, EmployeeId id)
{
    if (wantsKey()) {
        m_shelves.push_back({key, {}, true, ++m_stamps});
        m_shelves.back().ids.reserve(bucketSize);
        m_beginnings.push_back(beginningOf(key));
    }
    m_shelves.back().ids.push_back(id);
    ++m_size;
}

bool RankedList::insert(const QByteArray &key, EmployeeId id)
{
    if (m_shelves.empty()) {
        append(key, id);
        return true;
    }
    Shelf &shelf = m_shelves[shelfOf(key)];
    if (shelf.ids.size() == shelf.ids.capacity())
        shelf.ids.reserve(shelf.ids.size() + moreIds + shelf.ids.size() / 4);
    shelf.ids.push_back(id);
    shelf.isSorted = false;
    shelf.stamp = ++m_stamps;
    ++m_size;
    return shelf.ids.size() <= maxUnsorted;
}

bool RankedList::remove(const QByteArray &key, EmployeeId id)
{
    if (m_shelves.empty())
        return false;
    Shelf &shelf = m_shelves[shelfOf(key)];
    const auto found = std::ranges::find(shelf.ids, id);
    if (found == shelf.ids.end())
        return false;
    shelf.ids.erase(found);
    shelf.stamp = ++m_stamps;
    --m_size;
    return true;
}

std::optional<RankedList::Bucket> RankedList::unsortedAt(qint64 offset, qint64 limit) const
{
    auto [index, within] = find(offset);
    for (qint64 left = limit; index < m_shelves.size() && left > 0; ++index) {
        if (!m_shelves[index].isSorted)
            return look(index);
        left -= static_cast<qint64>(m_shelves[index].ids.size()) - within;
        within = 0;
    }
    return std::nullopt;
}

std::optional<RankedList::Bucket> RankedList::unsortedAround(const QByteArray &key) const
{
    if (m_shelves.empty())
        return std::nullopt;
    const std::size_t index = shelfOf(key);
    if (m_shelves[index].isSorted)
        return std::nullopt;
    return look(index);
}

void RankedList::setSorted(const Bucket &bucket, std::span<const Keyed> sorted)
{
    if (bucket.index >= m_shelves.size() || m_shelves[bucket.index].stamp != bucket.stamp)
        return;
    std::vector<Shelf> parts;
    const std::size_t partSize = sorted.size() > maxBucketSize ? bucketSize : maxBucketSize;
    for (std::size_t begin = 0; begin == 0 || begin < sorted.size(); begin += partSize) {
        const auto part = sorted.subspan(begin, std::min(partSize, sorted.size() - begin));
        // The first part keeps the lower bound: what is lower than its records may still come.
        parts.push_back(
            {begin == 0 ? m_shelves[bucket.index].first : part.front().key, {}, true, ++m_stamps});
        for (const Keyed &record : part)
            parts.back().ids.push_back(record.id);
    }
    const auto place = m_shelves.begin() + static_cast<std::ptrdiff_t>(bucket.index);
    *place = std::move(parts.front());
    std::vector<quint64> beginnings;
    for (const Shelf &part : std::span(parts).subspan(1))
        beginnings.push_back(beginningOf(part.first));
    m_beginnings.insert(m_beginnings.begin() + static_cast<std::ptrdiff_t>(bucket.index) + 1,
        beginnings.begin(), beginnings.end());
    m_shelves.insert(std::next(place), std::make_move_iterator(std::next(parts.begin())),
        std::make_move_iterator(parts.end()));
}

QList<EmployeeId> RankedList::ids(qint64 offset, qint64 limit) const
{
    QList<EmployeeId> found;
    auto [index, within] = find(offset);
    for (; index < m_shelves.size() && found.size() < limit; ++index) {
        const std::vector<EmployeeId> &ids = m_shelves[index].ids;
        const qint64 end = std::min(static_cast<qint64>(ids.size()), within + limit - found.size());
        for (qint64 i = within; i < end; ++i)
            found.append(ids[static_cast<std::size_t>(i)]);
        within = 0;
    }
    return found;
}

RankedList::Walk RankedList::walk(
    const EmployeeSet *wanted, const std::optional<Keyed> &after, qint64 offset, qint64 limit) const
{
    Walk walk;
    std::size_t index = 0;
    std::size_t within = 0;
    if (after && !m_shelves.empty()) {
        index = shelfOf(after->key);
        const Shelf &shelf = m_shelves[index];
        const auto found = std::ranges::find(shelf.ids, after->id);
        if (!shelf.isSorted)
            walk.unsorted = look(index);
        walk.isLost = found == shelf.ids.end();
        if (!shelf.isSorted || walk.isLost)
            return walk;
        within = static_cast<std::size_t>(found - shelf.ids.begin()) + 1;
    }
    qint64 left = wanted ? wanted->size() : m_size; // so many are still to be met, at most
    for (; index < m_shelves.size() && left > 0; ++index) {
        const Shelf &shelf = m_shelves[index];
        for (; within < shelf.ids.size(); ++within) {
            if (wanted && !wanted->contains(shelf.ids[within]))
                continue;
            if (!shelf.isSorted) {
                walk.unsorted = look(index);
                return walk;
            }
            --left;
            if (offset-- > 0)
                continue;
            if (walk.ids.size() == limit)
                return walk;
            walk.ids.append(shelf.ids[within]);
        }
        within = 0;
    }
    return walk;
}

std::optional<qint64> RankedList::rankOf(const QByteArray &key, EmployeeId id) const
{
    if (m_shelves.empty())
        return std::nullopt;
    const std::size_t index = shelfOf(key);
    const std::vector<EmployeeId> &ids = m_shelves[index].ids;
    const auto found = std::ranges::find(ids, id);
    if (found == ids.end())
        return std::nullopt;
    qint64 rank = found - ids.begin();
    for (std::size_t before = 0; before < index; ++before)
        rank += static_cast<qint64>(m_shelves[before].ids.size());
    return rank;
}

std::size_t RankedList::shelfOf(const QByteArray &key) const
{
    const auto [low, high]
        = std::equal_range(m_beginnings.begin(), m_beginnings.end(), beginningOf(key));
    const auto from = m_shelves.begin() + (low - m_beginnings.begin());
    const auto to = m_shelves.begin() + (high - m_beginnings.begin());
    const auto above = std::ranges::upper_bound(from, to, key, std::less<>(), &Shelf::first);
    return above == m_shelves.begin() ? 0 : std::size_t(above - m_shelves.begin()) - 1;
}

std::pair<std::size_t, qint64> RankedList::find(qint64 rank) const
{
    std::size_t index = 0;
    while (index < m_shelves.size() && rank >= static_cast<qint64>(m_shelves[index].ids.size()))
        rank -= static_cast<qint64>(m_shelves[index++].ids.size());
    return {index, rank};
}

RankedList::Bucket RankedList::look(std::size_t index) const
{
    const Shelf &shelf = m_shelves[index];
    return {index, shelf.stamp, shelf.ids};
}

} // namespace roster::server
