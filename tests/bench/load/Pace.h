#pragma once

#include "tests/bench/load/LatencyRecord.h"

#include <cstdint>
#include <optional>

namespace roster::bench {

/// How long and how hard: set on the command line.
struct Pace
{
    std::size_t depth = 1; ///< requests that a connection has open at most
    double rate = 0; ///< requests a second, whatever the answers (open loop); 0: closed loop
    Nanoseconds warmUp{std::chrono::seconds(1)};
    Nanoseconds measured{std::chrono::seconds(5)};
    std::uint64_t requests = 0; ///< instead of a time: so many, all of them measured
    std::uint64_t itemsPerSegment = 0; ///< 0: no segments
};

/// The moments at which requests are due at a given rate, from a start on: evenly spaced, so that
/// two runs ask the same of the server. They do not wait for answers: what is late counts as late.
class DueTimes
{
public:
    DueTimes(TimePoint start, double rate)
        : m_start(start)
        , m_rate(rate)
    {
    }

    [[nodiscard]] TimePoint next() const
    {
        const std::chrono::duration<double> offset(static_cast<double>(m_taken) / m_rate);
        return m_start + std::chrono::duration_cast<Nanoseconds>(offset);
    }
    /// The next one, if it has come.
    [[nodiscard]] std::optional<TimePoint> take(TimePoint at)
    {
        const TimePoint due = next();
        if (due > at)
            return std::nullopt;
        ++m_taken;
        return due;
    }

private:
    TimePoint m_start;
    double m_rate;
    std::uint64_t m_taken = 0;
};

} // namespace roster::bench
