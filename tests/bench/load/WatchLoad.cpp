#include "tests/bench/load/WatchLoad.h"

#include "tests/bench/load/Failure.h"
#include "tests/bench/load/ReplyText.h"

#include <algorithm>

namespace roster::bench {
namespace {

constexpr std::chrono::seconds noticePatience{10};

} // namespace

WatchLoad::WatchLoad(Crew &subscribers, Connection &writer, UpdateWorkload &updates,
    const Pace &pace, UsageWatch &usage)
    : m_subscribers(subscribers)
    , m_writer(writer)
    , m_updates(updates)
    , m_pace(pace)
    , m_usage(usage)
{
    for (std::size_t number = 0; number < m_subscribers.size(); ++number)
        m_poller.watch(*m_subscribers[number], number);
    m_poller.watch(m_writer, m_subscribers.size());
}

Outcome WatchLoad::subscribe()
{
    for (const auto &subscriber : m_subscribers) {
        const Result<std::string> reply = subscriber->ask(
            std::string("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"employee.subscribe\"}\n"));
        if (!reply)
            return reply.error();
        if (const auto problem = problemOf(*reply, 2))
            return failure("No subscription: " + *problem);
    }
    return Done{};
}

Tally WatchLoad::run()
{
    const TimePoint begin = now();
    m_start = begin + m_pace.warmUp;
    const TimePoint end = m_start + m_pace.measured;
    DueTimes dueTimes(begin, m_pace.rate);
    bool isMeasuring = false;
    for (TimePoint at = begin; at < end + noticePatience; at = now()) {
        if (!isMeasuring && at >= m_start) {
            isMeasuring = true;
            m_usage.begin();
        }
        if (at >= end && isAllSeen())
            break;
        while (const std::optional<TimePoint> due
            = dueTimes.next() < end ? dueTimes.take(at) : std::nullopt)
            send(*due);
        const TimePoint until = at < end ? std::min(dueTimes.next(), end) : end + noticePatience;
        for (const std::size_t number : m_poller.wait(std::max(until, at))) {
            if (number == m_subscribers.size())
                m_writer.receive([this](std::string_view line) { onReply(line); });
            else
                m_subscribers[number]->receive(
                    [this](std::string_view line) { onNotification(line); });
        }
    }
    m_usage.end();
    noteLack();
    m_tally.time = m_pace.measured;
    return std::move(m_tally);
}

void WatchLoad::send(TimePoint due)
{
    m_updates.append(0, m_writer.output());
    Update &update = m_open[m_updates.lastRecord()];
    noteMissing(update); // its turn before this one
    update = {due, 0};
    ++m_unanswered;
    m_writer.flush();
}

void WatchLoad::onReply(std::string_view line)
{
    --m_unanswered;
    if (const auto problem = m_updates.check(0, line))
        m_tally.noteError(*problem);
    else
        ++m_tally.items;
}

void WatchLoad::onNotification(std::string_view line)
{
    const auto record = integerMember(line, "id");
    const auto update = record ? m_open.find(*record) : m_open.end();
    if (update == m_open.end() || line.find("employee.changed") == std::string_view::npos)
        return m_tally.noteError("a line that tells of no change made here");
    ++update->second.seen;
    if (update->second.due < m_start)
        return;
    m_tally.latencies.add(now() - update->second.due);
    ++m_tally.requests;
    m_tally.replyBytes += line.size();
}

bool WatchLoad::isAllSeen() const
{
    return m_unanswered == 0 && std::ranges::all_of(m_open, [this](const auto &entry) {
        return entry.second.seen >= m_subscribers.size();
    });
}

void WatchLoad::noteMissing(const Update &update)
{
    if (update.due == TimePoint{}) // it had none
        return;
    if (update.seen < m_subscribers.size())
        m_tally.errors["a change was not told"] += m_subscribers.size() - update.seen;
    else if (update.seen > m_subscribers.size())
        m_tally.errors["a change was told twice"] += update.seen - m_subscribers.size();
}

void WatchLoad::noteLack()
{
    for (const auto &[record, update] : m_open)
        noteMissing(update);
    if (m_unanswered > 0)
        m_tally.errors["no answer in time"] += m_unanswered;
}

} // namespace roster::bench
