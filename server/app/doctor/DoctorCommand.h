#pragma once

#include "server/app/ExitCode.h"
#include "server/app/doctor/Finding.h"

namespace roster::server {

struct ServerConfiguration;

/// Examines a server's data folder and its machine, while a server runs or not. Changes nothing.
/// @p isFull: all that is stored, not only samples of it.
[[nodiscard]] QList<Finding> examine(const ServerConfiguration &configuration, bool isFull);

/// `doctor`: prints what examine() finds. Failure unless all is fine.
[[nodiscard]] ExitCode runDoctor(
    const ServerConfiguration &configuration, bool isFull, bool isJson);

} // namespace roster::server
