#pragma once

#include "tests/bench/load/Connection.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace roster::bench {

/// What is asked, and what a right answer to it is. A lane is one connection; its replies come in
/// the order of its requests.
class Workload
{
public:
    virtual ~Workload() = default;

    /// Asks what must be known before the load on @p lane begins.
    [[nodiscard]] virtual Outcome prepare(std::size_t, Connection &) { return Done{}; }
    /// The next request, a whole line.
    virtual void append(std::size_t lane, std::string &output) = 0;
    /// What is wrong with the answer to the lane's oldest open request.
    [[nodiscard]] virtual std::optional<std::string> check(std::size_t lane, std::string_view reply)
        = 0;
    /// Which kind of request the answer checked last belonged to, where there are several.
    [[nodiscard]] virtual std::size_t lastKind() const { return 0; }
    /// Their names, to be told apart in the report; none when there is one kind.
    [[nodiscard]] virtual std::vector<std::string> kindNames() const { return {}; }
    /// Records that one request works on.
    [[nodiscard]] virtual std::size_t itemsPerRequest() const { return 1; }
};

} // namespace roster::bench
