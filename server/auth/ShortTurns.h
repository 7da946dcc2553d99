#pragma once

#include <chrono>
#include <ctime>

namespace roster::server {

/// While one lives, its thread offers the core to whoever waits for it, a short turn after it got
/// it: so that a long computation in a library holds nobody up until the scheduler's next tick,
/// which may be 4 ms away. On an idle core that costs next to nothing. Work that has taken a
/// quarter of a second takes the longest turns, so that a busy server cannot put it off for good.
///
/// A timer's signal does it (SIGRTMIN, to this thread alone; calls it interrupts are begun again).
/// One for each thread at a time.
class ShortTurns
{
public:
    static constexpr std::chrono::nanoseconds shortestTurn = std::chrono::microseconds(200);
    static constexpr std::chrono::nanoseconds longestTurn = std::chrono::milliseconds(4);

    /// @p turn, within these bounds. Without a timer, when the system has no more, the thread just
    /// goes on as it would.
    explicit ShortTurns(std::chrono::nanoseconds turn = shortestTurn);
    ~ShortTurns();
    ShortTurns(const ShortTurns &) = delete;
    ShortTurns &operator=(const ShortTurns &) = delete;

    /// How often this one has offered the core.
    [[nodiscard]] int offers() const { return m_offers; }

private:
    static void offerCore(int signal);
    void beginTurn() const;

    const std::chrono::nanoseconds m_turn;
    timer_t m_timer{};
    bool m_hasTimer = false;
    std::chrono::steady_clock::time_point m_began = std::chrono::steady_clock::now();
    volatile int m_offers = 0; ///< written by the handler, on the same thread
};

} // namespace roster::server
