#pragma once

#include "server/app/ExitCode.h"

namespace roster::server {

struct ServerConfiguration;

/// `serve`: takes the data folder and runs a server until SIGTERM or SIGINT; SIGHUP reloads
/// certificates. Prints the addresses once they accept and tells systemd (sd_notify(3)). Needs a
/// QCoreApplication and the main thread.
[[nodiscard]] ExitCode runServe(const ServerConfiguration &configuration);

} // namespace roster::server
