#pragma once

#include "tests/bench/load/Crew.h"
#include "tests/bench/load/Pace.h"
#include "tests/bench/load/Poller.h"
#include "tests/bench/load/Tally.h"
#include "tests/bench/load/UsageWatch.h"
#include "tests/bench/load/WriteWorkloads.h"

#include <map>

namespace roster::bench {

/// How soon changes reach everybody who watches: one connection updates at a rate, the others have
/// subscribed. A latency is the time from the moment an update was due to its notification's
/// arrival at one subscriber; every subscriber must get every change, once.
class WatchLoad
{
public:
    WatchLoad(Crew &subscribers, Connection &writer, UpdateWorkload &updates, const Pace &pace,
        UsageWatch &usage);

    [[nodiscard]] Outcome subscribe();
    [[nodiscard]] Tally run();

private:
    struct Update
    {
        TimePoint due;
        std::size_t seen = 0;
    };

    void send(TimePoint due);
    void onNotification(std::string_view line);
    void onReply(std::string_view line);
    [[nodiscard]] bool isAllSeen() const;
    void noteMissing(const Update &update);
    void noteLack();

    Crew &m_subscribers;
    Connection &m_writer;
    UpdateWorkload &m_updates;
    const Pace m_pace;
    UsageWatch &m_usage;
    Poller m_poller;
    std::map<std::int64_t, Update> m_open; ///< by record
    Tally m_tally;
    TimePoint m_start; ///< of what is measured
    std::size_t m_unanswered = 0;
};

} // namespace roster::bench
