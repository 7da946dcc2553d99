#pragma once

#include "cli-client/commands/CommandLine.h"
#include "cli-client/session/SessionStore.h"

#include <optional>
#include <vector>

namespace roster::cli {

/// Fills in what @p line does not name - server, user, CA file - from the stored session that it
/// means, and gives that session. Where none is named it is the last login's. Errors: InvalidParams
/// (the server or the user is not known).
[[nodiscard]] Result<std::optional<StoredSession>> chooseSession(
    CommandLine &line, std::vector<StoredSession> stored);

} // namespace roster::cli
