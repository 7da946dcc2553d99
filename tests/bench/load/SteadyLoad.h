#pragma once

#include "tests/bench/load/Crew.h"
#include "tests/bench/load/Pace.h"
#include "tests/bench/load/Poller.h"
#include "tests/bench/load/Tally.h"
#include "tests/bench/load/UsageWatch.h"
#include "tests/bench/load/Workload.h"

#include <deque>

namespace roster::bench {

/// A load on connections that stay open: in a closed loop each has `depth` requests open all the
/// time; in an open loop requests fall due at a rate and go to the connections in turn, waiting
/// here while one has `depth` open. Latency counts from the moment a request was due.
class SteadyLoad
{
public:
    SteadyLoad(Crew &crew, Workload &workload, const Pace &pace, UsageWatch &usage);

    [[nodiscard]] Tally run();

private:
    struct Lane
    {
        std::deque<TimePoint> waiting; ///< due, but not sent
        std::deque<TimePoint> open; ///< sent: when they were due
        bool isWatchedForWriting = false;
        bool isGone = false;
    };

    void begin();
    void loop();
    void serve(std::size_t lane);
    void onReply(std::size_t lane, std::string_view reply);
    void count(TimePoint due, TimePoint at, std::size_t replySize);
    void countSegment(TimePoint at);
    void fall(TimePoint at);
    void send(std::size_t lane);
    void giveUp(std::size_t lane);
    void finish();
    [[nodiscard]] bool isClosedLoop() const { return m_pace.rate <= 0; }
    [[nodiscard]] bool isCounted() const { return m_pace.requests > 0; }
    [[nodiscard]] bool maySend(TimePoint at) const;
    [[nodiscard]] bool isMeasured(TimePoint due) const { return due >= m_start && due < m_end; }

    Crew &m_crew;
    Workload &m_workload;
    const Pace m_pace;
    UsageWatch &m_usage;
    Poller m_poller;
    std::vector<Lane> m_lanes;
    std::optional<DueTimes> m_dueTimes;
    Tally m_tally;
    TimePoint m_start; ///< of what is measured
    TimePoint m_end;
    TimePoint m_lastReply;
    TimePoint m_segmentStart;
    std::uint64_t m_segmentItems = 0;
    std::uint64_t m_sent = 0;
    std::size_t m_openRequests = 0; ///< waiting too
    std::size_t m_nextLane = 0;
    std::size_t m_lanesLeft = 0;
    bool m_isMeasuring = false;
    bool m_isOver = false;
};

} // namespace roster::bench
