#pragma once

#include "tests/bench/load/Accounts.h"
#include "tests/bench/load/Connection.h"

#include <memory>
#include <vector>

namespace roster::bench {

/// Where to connect and as whom. Without accounts the connections do not log in: for the peers.
struct Target
{
    Endpoint endpoint;
    SslContextPtr context;
    std::optional<Accounts> accounts;
};

using Crew = std::vector<std::unique_ptr<Connection>>;

/// Opens @p count connections, one after the other, each with a session.
[[nodiscard]] Result<Crew> openCrew(Target &target, std::size_t count);

/// The highest id that the server has a record for, asked on @p connection.
[[nodiscard]] Result<std::int64_t> highestId(Connection &connection);

} // namespace roster::bench
