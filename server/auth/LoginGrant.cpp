#include "server/auth/LoginGrant.h"

#include "server/auth/AuthSettings.h"
#include "server/auth/LiveSession.h"

namespace roster::server {

LoginGrant makeGrant(const SessionRef &session, const SessionState &state,
    const AuthSettings &settings, const QString &token)
{
    return {session, token, session->record().username, state.roleName, state.rights,
        session->record().expiresAt,
        std::chrono::duration_cast<std::chrono::seconds>(settings.idleTimeout),
        state.mustChangePassword};
}

} // namespace roster::server
