#pragma once

#include "tests/bench/load/Draw.h"
#include "tests/bench/load/OpenRequests.h"
#include "tests/bench/load/Workload.h"

namespace roster::bench {

/// `employee.get` of records drawn evenly from all of them.
class GetWorkload final : public Workload
{
public:
    GetWorkload(std::size_t lanes, std::int64_t rows);

    void append(std::size_t lane, std::string &output) override;
    [[nodiscard]] std::optional<std::string> check(
        std::size_t lane, std::string_view reply) override;

private:
    OpenRequests<std::int64_t> m_requests; ///< with the record's id
    Draw m_draw{1};
    std::int64_t m_rows;
};

/// Pages of `employee.list`: the first ones, each following the one before, or anywhere by offset;
/// by every single sort in turn, or by one.
class ListWorkload final : public Workload
{
public:
    enum class Place { First, Next, Offset };

    /// @p sort: a field, with `-` before it for descending; empty for all in turn.
    ListWorkload(std::size_t lanes, std::int64_t rows, Place place, const std::string &sort);

    void append(std::size_t lane, std::string &output) override;
    [[nodiscard]] std::optional<std::string> check(
        std::size_t lane, std::string_view reply) override;

    [[nodiscard]] std::size_t lastKind() const override { return m_lastSort; }
    [[nodiscard]] std::vector<std::string> kindNames() const override;

private:
    struct Sort
    {
        std::string name; ///< as on the command line
        std::string json;
    };
    [[nodiscard]] static std::vector<Sort> sortsFor(const std::string &wanted);

    struct Lane
    {
        std::size_t sort = 0;
        std::string next; ///< empty: begin with the first page
    };
    [[nodiscard]] std::optional<std::string> checkRows(std::string_view reply);

    OpenRequests<std::size_t> m_requests; ///< with the sort
    std::vector<Sort> m_sorts;
    std::vector<Lane> m_lanes;
    Draw m_draw{2};
    Place m_place;
    std::int64_t m_rows;
    std::size_t m_nextSort = 0;
    std::size_t m_checked = 0;
    std::size_t m_lastSort = 0;
};

/// Searches by text, a page each with the total. The words are those of records drawn by chance,
/// kept when they have as many hits as is wanted.
class SearchWorkload final : public Workload
{
public:
    /// Up to 20,000 hits, or more.
    enum class Hits { Few, Many };

    SearchWorkload(std::size_t lanes, std::int64_t rows, Hits hits);

    [[nodiscard]] Outcome prepare(std::size_t lane, Connection &connection) override;
    void append(std::size_t lane, std::string &output) override;
    [[nodiscard]] std::optional<std::string> check(
        std::size_t lane, std::string_view reply) override;

private:
    [[nodiscard]] Result<std::vector<std::string>> candidates(Connection &connection);
    [[nodiscard]] Result<bool> isWanted(Connection &connection, const std::string &text);

    OpenRequests<std::size_t> m_requests;
    std::vector<std::string> m_texts;
    Draw m_draw{3};
    std::int64_t m_rows;
    Hits m_hits;
};

/// As many bytes as a get has, for a server that answers with a line of a fixed size.
class EchoWorkload final : public Workload
{
public:
    EchoWorkload(std::size_t lanes, std::int64_t rows, std::size_t replySize);

    void append(std::size_t lane, std::string &output) override;
    [[nodiscard]] std::optional<std::string> check(
        std::size_t lane, std::string_view reply) override;

private:
    GetWorkload m_gets;
    std::size_t m_replySize;
};

} // namespace roster::bench
