#include "tests/bench/load/LatencyRecord.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace roster::bench {
namespace {

constexpr double roundingError = 1e-6;

} // namespace

void LatencyRecord::add(Nanoseconds latency)
{
    m_values.push_back(latency.count());
    m_isSorted = false;
}

Nanoseconds LatencyRecord::percentile(double percent) const
{
    if (m_values.empty())
        return Nanoseconds{0};
    if (!m_isSorted)
        std::ranges::sort(m_values);
    m_isSorted = true;
    // 99.9 % of 1,000 is 999, which a floating-point number may miss by a hair.
    const double rank
        = std::ceil(percent * static_cast<double>(m_values.size()) / 100 - roundingError);
    const auto position = static_cast<std::size_t>(std::max(rank, 1.0)) - 1;
    return Nanoseconds{m_values[std::min(position, m_values.size() - 1)]};
}

Nanoseconds LatencyRecord::mean() const
{
    if (m_values.empty())
        return Nanoseconds{0};
    const std::int64_t sum = std::accumulate(m_values.begin(), m_values.end(), std::int64_t{0});
    return Nanoseconds{sum / static_cast<std::int64_t>(m_values.size())};
}

} // namespace roster::bench
