#pragma once

#include "server/app/status/ServerStatus.h"

namespace roster::server {

/// Of this process, from /proc (proc(5)); what cannot be read is 0.
[[nodiscard]] ProcessStatus processStatus();

} // namespace roster::server
