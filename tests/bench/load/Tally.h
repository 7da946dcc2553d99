#pragma once

#include "tests/bench/load/LatencyRecord.h"

#include <map>
#include <string>
#include <vector>

namespace roster::bench {

/// How far a bulk load had come, and how fast the part up to there went.
struct Segment
{
    std::uint64_t upTo = 0;
    double perSecond = 0;
};

/// What a load has measured.
struct Tally
{
    LatencyRecord latencies;
    std::vector<LatencyRecord> byKind; ///< where several kinds are mixed
    std::uint64_t requests = 0; ///< answered rightly inside the measured time
    std::uint64_t items = 0; ///< records that they worked on
    std::uint64_t replyBytes = 0;
    std::map<std::string, std::uint64_t> errors; ///< how often each
    std::vector<Segment> segments;
    Nanoseconds time{0}; ///< measured

    [[nodiscard]] std::uint64_t errorCount() const;
    void noteError(const std::string &problem) { ++errors[problem]; }
};

} // namespace roster::bench
