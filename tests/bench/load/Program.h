#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace roster::bench {

/// roster-bench: measures what @p arguments ask for, writes the figures to @p output as one JSON
/// object and a summary to @p errors. Returns the exit code: 0 measured, 1 no measurement or,
/// unless they may, wrong or missing answers, 2 bad usage.
[[nodiscard]] int runProgram(
    const std::vector<std::string> &arguments, std::ostream &output, std::ostream &errors);

} // namespace roster::bench
