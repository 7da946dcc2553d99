#pragma once

#include "tests/bench/load/Crew.h"
#include "tests/bench/load/Pace.h"
#include "tests/bench/load/Poller.h"
#include "tests/bench/load/Tally.h"
#include "tests/bench/load/UsageWatch.h"

#include <deque>

namespace roster::bench {

/// A load of visits: connect, full handshake, one request, its answer, an orderly end. The answer
/// shows that the server too has finished the handshake. So many visitors at once in a closed loop;
/// at a rate, a visit begins when it is due and a visitor is free.
class VisitLoad
{
public:
    enum class Kind { Handshake, Login };

    VisitLoad(Target &target, Kind kind, std::size_t visitors, const Pace &pace, UsageWatch &usage);

    [[nodiscard]] Tally run();

private:
    struct Visitor
    {
        std::unique_ptr<Connection> connection; ///< none: free
        TimePoint due;
        bool hasAsked = false;
        bool isWatchedForWriting = true;
    };

    void beginDue(TimePoint at);
    [[nodiscard]] bool maySend(TimePoint at) const;
    void visit(std::size_t number, TimePoint due);
    void serve(std::size_t number);
    void onReply(Visitor &visitor, std::string_view reply);
    void end(std::size_t number);
    [[nodiscard]] std::string request();
    [[nodiscard]] std::optional<std::string> check(std::string_view reply) const;

    Target &m_target;
    const Kind m_kind;
    const Pace m_pace;
    UsageWatch &m_usage;
    Poller m_poller;
    std::vector<Visitor> m_visitors;
    std::vector<std::size_t> m_free;
    std::optional<DueTimes> m_dueTimes;
    std::deque<TimePoint> m_waiting; ///< due, with no visitor free
    Tally m_tally;
    TimePoint m_start; ///< of what is measured
    TimePoint m_end;
    std::uint64_t m_begun = 0;
};

} // namespace roster::bench
