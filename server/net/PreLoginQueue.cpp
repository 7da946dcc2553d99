#include "server/net/PreLoginQueue.h"

#include <algorithm>

namespace roster::server {
namespace {

constexpr int blockBytes = 8;

} // namespace

QHostAddress addressBlock(const QHostAddress &address)
{
    bool isIpv4 = false;
    const quint32 ipv4 = address.toIPv4Address(&isIpv4);
    if (isIpv4)
        return QHostAddress(ipv4);
    Q_IPV6ADDR bytes = address.toIPv6Address();
    std::fill(std::begin(bytes.c) + blockBytes, std::end(bytes.c), quint8(0));
    return QHostAddress(bytes);
}

void PreLoginQueue::add(ConnectionId id, const QHostAddress &peer, TimePoint now)
{
    remove(id);
    const quint64 place = m_nextPlace++;
    const QHostAddress block = addressBlock(peer);
    m_byAge.emplace(place, Entry{id, block, now});
    m_placeOf.insert(id, place);
    m_byBlock[block].insert(place);
}

void PreLoginQueue::remove(ConnectionId id)
{
    const auto place = m_placeOf.constFind(id);
    if (place == m_placeOf.constEnd())
        return;
    const auto entry = m_byAge.find(*place);
    const auto block = m_byBlock.find(entry->second.block);
    block->erase(*place);
    if (block->empty())
        m_byBlock.erase(block);
    m_byAge.erase(entry);
    m_placeOf.erase(place);
}

int PreLoginQueue::count(const QHostAddress &peer) const
{
    const auto block = m_byBlock.constFind(addressBlock(peer));
    return block == m_byBlock.constEnd() ? 0 : static_cast<int>(block->size());
}

std::optional<ConnectionId> PreLoginQueue::oldestOf(const QHostAddress &peer) const
{
    const auto block = m_byBlock.constFind(addressBlock(peer));
    if (block == m_byBlock.constEnd())
        return std::nullopt;
    return m_byAge.at(*block->begin()).id;
}

std::optional<ConnectionId> PreLoginQueue::oldestOfBlockAbove(int count) const
{
    const auto largest = std::ranges::max_element(
        m_byBlock, {}, [](const std::set<quint64> &block) { return block.size(); });
    if (largest == m_byBlock.end() || static_cast<int>(largest->size()) <= count)
        return std::nullopt;
    return m_byAge.at(*largest->begin()).id;
}

std::optional<ConnectionId> PreLoginQueue::oldestBefore(TimePoint moment) const
{
    if (m_byAge.empty() || m_byAge.begin()->second.since >= moment)
        return std::nullopt;
    return m_byAge.begin()->second.id;
}

} // namespace roster::server
