#pragma once

#include "cli-client/session/ConsoleSession.h"

namespace roster::cli {

/// Asks for the old password and twice for the new one, until the server takes it. Nothing is
/// echoed. False: the person broke off.
[[nodiscard]] Task<bool> changePassword(Terminal &terminal, ConsoleSession &session);

} // namespace roster::cli
