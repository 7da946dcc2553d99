#pragma once

#include <atomic>
#include <chrono>

namespace roster::server {

/// How long the reads of one connection may still take, whatever they ask for: a statement that
/// runs when the budget is spent breaks off with TryLater. Belongs to a Worker; started for each
/// request on the worker's thread, where the connection asks for it now and then; cancelled from
/// any thread.
class ReadBudget
{
public:
    using Clock = std::chrono::steady_clock;

    /// Nothing else of the worker's is served while one request reads, so not even a request of
    /// ill will may read for longer. An honest list of a million records takes a tenth of it.
    static constexpr std::chrono::milliseconds perRequest{3000};

    /// From now on reads may take @p limit together.
    void start(std::chrono::milliseconds limit = perRequest);
    /// No read goes on, now or later: the worker ends.
    void cancel();
    /// Asked while a statement runs; true breaks it off. Says so once for each start(), as what
    /// tidies up behind the broken statement has to run.
    [[nodiscard]] bool isSpent();

private:
    Clock::time_point m_end = Clock::time_point::max();
    std::atomic<bool> m_isCancelled = false;
};

} // namespace roster::server
