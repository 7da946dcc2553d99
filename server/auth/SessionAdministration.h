#pragma once

#include "server/auth/Actor.h"
#include "server/auth/AuthContext.h"
#include "server/auth/Authenticator.h"
#include "server/auth/Callback.h"

#include <QList>

namespace roster::server {

/// Which sessions an administrator means: one by its id, those of one user, or all.
struct SessionChoice
{
    QString id;
    QString username; ///< as typed
};

/// What administrators do with the sessions of all users, in a running server or on its database.
/// Each end and its security event are one transaction; in a running server the session is dead and
/// its connections are told once the callback is called. Thread-safe.
///
/// Errors of all: NotFound for an id or a user that does not exist; StorageUnavailable,
/// OutcomeUnknown, TryLater.
class SessionAdministration
{
public:
    explicit SessionAdministration(const AuthContext &context);

    /// The living ones, the oldest first.
    void listSessions(const SessionChoice &choice, Callback<QList<SessionInfo>> done);
    /// Gives how many were ended.
    void endSessions(const SessionChoice &choice, const Actor &by, Callback<qint64> done);

private:
    [[nodiscard]] std::optional<SessionInfo> livingInfo(const SessionRecord &record) const;

    AuthContext m_context;
};

} // namespace roster::server
