#pragma once

#include "server/app/ExitCode.h"

#include <QStringList>

namespace roster::server {

/// Runs what the program's @p arguments (without its name) ask for. Needs a QCoreApplication.
[[nodiscard]] ExitCode runCommandLine(const QStringList &arguments);

} // namespace roster::server
