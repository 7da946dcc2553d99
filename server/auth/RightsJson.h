#pragma once

#include "common/model/Rights.h"

#include <QJsonObject>

namespace roster::server {

/// `permissions` and `fields` of a role, as login, `session.changed`, the administrator's commands
/// and the security trail tell them.
[[nodiscard]] QJsonObject rightsToJson(const Rights &rights);

} // namespace roster::server
