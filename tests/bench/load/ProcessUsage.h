#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <optional>

namespace roster::bench {

/// What a process has used up to now, as /proc tells (proc(5)): processor time of all its threads,
/// in user and system mode, in steps of a clock tick; resident memory.
struct ProcessUsage
{
    std::chrono::microseconds cpu{0};
    std::int64_t residentKib = 0;

    /// Nothing when there is no such process.
    [[nodiscard]] static std::optional<ProcessUsage> of(pid_t pid);
};

} // namespace roster::bench
