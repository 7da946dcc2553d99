#include "tests/bench/load/ReadWorkloads.h"

#include "tests/bench/load/Failure.h"
#include "tests/bench/load/ReplyText.h"

#include <algorithm>
#include <array>
#include <set>

namespace roster::bench {
namespace {

constexpr std::int64_t pageRows = 100;
/// Of so many pages one has its rows counted, which costs the load more than all other checks.
constexpr std::size_t pagesPerCount = 16;
constexpr std::array<std::string_view, 10> sortFields{"id", "first_name", "last_name",
    "date_of_birth", "salary", "department", "job_title", "email", "hired_on", "left_on"};

constexpr std::int64_t fewHits = 20'000;
constexpr std::size_t sampledRecords = 40;
constexpr std::size_t textsEnough = 40;

std::string sortJson(std::string_view field, bool isDescending)
{
    return "[{\"field\":\"" + std::string(field)
        + "\",\"descending\":" + (isDescending ? "true" : "false") + "}]";
}

/// So that a character is not cut in two.
bool isAscii(std::string_view text)
{
    return std::ranges::all_of(text, [](char letter) { return letter >= 0; });
}

std::string searchLine(std::int64_t id, const std::string &text, const char *more)
{
    return "{\"jsonrpc\":\"2.0\",\"id\":" + std::to_string(id)
        + ",\"method\":\"employee.list\",\"params\":{\"filter\":{\"text\":\"" + text + "\"}," + more
        + "}}\n";
}

} // namespace

GetWorkload::GetWorkload(std::size_t lanes, std::int64_t rows)
    : m_requests(lanes)
    , m_rows(rows)
{
}

void GetWorkload::append(std::size_t lane, std::string &output)
{
    const std::int64_t id = m_draw.from(1, m_rows);
    m_requests.begin(lane, "employee.get", id, output);
    output += "{\"id\":" + std::to_string(id) + '}';
    m_requests.end(output);
}

std::optional<std::string> GetWorkload::check(std::size_t lane, std::string_view reply)
{
    const auto request = m_requests.takeOldest(lane);
    if (const auto problem = problemOf(reply, request.id))
        return problem;
    if (!hasId(reply, request.detail))
        return "another employee";
    return std::nullopt;
}

ListWorkload::ListWorkload(
    std::size_t lanes, std::int64_t rows, Place place, const std::string &sort)
    : m_requests(lanes)
    , m_sorts(sortsFor(sort))
    , m_lanes(lanes)
    , m_place(place)
    , m_rows(rows)
{
    for (Lane &lane : m_lanes)
        lane.sort = m_nextSort++ % m_sorts.size();
}

std::vector<ListWorkload::Sort> ListWorkload::sortsFor(const std::string &wanted)
{
    if (wanted.starts_with('-'))
        return {{wanted, sortJson(wanted.substr(1), true)}};
    if (!wanted.empty())
        return {{wanted, sortJson(wanted, false)}};
    std::vector<Sort> sorts;
    for (const std::string_view field : sortFields) {
        sorts.push_back({std::string(field), sortJson(field, false)});
        sorts.push_back({'-' + std::string(field), sortJson(field, true)});
    }
    return sorts;
}

std::vector<std::string> ListWorkload::kindNames() const
{
    std::vector<std::string> names;
    for (const Sort &sort : m_sorts)
        names.push_back(sort.name);
    return names;
}

void ListWorkload::append(std::size_t lane, std::string &output)
{
    Lane &state = m_lanes[lane];
    if (m_place != Place::Next)
        state.sort = m_nextSort++ % m_sorts.size();
    m_requests.begin(lane, "employee.list", state.sort, output);
    output += "{\"limit\":" + std::to_string(pageRows) + ",\"sort\":" + m_sorts[state.sort].json;
    if (m_place == Place::Offset) {
        const std::int64_t last = std::max(std::int64_t{0}, m_rows - pageRows);
        output += ",\"offset\":" + std::to_string(m_draw.from(0, last));
    } else if (m_place == Place::Next && !state.next.empty()) {
        output += ",\"after\":\"" + state.next + '"';
    }
    output += '}';
    m_requests.end(output);
}

std::optional<std::string> ListWorkload::check(std::size_t lane, std::string_view reply)
{
    const auto request = m_requests.takeOldest(lane);
    m_lastSort = request.detail;
    if (auto problem = problemOf(reply, request.id))
        return problem;
    Lane &state = m_lanes[lane];
    if (m_place == Place::Next && request.detail == state.sort) {
        const auto next = stringMember(reply, "next");
        state.next = next ? std::string(*next) : std::string();
        if (!next) // the end: from the beginning, by another sort
            state.sort = m_nextSort++ % m_sorts.size();
    }
    return checkRows(reply);
}

std::optional<std::string> ListWorkload::checkRows(std::string_view reply)
{
    if (m_checked++ % pagesPerCount != 0)
        return std::nullopt;
    const std::size_t rows = occurrences(reply, "\"updated_at\":");
    const bool isFull = rows == static_cast<std::size_t>(std::min(pageRows, m_rows));
    // Only a last page may be shorter.
    if (isFull || (m_place == Place::Next && rows > 0 && !stringMember(reply, "next")))
        return std::nullopt;
    return "a page of " + std::to_string(rows) + " rows";
}

SearchWorkload::SearchWorkload(std::size_t lanes, std::int64_t rows, Hits hits)
    : m_requests(lanes)
    , m_rows(rows)
    , m_hits(hits)
{
}

Outcome SearchWorkload::prepare(std::size_t, Connection &connection)
{
    if (!m_texts.empty())
        return Done{};
    const Result<std::vector<std::string>> texts = candidates(connection);
    if (!texts)
        return texts.error();
    for (const std::string &text : *texts) {
        const Result<bool> wanted = isWanted(connection, text);
        if (!wanted)
            return wanted.error();
        if (*wanted)
            m_texts.push_back(text);
        if (m_texts.size() == textsEnough)
            break;
    }
    if (m_texts.empty())
        return failure("No word of the records has as many hits as this search wants.");
    return Done{};
}

/// Whole words, their first two letters, and a first and a last name together.
Result<std::vector<std::string>> SearchWorkload::candidates(Connection &connection)
{
    std::set<std::string> texts;
    GetWorkload gets(1, m_rows);
    for (std::size_t i = 0; i < sampledRecords; ++i) {
        std::string line;
        gets.append(0, line);
        const Result<std::string> reply = connection.ask(line);
        if (!reply)
            return reply.error();
        const auto first = stringMember(*reply, "first_name");
        const auto last = stringMember(*reply, "last_name");
        const auto department = stringMember(*reply, "department");
        if (!first || !last || !department || last->find('\\') != std::string::npos)
            continue;
        texts.insert({std::string(*first), std::string(*last),
            std::string(*first) + ' ' + std::string(*last), std::string(*department)});
        if (isAscii(last->substr(0, 2)))
            texts.emplace(last->substr(0, 2));
    }
    std::vector<std::string> shuffled(texts.begin(), texts.end());
    for (std::size_t i = shuffled.size(); i > 1; --i)
        std::swap(shuffled[i - 1],
            shuffled[static_cast<std::size_t>(m_draw.from(0, static_cast<std::int64_t>(i) - 1))]);
    return shuffled;
}

Result<bool> SearchWorkload::isWanted(Connection &connection, const std::string &text)
{
    const Result<std::string> reply
        = connection.ask(searchLine(1, text, "\"limit\":1,\"total\":true"));
    if (!reply)
        return reply.error();
    // No number: more than the server cares to count.
    const std::int64_t total = integerMember(*reply, "total").value_or(fewHits + 1);
    return (total <= fewHits) == (m_hits == Hits::Few);
}

void SearchWorkload::append(std::size_t lane, std::string &output)
{
    const auto chosen = static_cast<std::size_t>(
        m_draw.from(0, static_cast<std::int64_t>(2 * m_texts.size()) - 1));
    m_requests.begin(lane, "employee.list", chosen, output);
    output += "{\"filter\":{\"text\":\"" + m_texts[chosen / 2] + "\"},\"limit\":100,\"total\":true";
    if (chosen % 2 == 1)
        output += ",\"sort\":" + sortJson("last_name", false);
    output += '}';
    m_requests.end(output);
}

std::optional<std::string> SearchWorkload::check(std::size_t lane, std::string_view reply)
{
    const auto request = m_requests.takeOldest(lane);
    if (auto problem = problemOf(reply, request.id))
        return problem;
    if (reply.find("\"total\":") == std::string_view::npos)
        return "no total";
    return std::nullopt;
}

EchoWorkload::EchoWorkload(std::size_t lanes, std::int64_t rows, std::size_t replySize)
    : m_gets(lanes, rows)
    , m_replySize(replySize)
{
}

void EchoWorkload::append(std::size_t lane, std::string &output)
{
    m_gets.append(lane, output);
}

std::optional<std::string> EchoWorkload::check(std::size_t, std::string_view reply)
{
    if (reply.size() == m_replySize)
        return std::nullopt;
    return "a line of " + std::to_string(reply.size()) + " bytes";
}

} // namespace roster::bench
