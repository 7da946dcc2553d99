#pragma once

#include "server/app/AdminCommand.h"

namespace roster::server {

/// `certificate ...`: the administrator's commands about certificates.
[[nodiscard]] std::span<const AdminCommand> certificateCommands();

} // namespace roster::server
