#pragma once

#include "tests/bench/load/Pace.h"
#include "common/base/Result.h"

#include <string>
#include <utility>
#include <vector>

#include <sys/types.h>

namespace roster::bench {

/// What the command line asks for.
struct Options
{
    std::string server = "127.0.0.1:7433";
    std::string caFile;
    std::string passwordFile;
    std::string user; ///< empty: all of the file
    std::size_t connectionsPerUser = 60;
    std::vector<std::pair<std::string, std::int64_t>> mix{{"get", 1}}; ///< with shares
    std::size_t connections = 32;
    std::size_t idle = 0;
    std::size_t subscribers = 0;
    Pace pace;
    std::int64_t rows = 0; ///< 0: ask the server
    std::int64_t firstPerson = 1;
    std::size_t batchSize = 500;
    std::size_t recordsPerConnection = 256;
    std::size_t replySize = 0; ///< of an echo
    std::string sort;
    pid_t serverPid = 0;
    bool mayFail = false;
    bool isHelp = false;

    [[nodiscard]] static Result<Options> parse(const std::vector<std::string> &arguments);
    [[nodiscard]] static std::string help();
    /// The mix as it was given.
    [[nodiscard]] std::string mixText() const;
};

} // namespace roster::bench
