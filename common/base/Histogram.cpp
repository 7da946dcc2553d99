#include "common/base/Histogram.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

namespace roster {
namespace {

constexpr int stepBits = std::countr_zero(unsigned{HistogramCounts::stepsPerOctave});
constexpr quint64 largest = (quint64{1} << (HistogramCounts::octaves + stepBits - 1)) - 1;

} // namespace

std::size_t HistogramCounts::bucketOf(quint64 value) noexcept
{
    value = std::min(value, largest);
    if (value < stepsPerOctave)
        return value;
    const auto shift = static_cast<unsigned>(std::bit_width(value) - 1 - stepBits);
    return stepsPerOctave * shift + (value >> shift);
}

qint64 HistogramCounts::upperEdge(std::size_t bucket) noexcept
{
    if (bucket < stepsPerOctave)
        return static_cast<qint64>(bucket);
    const std::size_t shift = bucket / stepsPerOctave - 1;
    const std::size_t step = bucket % stepsPerOctave + stepsPerOctave;
    return static_cast<qint64>(((step + 1) << shift) - 1);
}

qint64 HistogramCounts::count() const
{
    return std::accumulate(m_buckets.begin(), m_buckets.end(), qint64{0});
}

double HistogramCounts::mean() const
{
    const qint64 counted = count();
    return counted == 0 ? 0 : static_cast<double>(m_sum) / static_cast<double>(counted);
}

qint64 HistogramCounts::countBelow(qint64 bound) const
{
    const auto end = static_cast<std::ptrdiff_t>(bucketOf(static_cast<quint64>(bound)));
    return std::accumulate(m_buckets.begin(), m_buckets.begin() + end, qint64{0});
}

qint64 HistogramCounts::quantile(double share) const
{
    const auto wanted = static_cast<qint64>(std::ceil(share * static_cast<double>(count())));
    qint64 seen = 0;
    for (std::size_t i = 0; i < bucketCount; ++i) {
        seen += m_buckets[i];
        if (seen > 0 && seen >= wanted)
            return std::min(upperEdge(i), m_largest);
    }
    return 0;
}

HistogramCounts &HistogramCounts::operator+=(const HistogramCounts &other)
{
    for (std::size_t i = 0; i < bucketCount; ++i)
        m_buckets[i] += other.m_buckets[i];
    m_sum += other.m_sum;
    m_largest = std::max(m_largest, other.m_largest);
    return *this;
}

HistogramCounts HistogramCounts::since(const HistogramCounts &earlier) const
{
    HistogramCounts later = *this;
    for (std::size_t i = 0; i < bucketCount; ++i)
        later.m_buckets[i] -= earlier.m_buckets[i];
    later.m_sum -= earlier.m_sum;
    return later;
}

void Histogram::note(qint64 value) noexcept
{
    const qint64 counted = std::max<qint64>(value, 0);
    m_buckets[HistogramCounts::bucketOf(static_cast<quint64>(counted))].add();
    m_sum.add(counted);
    if (counted > m_largest.load(std::memory_order_relaxed))
        m_largest.store(counted, std::memory_order_relaxed);
}

HistogramCounts Histogram::read() const
{
    HistogramCounts counts;
    for (std::size_t i = 0; i < HistogramCounts::bucketCount; ++i)
        counts.m_buckets[i] = m_buckets[i].value();
    counts.m_sum = m_sum.value();
    counts.m_largest = m_largest.load(std::memory_order_relaxed);
    return counts;
}

} // namespace roster
