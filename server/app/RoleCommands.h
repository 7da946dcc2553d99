#pragma once

#include "server/app/AdminCommand.h"

namespace roster::server {

/// `role ...`: the administrator's commands about roles.
[[nodiscard]] std::span<const AdminCommand> roleCommands();

} // namespace roster::server
