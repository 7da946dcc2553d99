#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace roster::bench {

using TimePoint = std::chrono::steady_clock::time_point;
using Nanoseconds = std::chrono::nanoseconds;

[[nodiscard]] inline TimePoint now()
{
    return std::chrono::steady_clock::now();
}

/// All latencies of a run, each kept as it is: so percentiles are exact, at eight bytes a request.
class LatencyRecord
{
public:
    void add(Nanoseconds latency);

    [[nodiscard]] std::size_t count() const { return m_values.size(); }
    /// The least latency that @p percent of all do not exceed (nearest rank); zero without any.
    [[nodiscard]] Nanoseconds percentile(double percent) const;
    [[nodiscard]] Nanoseconds mean() const;
    [[nodiscard]] Nanoseconds longest() const { return percentile(100); }

private:
    mutable std::vector<std::int64_t> m_values;
    mutable bool m_isSorted = true;
};

/// Milliseconds as a number, for people and JSON.
[[nodiscard]] inline double toMilliseconds(Nanoseconds time)
{
    return std::chrono::duration<double, std::milli>(time).count();
}

} // namespace roster::bench
