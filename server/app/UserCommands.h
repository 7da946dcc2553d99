#pragma once

#include "server/app/AdminCommand.h"

namespace roster::server {

/// `user ...`: the administrator's commands about users.
[[nodiscard]] std::span<const AdminCommand> userCommands();

} // namespace roster::server
