#pragma once

#include "common/base/Result.h"
#include "common/model/Money.h"
#include "common/model/Rights.h"

#include <QString>

#include <chrono>

namespace roster {

/// What a server tells of a session at login and resume.
struct SessionInfo
{
    QString username;
    QString role;
    Rights rights;
    Currency currency;
    QString expiresAt; ///< ISO 8601, UTC
    std::chrono::seconds idleTimeout{0};
    bool mustChangePassword = false;
};

/// Reads the result of `session.login` or `session.resume`. Members, permissions and access levels
/// that this version does not know are passed over. Errors: ParseError.
[[nodiscard]] Result<SessionInfo> decodeSessionInfo(const QJsonObject &result);

/// Reads `permissions` and `fields` of @p object; what is not named is not allowed.
[[nodiscard]] Rights decodeRights(const QJsonObject &object);

} // namespace roster
