#pragma once

#include "cli-client/menu/Draft.h"
#include "cli-client/terminal/Task.h"
#include "cli-client/terminal/Terminal.h"
#include "common/base/Result.h"

namespace roster::cli {

/// What the person wants when somebody else changed the same fields first.
enum class ConflictChoice {
    KeepMine,
    KeepTheirs,
    EditAgain,
    Cancel,
};

/// Shows each field of the @p conflict as mine and theirs, asks, and rebases @p draft onto the
/// record as it stands: with KeepTheirs without the fields in conflict.
[[nodiscard]] Task<ConflictChoice> resolveConflict(
    Terminal &terminal, Draft &draft, Error conflict);

} // namespace roster::cli
