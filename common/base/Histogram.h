#pragma once

#include "common/base/Counter.h"

#include <array>

namespace roster {

/// What a Histogram had counted at a moment, or between two. A value.
///
/// Buckets grow with what they hold: each is at most an eighth of its values wide, so that a
/// quantile is known that well from microseconds to hours.
class HistogramCounts
{
public:
    static constexpr int stepsPerOctave = 8;
    static constexpr int octaves = 30; ///< up to 2^32; what is larger counts as that
    static constexpr std::size_t bucketCount = std::size_t{stepsPerOctave} * octaves;

    [[nodiscard]] static std::size_t bucketOf(quint64 value) noexcept;
    /// The largest value that falls into it.
    [[nodiscard]] static qint64 upperEdge(std::size_t bucket) noexcept;

    [[nodiscard]] qint64 count() const;
    [[nodiscard]] qint64 sum() const { return m_sum; }
    /// 0 of nothing.
    [[nodiscard]] double mean() const;
    /// How many are smaller than @p bound, which is a power of two, or at most 8.
    [[nodiscard]] qint64 countBelow(qint64 bound) const;
    /// The least value that at least @p share (0 to 1) of all do not exceed, at most an eighth too
    /// large, and never above the largest ever noted; 0 of nothing.
    [[nodiscard]] qint64 quantile(double share) const;

    HistogramCounts &operator+=(const HistogramCounts &other);
    /// What was counted after @p earlier, an earlier reading of the same.
    [[nodiscard]] HistogramCounts since(const HistogramCounts &earlier) const;

private:
    friend class Histogram;

    std::array<qint64, bucketCount> m_buckets{};
    qint64 m_sum = 0;
    qint64 m_largest = 0;
};

/// How often which values were noted, by one thread; any may read. Noting costs what counting does.
class Histogram
{
public:
    void note(qint64 value) noexcept;
    /// Values that are noted meanwhile may be in it or not.
    [[nodiscard]] HistogramCounts read() const;

private:
    std::array<Counter, HistogramCounts::bucketCount> m_buckets;
    Counter m_sum;
    std::atomic<qint64> m_largest = 0;
};

} // namespace roster
