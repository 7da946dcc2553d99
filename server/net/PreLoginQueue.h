#pragma once

#include <QHash>
#include <QHostAddress>

#include <chrono>
#include <map>
#include <optional>
#include <set>

namespace roster::server {

/// A listener's own number for a connection.
using ConnectionId = quint64;

/// The block that strangers are counted by: an IPv4 address, or the /64 of an IPv6 address, which
/// is what one household gets.
[[nodiscard]] QHostAddress addressBlock(const QHostAddress &address);

/// The connections of one listener that have no session, by age and address block; finds the one to
/// drop. Not thread-safe.
class PreLoginQueue
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    /// The youngest from now on.
    void add(ConnectionId id, const QHostAddress &peer, TimePoint now);
    void remove(ConnectionId id);
    [[nodiscard]] bool contains(ConnectionId id) const { return m_placeOf.contains(id); }
    /// How many there are of the block of @p peer.
    [[nodiscard]] int count(const QHostAddress &peer) const;
    [[nodiscard]] std::optional<ConnectionId> oldestOf(const QHostAddress &peer) const;
    /// The oldest of the block that has the most, if those are more than @p count.
    [[nodiscard]] std::optional<ConnectionId> oldestOfBlockAbove(int count) const;
    /// The oldest of all, if it has been waiting since before @p moment.
    [[nodiscard]] std::optional<ConnectionId> oldestBefore(TimePoint moment) const;

private:
    struct Entry
    {
        ConnectionId id;
        QHostAddress block;
        TimePoint since;
    };

    std::map<quint64, Entry> m_byAge;
    QHash<ConnectionId, quint64> m_placeOf;
    QHash<QHostAddress, std::set<quint64>> m_byBlock;
    quint64 m_nextPlace = 1;
};

} // namespace roster::server
