#include "tests/bench/load/WriteWorkloads.h"

#include "tests/bench/load/Failure.h"
#include "tests/bench/load/ReplyText.h"

namespace roster::bench {

std::vector<std::int64_t> updatedRecords(
    std::int64_t rows, std::size_t lanes, std::size_t lane, std::size_t perLane)
{
    const auto all = static_cast<std::int64_t>(lanes * perLane);
    std::vector<std::int64_t> ids;
    for (std::size_t i = 0; i < perLane; ++i) {
        const auto place = static_cast<std::int64_t>(i * lanes + lane);
        ids.push_back(1 + place * rows / all);
    }
    return ids;
}

UpdateWorkload::UpdateWorkload(std::size_t lanes, std::int64_t rows, std::size_t recordsPerLane)
    : m_requests(lanes)
    , m_lanes(lanes)
    // Another run must not write the values that are there already, which would change nothing.
    , m_draw(static_cast<std::uint64_t>(now().time_since_epoch().count()))
    , m_rows(rows)
    , m_recordsPerLane(recordsPerLane)
{
}

Outcome UpdateWorkload::prepare(std::size_t lane, Connection &connection)
{
    const std::vector<std::int64_t> ids
        = updatedRecords(m_rows, m_lanes.size(), lane, m_recordsPerLane);
    OpenRequests<std::int64_t> gets(1);
    std::vector<std::string> lines(ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i) {
        gets.begin(0, "employee.get", ids[i], lines[i]);
        lines[i] += "{\"id\":" + std::to_string(ids[i]) + '}';
        gets.end(lines[i]);
    }
    const Result<std::vector<std::string>> replies = connection.ask(lines);
    if (!replies)
        return replies.error();
    for (const std::string &reply : *replies) {
        const auto request = gets.takeOldest(0);
        const auto version = integerMember(reply, "version");
        if (const auto problem = problemOf(reply, request.id); problem || !version)
            return failure("A record to be updated was not to be had: " + problem.value_or(reply));
        m_lanes[lane].records.push_back({request.detail, *version});
    }
    return Done{};
}

void UpdateWorkload::append(std::size_t lane, std::string &output)
{
    Lane &state = m_lanes[lane];
    const std::size_t place = state.next++ % state.records.size();
    const Record &record = state.records[place];
    m_lastRecord = record.id;
    m_requests.begin(lane, "employee.update", place, output);
    output += "{\"id\":" + std::to_string(record.id)
        + ",\"version\":" + std::to_string(record.version) + ",\"changes\":{\"salary\":\""
        + moneyText(m_draw.from(3'000'000, 15'000'000)) + "\"}}";
    m_requests.end(output);
}

std::optional<std::string> UpdateWorkload::check(std::size_t lane, std::string_view reply)
{
    const auto request = m_requests.takeOldest(lane);
    if (auto problem = problemOf(reply, request.id))
        return problem;
    Record &record = m_lanes[lane].records[request.detail];
    if (integerMember(reply, "version") != record.version + 1 || !hasId(reply, record.id))
        return "not the next version of the record";
    ++record.version;
    return std::nullopt;
}

AddWorkload::AddWorkload(std::size_t lanes, std::int64_t firstPerson, std::size_t perRequest)
    : m_requests(lanes)
    , m_nextPerson(firstPerson)
    , m_perRequest(perRequest)
{
}

void AddWorkload::append(std::size_t lane, std::string &output)
{
    if (m_perRequest > 1)
        return appendBatch(output);
    m_requests.begin(lane, "employee.add", 0, output);
    output += "{\"employee\":" + Person::number(m_nextPerson++).json() + '}';
    m_requests.end(output);
}

void AddWorkload::appendBatch(std::string &output)
{
    for (std::size_t i = 0; i < m_perRequest; ++i) {
        output += i == 0 ? '[' : ',';
        output += "{\"jsonrpc\":\"2.0\",\"id\":" + std::to_string(i)
            + ",\"method\":\"employee.add\",\"params\":{\"employee\":"
            + Person::number(m_nextPerson++).json() + "}}";
    }
    output += "]\n";
}

std::optional<std::string> AddWorkload::check(std::size_t lane, std::string_view reply)
{
    if (m_perRequest > 1)
        return checkBatch(reply);
    return problemOf(reply, m_requests.takeOldest(lane).id);
}

std::optional<std::string> AddWorkload::checkBatch(std::string_view reply) const
{
    const std::size_t added = occurrences(reply, "\"result\":{");
    if (added == m_perRequest)
        return std::nullopt;
    return "only " + std::to_string(added) + " added: " + errorReasonIn(reply);
}

MixedWorkload::MixedWorkload(std::size_t lanes, std::vector<Part> parts)
    : m_parts(std::move(parts))
    , m_open(lanes)
{
    for (std::size_t kind = 0; kind < m_parts.size(); ++kind)
        m_cards.insert(m_cards.end(), static_cast<std::size_t>(m_parts[kind].share), kind);
}

Outcome MixedWorkload::prepare(std::size_t lane, Connection &connection)
{
    for (const Part &part : m_parts) {
        if (Outcome prepared = part.workload->prepare(lane, connection); !prepared)
            return prepared;
    }
    return Done{};
}

void MixedWorkload::append(std::size_t lane, std::string &output)
{
    const std::size_t kind = m_draw.oneOf(m_cards);
    m_open[lane].push_back(kind);
    m_parts[kind].workload->append(lane, output);
}

std::optional<std::string> MixedWorkload::check(std::size_t lane, std::string_view reply)
{
    m_lastKind = m_open[lane].front();
    m_open[lane].pop_front();
    return m_parts[m_lastKind].workload->check(lane, reply);
}

std::vector<std::string> MixedWorkload::kindNames() const
{
    std::vector<std::string> names;
    for (const Part &part : m_parts)
        names.push_back(part.name);
    return names;
}

} // namespace roster::bench
