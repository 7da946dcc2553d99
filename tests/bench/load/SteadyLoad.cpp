#include "tests/bench/load/SteadyLoad.h"

#include <algorithm>

namespace roster::bench {
namespace {

/// For the answers still open when the time is over.
constexpr std::chrono::seconds answerPatience{30};

} // namespace

std::uint64_t Tally::errorCount() const
{
    std::uint64_t sum = 0;
    for (const auto &[problem, count] : errors)
        sum += count;
    return sum;
}

SteadyLoad::SteadyLoad(Crew &crew, Workload &workload, const Pace &pace, UsageWatch &usage)
    : m_crew(crew)
    , m_workload(workload)
    , m_pace(pace)
    , m_usage(usage)
    , m_lanes(crew.size())
    , m_lanesLeft(crew.size())
{
    for (std::size_t lane = 0; lane < m_crew.size(); ++lane)
        m_poller.watch(*m_crew[lane], lane);
}

Tally SteadyLoad::run()
{
    begin();
    loop();
    finish();
    return std::move(m_tally);
}

void SteadyLoad::begin()
{
    const TimePoint at = now();
    m_start = isCounted() ? at : at + m_pace.warmUp;
    m_end = isCounted() ? TimePoint::max() : m_start + m_pace.measured;
    m_segmentStart = m_start;
    m_lastReply = m_start;
    if (!isClosedLoop()) {
        m_dueTimes.emplace(at, m_pace.rate);
        return;
    }
    for (std::size_t lane = 0; lane < m_lanes.size(); ++lane) {
        for (std::size_t i = 0; i < m_pace.depth; ++i) {
            m_lanes[lane].waiting.push_back(at);
            ++m_openRequests;
        }
        send(lane);
    }
}

void SteadyLoad::loop()
{
    for (TimePoint at = now(); m_lanesLeft > 0; at = now()) {
        if (!m_isMeasuring && at >= m_start) {
            m_isMeasuring = true;
            m_usage.begin();
        }
        if (!m_isOver && (at >= m_end || (isCounted() && m_sent >= m_pace.requests))) {
            m_isOver = true;
            if (!isCounted())
                m_usage.end();
        }
        if (m_isOver && m_openRequests == 0)
            break;
        const TimePoint lastMoment
            = isCounted() ? m_lastReply + answerPatience : m_end + answerPatience;
        if (at >= lastMoment)
            break;
        fall(at);
        TimePoint until = m_isOver || isCounted() ? lastMoment : m_end;
        if (!m_isMeasuring)
            until = m_start;
        if (m_dueTimes && !m_isOver)
            until = std::min(until, m_dueTimes->next());
        for (const std::size_t lane : m_poller.wait(until))
            serve(lane);
    }
}

/// Requests that have become due.
void SteadyLoad::fall(TimePoint at)
{
    if (!m_dueTimes || m_isOver)
        return;
    while (const std::optional<TimePoint> due = m_dueTimes->take(at)) {
        const std::size_t lane = m_nextLane++ % m_lanes.size();
        m_lanes[lane].waiting.push_back(*due);
        ++m_openRequests;
        send(lane);
    }
}

bool SteadyLoad::maySend(TimePoint at) const
{
    return isCounted() ? m_sent < m_pace.requests : at < m_end;
}

void SteadyLoad::send(std::size_t lane)
{
    Lane &state = m_lanes[lane];
    Connection &connection = *m_crew[lane];
    if (connection.state() == Connection::State::Closed)
        return giveUp(lane);
    while (!state.waiting.empty() && state.open.size() < m_pace.depth) {
        const TimePoint due = state.waiting.front();
        state.waiting.pop_front();
        if (!maySend(due)) {
            --m_openRequests;
            continue;
        }
        state.open.push_back(due);
        ++m_sent;
        m_workload.append(lane, connection.output());
    }
    connection.flush();
    m_poller.update(connection, lane, state.isWatchedForWriting);
    if (connection.state() == Connection::State::Closed)
        giveUp(lane);
}

void SteadyLoad::serve(std::size_t lane)
{
    Connection &connection = *m_crew[lane];
    connection.receive([this, lane](std::string_view reply) { onReply(lane, reply); });
    send(lane);
}

void SteadyLoad::onReply(std::size_t lane, std::string_view reply)
{
    Lane &state = m_lanes[lane];
    if (state.open.empty())
        return m_tally.noteError("a line that nobody asked for");
    const TimePoint at = now();
    m_lastReply = at;
    const TimePoint due = state.open.front();
    state.open.pop_front();
    --m_openRequests;
    if (const auto problem = m_workload.check(lane, reply))
        m_tally.noteError(*problem);
    else
        count(due, at, reply.size());
    if (isClosedLoop()) {
        state.waiting.push_back(at);
        ++m_openRequests;
    }
}

void SteadyLoad::count(TimePoint due, TimePoint at, std::size_t replySize)
{
    if (isMeasured(due)) {
        const std::size_t kind = m_workload.lastKind();
        m_tally.latencies.add(at - due);
        m_tally.byKind.resize(std::max(m_tally.byKind.size(), kind + 1));
        m_tally.byKind[kind].add(at - due);
    }
    if (!isMeasured(at))
        return;
    ++m_tally.requests;
    m_tally.items += m_workload.itemsPerRequest();
    m_tally.replyBytes += replySize;
    countSegment(at);
}

void SteadyLoad::countSegment(TimePoint at)
{
    m_segmentItems += m_workload.itemsPerRequest();
    if (m_pace.itemsPerSegment == 0 || m_segmentItems < m_pace.itemsPerSegment)
        return;
    const double seconds = std::chrono::duration<double>(at - m_segmentStart).count();
    m_tally.segments.push_back({m_tally.items, static_cast<double>(m_segmentItems) / seconds});
    m_segmentItems = 0;
    m_segmentStart = at;
}

/// The connection is gone, and with it all that was asked on it.
void SteadyLoad::giveUp(std::size_t lane)
{
    Lane &state = m_lanes[lane];
    const std::size_t lost = state.open.size() + state.waiting.size();
    if (lost > 0)
        m_tally.errors["connection ended: " + m_crew[lane]->problem()] += lost;
    m_openRequests -= lost;
    state.open.clear();
    state.waiting.clear();
    if (state.isGone)
        return;
    state.isGone = true;
    --m_lanesLeft;
    m_poller.forget(*m_crew[lane]);
}

void SteadyLoad::finish()
{
    if (m_openRequests > 0)
        m_tally.errors["no answer in time"] += m_openRequests;
    if (isCounted())
        m_usage.end();
    m_tally.time = (isCounted() ? m_lastReply : m_end) - m_start;
}

} // namespace roster::bench
