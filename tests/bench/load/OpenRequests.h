#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace roster::bench {

/// Numbers requests and keeps, for each lane, those that are not answered yet with what the check
/// of their answer needs.
template <typename Detail> class OpenRequests
{
public:
    struct Request
    {
        std::int64_t id = 0;
        Detail detail{};
    };

    explicit OpenRequests(std::size_t lanes)
        : m_lanes(lanes)
    {
    }

    /// Writes everything up to the parameters, which the caller adds; end() closes the line.
    void begin(std::size_t lane, std::string_view method, Detail detail, std::string &output)
    {
        m_lanes[lane].push_back({++m_lastId, std::move(detail)});
        output += "{\"jsonrpc\":\"2.0\",\"id\":";
        output += std::to_string(m_lastId);
        output += ",\"method\":\"";
        output += method;
        output += "\",\"params\":";
    }
    static void end(std::string &output) { output += "}\n"; }

    [[nodiscard]] Request takeOldest(std::size_t lane)
    {
        Request request = std::move(m_lanes[lane].front());
        m_lanes[lane].pop_front();
        return request;
    }

private:
    std::int64_t m_lastId = 0;
    std::vector<std::deque<Request>> m_lanes;
};

} // namespace roster::bench
