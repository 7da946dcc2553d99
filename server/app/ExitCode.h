#pragma once

#include "common/base/ErrorCode.h"

namespace roster::server {

/// How roster-server ends; scripts rely on it, so numbers never change. They are roster-cli's where
/// both have one.
enum class ExitCode : int {
    Ok = 0,
    Failure = 1, ///< the server or the data folder: see the message
    Usage = 2, ///< unknown command, option or value, also in the configuration file
    InvalidData = 6,
    NotFound = 7,
    AlreadyExists = 8,
    TryLater = 9, ///< too busy, storage unavailable, or whether it was done is unknown
};

/// The end of an administrator's command that was refused.
[[nodiscard]] ExitCode exitCodeOf(ErrorCode code);

} // namespace roster::server
