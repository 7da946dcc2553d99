#pragma once

namespace roster::server {

/// What the process is told before anything else: umask 077, no core dumps (they would hold keys
/// and passwords), no death by SIGPIPE, UTF-8 whatever the locale, the log. False: libsodium is
/// unusable and the process must not go on.
[[nodiscard]] bool prepareProcess();

} // namespace roster::server
