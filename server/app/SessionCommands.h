#pragma once

#include "server/app/AdminCommand.h"

#include <QList>

namespace roster::server {

struct SessionInfo;

/// `session ...`: the administrator's commands about sessions.
[[nodiscard]] std::span<const AdminCommand> sessionCommands();

/// `{"sessions":[..]}`, as `session list` and `user show` tell them.
[[nodiscard]] QJsonObject sessionsToJson(const QList<SessionInfo> &sessions);

} // namespace roster::server
