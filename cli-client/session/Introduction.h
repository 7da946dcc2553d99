#pragma once

#include "cli-client/commands/CommandLine.h"
#include "cli-client/session/Problem.h"
#include "cli-client/terminal/Task.h"
#include "cli-client/terminal/Terminal.h"
#include "common/client/RosterClient.h"

#include <optional>

namespace roster::cli {

/// Who answers: a server that is trusted, a stranger that a person may accept, or a problem, which
/// a stranger is as well where nobody can be asked.
struct Acquaintance
{
    std::optional<ServerIdentity> stranger;
    std::optional<Problem> problem;
};

/// Connects and disconnects again, without sending anything.
[[nodiscard]] Task<Acquaintance> lookAtServer(RosterClient &client, Terminal &terminal);

/// Sees whom the client would talk to, before a password is typed. A person at the terminal is
/// asked about a server that nobody vouches for; without one that is a problem, like all others.
[[nodiscard]] Task<std::optional<Problem>> meetServer(RosterClient &client, Terminal &terminal);

/// Prints to the standard error what the client's memory of the server came to.
void reportRemembered(RosterClient &client, Terminal &terminal, OutputFormat format);

} // namespace roster::cli
