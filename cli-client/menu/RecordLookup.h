#pragma once

#include "cli-client/session/ConsoleSession.h"
#include "cli-client/text/RecordView.h"

#include <optional>

namespace roster::cli {

/// The record with @p id; nothing when there is none to see, with the reason printed.
[[nodiscard]] Task<std::optional<RecordView>> fetchRecord(
    Terminal &terminal, ConsoleSession &session, qint64 id);

/// The menu's "request a record": asks which and prints it.
[[nodiscard]] Task<bool> showRecord(Terminal &terminal, ConsoleSession &session);

} // namespace roster::cli
