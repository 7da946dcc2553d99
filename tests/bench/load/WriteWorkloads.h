#pragma once

#include "tests/bench/load/Draw.h"
#include "tests/bench/load/OpenRequests.h"
#include "tests/bench/load/Person.h"
#include "tests/bench/load/Workload.h"

#include <memory>

namespace roster::bench {

/// The records that updates work on: as many for each lane, spread evenly over all.
[[nodiscard]] std::vector<std::int64_t> updatedRecords(
    std::int64_t rows, std::size_t lanes, std::size_t lane, std::size_t perLane);

/// `employee.update` of the salary, each with the version that the record has. Every lane has its
/// own records, so that none conflicts.
class UpdateWorkload final : public Workload
{
public:
    UpdateWorkload(std::size_t lanes, std::int64_t rows, std::size_t recordsPerLane);

    [[nodiscard]] Outcome prepare(std::size_t lane, Connection &connection) override;
    void append(std::size_t lane, std::string &output) override;
    [[nodiscard]] std::optional<std::string> check(
        std::size_t lane, std::string_view reply) override;

    /// The record that append() chose last.
    [[nodiscard]] std::int64_t lastRecord() const { return m_lastRecord; }

private:
    struct Record
    {
        std::int64_t id = 0;
        std::int64_t version = 0;
    };
    struct Lane
    {
        std::vector<Record> records;
        std::size_t next = 0;
    };

    OpenRequests<std::size_t> m_requests; ///< with the record's place in its lane
    std::vector<Lane> m_lanes;
    Draw m_draw;
    std::int64_t m_rows;
    std::size_t m_recordsPerLane;
    std::int64_t m_lastRecord = 0;
};

/// `employee.add`, alone or so many in one batch.
class AddWorkload final : public Workload
{
public:
    AddWorkload(std::size_t lanes, std::int64_t firstPerson, std::size_t perRequest);

    void append(std::size_t lane, std::string &output) override;
    [[nodiscard]] std::optional<std::string> check(
        std::size_t lane, std::string_view reply) override;
    [[nodiscard]] std::size_t itemsPerRequest() const override { return m_perRequest; }

private:
    void appendBatch(std::string &output);
    [[nodiscard]] std::optional<std::string> checkBatch(std::string_view reply) const;

    OpenRequests<char> m_requests;
    std::int64_t m_nextPerson;
    std::size_t m_perRequest;
};

/// Several kinds of requests by chance, each in its share.
class MixedWorkload final : public Workload
{
public:
    struct Part
    {
        std::string name;
        std::unique_ptr<Workload> workload;
        std::int64_t share = 1;
    };

    MixedWorkload(std::size_t lanes, std::vector<Part> parts);

    [[nodiscard]] Outcome prepare(std::size_t lane, Connection &connection) override;
    void append(std::size_t lane, std::string &output) override;
    [[nodiscard]] std::optional<std::string> check(
        std::size_t lane, std::string_view reply) override;
    [[nodiscard]] std::size_t lastKind() const override { return m_lastKind; }
    [[nodiscard]] std::vector<std::string> kindNames() const override;

private:
    std::vector<Part> m_parts;
    std::vector<std::size_t> m_cards; ///< each kind as often as its share
    std::vector<std::deque<std::size_t>> m_open; ///< the kinds, for each lane
    Draw m_draw{4};
    std::size_t m_lastKind = 0;
};

} // namespace roster::bench
