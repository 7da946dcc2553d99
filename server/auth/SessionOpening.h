#pragma once

#include "server/storage/SessionStore.h"
#include "server/storage/UserStore.h"

namespace roster::server {

struct AuthSettings;
class Database;

/// A session that a verified login asks for.
struct SessionOpening
{
    SessionRecord session;
    QString verifiedHash; ///< the hash that the password matched
    QString newHash; ///< what replaces it; empty: nothing
    QString block; ///< addressBlockOf() the peer
};

struct OpenedSession
{
    UserRecord user; ///< as it stands now
    QStringList displaced; ///< the user's oldest sessions, which had to go
};

/// Stores the session with its security event, in the caller's transaction, if the account still is
/// what was verified. Errors: InvalidCredentials, StorageUnavailable.
[[nodiscard]] Result<OpenedSession> storeSession(
    Database &database, const SessionOpening &opening, const AuthSettings &settings);

} // namespace roster::server
