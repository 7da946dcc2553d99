#include "server/auth/AccountChange.h"

#include "server/auth/AdministratorGuard.h"
#include "server/auth/AuthErrors.h"
#include "server/auth/UserName.h"
#include "server/storage/SessionStore.h"

namespace roster::server {

using namespace Qt::StringLiterals;

namespace {

Outcome writeUser(Database &database, const AccountChange &change, UserRecord &user)
{
    if (!change.edit)
        return UserStore(database).remove(user.username);
    if (Outcome edited = change.edit(database, user); !edited)
        return edited;
    return UserStore(database).update(user);
}

} // namespace

Result<UserRecord> findAccount(Database &database, const QString &typedName)
{
    for (const QString &name : {typedName, foldUserName(typedName)}) {
        const Result<std::optional<UserRecord>> found = UserStore(database).find(name);
        if (!found)
            return found.error();
        if (*found)
            return **found;
    }
    return noSuchUser();
}

Result<ChangedAccount> applyChange(Database &database, const AccountChange &change)
{
    const Result<UserRecord> found = findAccount(database, change.typedName);
    if (!found)
        return found.error();
    ChangedAccount changed{*found, {}};
    if (change.endsSessions) {
        Result<QStringList> ended
            = SessionStore(database).removeOfUser(changed.user.username, QString());
        if (!ended)
            return ended.error();
        changed.endedSessions = *std::move(ended);
    }
    const Outcome written = keepAnAdministrator(
        database, u"username"_s, [&] { return writeUser(database, change, changed.user); });
    if (!written)
        return written.error();

    SecurityEvent event = change.event;
    event.detail.insert(u"user"_s, changed.user.username);
    if (const Outcome told = SecurityEventStore(database).append(event); !told)
        return told.error();
    return changed;
}

} // namespace roster::server
