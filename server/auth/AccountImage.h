#pragma once

#include "server/storage/RoleStore.h"
#include "server/storage/SessionStore.h"
#include "server/storage/UserStore.h"

namespace roster {
class Clock;
}

namespace roster::server {

class Database;

/// All that the server keeps in memory of accounts, as the database has it.
struct AccountImage
{
    QList<Role> roles;
    QList<UserRecord> users;
    QHash<QString, QStringList> knownAddresses;
    QList<SessionRecord> sessions; ///< alive ones
};

/// Reads the image. Raises @p clock to the latest moment that the database knows of, so that a wall
/// clock set back over a restart extends nothing (R25), then removes the sessions that are out of
/// time. Errors: StorageUnavailable.
[[nodiscard]] Result<AccountImage> readAccounts(
    Database &database, Clock &clock, std::chrono::milliseconds idleTimeout);

} // namespace roster::server
