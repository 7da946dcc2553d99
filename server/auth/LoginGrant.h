#pragma once

#include "common/base/SecretBytes.h"
#include "common/model/Rights.h"

#include <QHostAddress>
#include <QString>

#include <chrono>
#include <memory>

namespace roster::server {

struct AuthSettings;
struct SessionState;
class LiveSession;
using SessionRef = std::shared_ptr<LiveSession>;

/// Who wants to log in.
struct LoginAttempt
{
    QString username;
    SecretBytes password; ///< UTF-8 as received
    QString clientKind; ///< `desktop`, `console`, `import` or `other`
    QString clientVersion;
    QHostAddress peer;
};

/// What a login or a resumption gives.
struct LoginGrant
{
    SessionRef session;
    QString token; ///< empty on resumption
    QString username;
    QString roleName;
    std::shared_ptr<const Rights> rights;
    std::chrono::milliseconds expiresAt{0}; ///< UTC, the absolute end
    std::chrono::seconds idle{0};
    bool mustChangePassword = false;
};

[[nodiscard]] LoginGrant makeGrant(const SessionRef &session, const SessionState &state,
    const AuthSettings &settings, const QString &token);

} // namespace roster::server
