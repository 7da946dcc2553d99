#pragma once

#include <atomic>
#include <optional>
#include <utility>

namespace roster::server {

class ConnectionLimits;

/// One of the server's places for connections, held until its end. Move-only.
class ConnectionPlace
{
public:
    ConnectionPlace(ConnectionPlace &&other) noexcept
        : m_limits(std::exchange(other.m_limits, nullptr))
    {
    }
    ConnectionPlace &operator=(ConnectionPlace &&other) noexcept
    {
        std::swap(m_limits, other.m_limits);
        return *this;
    }
    ConnectionPlace(const ConnectionPlace &) = delete;
    ConnectionPlace &operator=(const ConnectionPlace &) = delete;
    ~ConnectionPlace();

private:
    friend class ConnectionLimits;
    explicit ConnectionPlace(ConnectionLimits &limits)
        : m_limits(&limits)
    {
    }

    ConnectionLimits *m_limits;
};

/// How many connections the process keeps open at once, shared by its workers; outlives them.
/// Thread-safe.
class ConnectionLimits
{
public:
    /// @p maximum connections in all, served by @p workers listeners.
    ConnectionLimits(int maximum, int workers);

    /// Empty when the server is full.
    [[nodiscard]] std::optional<ConnectionPlace> tryTake();
    [[nodiscard]] int open() const { return m_open.load(std::memory_order_relaxed); }
    [[nodiscard]] int maximum() const { return m_maximum; }
    /// A worker's part of those that are open now, rounded down: one at least has no more.
    [[nodiscard]] int fairShare() const { return open() / m_workers; }
    /// How many connections before login one worker keeps for one address block: all the workers
    /// together give a block at most a quarter of the places.
    [[nodiscard]] int sharePerAddressBlock() const { return m_sharePerAddressBlock; }

private:
    friend class ConnectionPlace;

    const int m_maximum;
    const int m_workers;
    const int m_sharePerAddressBlock;
    std::atomic<int> m_open = 0;
};

} // namespace roster::server
