#pragma once

#include "tests/bench/load/Crew.h"
#include "tests/bench/load/Options.h"
#include "tests/bench/load/Tally.h"
#include "tests/bench/load/UsageWatch.h"
#include "tests/bench/load/Workload.h"

namespace roster::bench {

/// One measurement from its options to its figures: opens the connections, holds the idle ones,
/// loads the server, and reads what its process used meanwhile.
class Measurement
{
public:
    explicit Measurement(Options options);

    [[nodiscard]] Outcome run();

    [[nodiscard]] const Tally &tally() const { return m_tally; }
    /// One JSON object, on one line.
    [[nodiscard]] std::string json() const;
    /// The same in a few lines for people.
    [[nodiscard]] std::string summary() const;

private:
    [[nodiscard]] Outcome aim();
    [[nodiscard]] Outcome holdIdle();
    [[nodiscard]] Outcome findRows();
    [[nodiscard]] Outcome shareRecords();
    [[nodiscard]] Outcome visit();
    [[nodiscard]] Outcome load();
    [[nodiscard]] Outcome watch();
    [[nodiscard]] std::unique_ptr<Workload> makeWorkload() const;
    [[nodiscard]] std::unique_ptr<Workload> makeWorkload(const std::string &kind) const;
    [[nodiscard]] bool asksOnly(std::string_view kind) const;
    [[nodiscard]] double perSecond() const;
    [[nodiscard]] std::optional<double> cpuMicrosecondsPerRequest() const;

    Options m_options;
    Target m_target;
    Crew m_idle;
    std::optional<double> m_idleKibEach;
    UsageWatch m_usage;
    Tally m_tally;
    std::vector<std::string> m_kindNames;
};

} // namespace roster::bench
