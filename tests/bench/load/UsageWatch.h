#pragma once

#include "tests/bench/load/ProcessUsage.h"

namespace roster::bench {

/// What the server's process used while the load was measured, if its id is known.
struct UsageWatch
{
    pid_t pid = 0; ///< 0: unknown
    std::optional<ProcessUsage> before;
    std::optional<ProcessUsage> after;

    void begin() { before = pid > 0 ? ProcessUsage::of(pid) : std::nullopt; }
    void end() { after = pid > 0 ? ProcessUsage::of(pid) : std::nullopt; }
    /// Nothing when it was not to be read.
    [[nodiscard]] std::optional<std::chrono::microseconds> cpu() const
    {
        if (!before || !after)
            return std::nullopt;
        return after->cpu - before->cpu;
    }
};

} // namespace roster::bench
