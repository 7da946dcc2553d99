#pragma once

#include "server/storage/RoleStore.h"

namespace roster::server {

/// The roles that every installation has: `administrator`, `hr` and `viewer`.
[[nodiscard]] QList<Role> builtInRoles();

} // namespace roster::server
