#pragma once

#include "server/app/status/ServerStatus.h"

#include <QJsonObject>

namespace roster::server {

/// The result of `server.status`, as the protocol's description has it.
[[nodiscard]] QJsonObject toJson(const ServerStatus &status);

} // namespace roster::server
