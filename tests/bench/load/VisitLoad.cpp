#include "tests/bench/load/VisitLoad.h"

#include "tests/bench/load/ReplyText.h"

#include <algorithm>

namespace roster::bench {
namespace {

constexpr std::chrono::seconds visitPatience{30};

} // namespace

VisitLoad::VisitLoad(
    Target &target, Kind kind, std::size_t visitors, const Pace &pace, UsageWatch &usage)
    : m_target(target)
    , m_kind(kind)
    , m_pace(pace)
    , m_usage(usage)
    , m_visitors(visitors)
{
    for (std::size_t number = 0; number < visitors; ++number)
        m_free.push_back(number);
}

Tally VisitLoad::run()
{
    const TimePoint begin = now();
    const bool isCounted = m_pace.requests > 0;
    m_start = isCounted ? begin : begin + m_pace.warmUp;
    m_end = isCounted ? TimePoint::max() : m_start + m_pace.measured;
    TimePoint giveUpAt = isCounted ? TimePoint::max() : m_end + visitPatience;
    if (m_pace.rate > 0)
        m_dueTimes.emplace(begin, m_pace.rate);
    bool isMeasuring = false;
    for (TimePoint at = begin; at < giveUpAt; at = now()) {
        if (!isMeasuring && at >= m_start) {
            isMeasuring = true;
            m_usage.begin();
        }
        beginDue(at);
        if (!maySend(at) && m_waiting.empty() && m_free.size() == m_visitors.size())
            break;
        TimePoint until = at + std::chrono::milliseconds(100);
        if (m_dueTimes && maySend(at))
            until = std::min(until, m_dueTimes->next());
        for (const std::size_t number : m_poller.wait(until))
            serve(number);
    }
    m_usage.end();
    if (m_free.size() < m_visitors.size())
        m_tally.errors["no answer in time"] += m_visitors.size() - m_free.size();
    m_tally.time = (isCounted ? now() : m_end) - m_start;
    return std::move(m_tally);
}

bool VisitLoad::maySend(TimePoint at) const
{
    return m_pace.requests > 0 ? m_begun + m_waiting.size() < m_pace.requests : at < m_end;
}

void VisitLoad::beginDue(TimePoint at)
{
    while (m_dueTimes && maySend(at)) {
        const std::optional<TimePoint> due = m_dueTimes->take(at);
        if (!due)
            break;
        m_waiting.push_back(*due);
    }
    while (!m_free.empty() && (m_dueTimes ? !m_waiting.empty() : maySend(at))) {
        const std::size_t number = m_free.back();
        m_free.pop_back();
        TimePoint due = at;
        if (m_dueTimes) {
            due = m_waiting.front();
            m_waiting.pop_front();
        }
        visit(number, due);
    }
}

void VisitLoad::visit(std::size_t number, TimePoint due)
{
    Visitor &visitor = m_visitors[number];
    ++m_begun;
    visitor = {std::make_unique<Connection>(m_target.context.get(), m_target.endpoint), due};
    m_poller.watch(*visitor.connection, number);
    serve(number);
}

void VisitLoad::serve(std::size_t number)
{
    Visitor &visitor = m_visitors[number];
    if (!visitor.connection)
        return;
    Connection &connection = *visitor.connection;
    connection.advance();
    if (connection.state() == Connection::State::Open) {
        if (!visitor.hasAsked) {
            visitor.hasAsked = true;
            connection.output() += request();
        }
        connection.flush();
        bool isAnswered = false;
        connection.receive([&](std::string_view reply) {
            if (!isAnswered)
                onReply(visitor, reply);
            isAnswered = true;
        });
        if (isAnswered)
            return end(number);
    }
    if (connection.state() == Connection::State::Closed) {
        m_tally.noteError("connection ended: " + connection.problem());
        return end(number);
    }
    m_poller.update(connection, number, visitor.isWatchedForWriting);
}

void VisitLoad::onReply(Visitor &visitor, std::string_view reply)
{
    const TimePoint at = now();
    if (auto problem = check(reply))
        return m_tally.noteError(*problem);
    if (visitor.due >= m_start && visitor.due < m_end)
        m_tally.latencies.add(at - visitor.due);
    if (at < m_start || at >= m_end)
        return;
    ++m_tally.requests;
    ++m_tally.items;
    m_tally.replyBytes += reply.size();
}

void VisitLoad::end(std::size_t number)
{
    m_visitors[number].connection.reset(); // epoll forgets a descriptor that is closed
    m_free.push_back(number);
}

std::string VisitLoad::request()
{
    if (m_kind == Kind::Login)
        return m_target.accounts->nextLogin();
    return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"server.info\"}\n";
}

/// A peer answers with any line.
std::optional<std::string> VisitLoad::check(std::string_view reply) const
{
    if (!m_target.accounts)
        return std::nullopt;
    return problemOf(reply, 1);
}

} // namespace roster::bench
