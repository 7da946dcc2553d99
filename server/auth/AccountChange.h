#pragma once

#include "server/auth/SessionEvent.h"
#include "server/storage/SecurityEventStore.h"
#include "server/storage/UserStore.h"

#include <QStringList>

#include <functional>

namespace roster::server {

class Database;

/// A change of one account by an administrator, as one job of the writer.
struct AccountChange
{
    /// Alters @p user or refuses. Must not touch the database but to read.
    using Edit = std::function<Outcome(Database &, UserRecord &user)>;

    QString typedName;
    SecurityEvent event; ///< the user's name is added to its detail as `user`
    Edit edit; ///< empty: the user is removed
    bool endsSessions = false;
};

struct ChangedAccount
{
    UserRecord user;
    QStringList endedSessions;
};

/// The account that @p typedName means: exactly, else folded. Errors: NotFound, StorageUnavailable.
[[nodiscard]] Result<UserRecord> findAccount(Database &database, const QString &typedName);

/// Makes the change, its event with it. Errors: NotFound; ValidationFailed (`last_administrator`)
/// when no enabled account with `user.manage` would remain; those of the edit; StorageUnavailable.
[[nodiscard]] Result<ChangedAccount> applyChange(Database &database, const AccountChange &change);

} // namespace roster::server
