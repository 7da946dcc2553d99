#pragma once

#include "cli-client/commands/CommandLine.h"
#include "cli-client/session/Problem.h"
#include "cli-client/terminal/Task.h"
#include "cli-client/terminal/Terminal.h"
#include "common/client/KnownServers.h"
#include "common/client/RosterClient.h"

#include <optional>

namespace roster::cli {

/// Prints the servers that are known; damaged lines are a problem, told after the others.
[[nodiscard]] std::optional<Problem> listKnownServers(
    Terminal &terminal, const KnownServers &servers, OutputFormat format);
[[nodiscard]] std::optional<Problem> forgetServer(Terminal &terminal, const KnownServers &servers,
    const ServerAddress &server, OutputFormat format);
/// Remembers the server of @p client if it shows @p fingerprint: the way for scripts.
[[nodiscard]] Task<std::optional<Problem>> addServer(
    Terminal &terminal, RosterClient &client, QString fingerprint);

} // namespace roster::cli
