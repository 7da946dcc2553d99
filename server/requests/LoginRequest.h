#pragma once

#include "common/protocol/Message.h"
#include "server/auth/LoginGrant.h"

namespace roster::server {

/// The attempt that a `session.login` asks for, all but its peer. Errors: InvalidParams.
[[nodiscard]] Result<LoginAttempt> readLogin(const Request &request);

/// The token of a `session.resume`. Errors: InvalidParams.
[[nodiscard]] Result<QString> readResume(const Request &request);

} // namespace roster::server
