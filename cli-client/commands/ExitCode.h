#pragma once

namespace roster::cli {

/// How roster-cli ends; scripts rely on it, so numbers never change. `--help` lists them.
enum class ExitCode : int {
    Ok = 0,
    Internal = 1, ///< also: the output could not be written
    Usage = 2,
    Connection = 3, ///< no connection, lost, or the server is not trusted
    Credentials = 4, ///< wrong password, session ended, or the password must be changed first
    Permission = 5,
    InvalidData = 6,
    NotFound = 7,
    Conflict = 8, ///< also: already exists
    TryLater = 9, ///< throttled, storage unavailable, or the outcome of a write is unknown
    Interrupted = 130, ///< Ctrl-C
};

} // namespace roster::cli
