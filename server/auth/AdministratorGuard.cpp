#include "server/auth/AdministratorGuard.h"

#include "server/auth/AuthErrors.h"
#include "server/storage/UserStore.h"

namespace roster::server {

using namespace Qt::StringLiterals;

Outcome keepAnAdministrator(
    Database &database, const QString &field, const std::function<Outcome()> &change)
{
    UserStore users(database);
    const Result<qint64> before = users.countEnabledWith(Permission::UserManage);
    if (!before)
        return before.error();
    if (Outcome changed = change(); !changed)
        return changed;
    const Result<qint64> after = users.countEnabledWith(Permission::UserManage);
    if (!after)
        return after.error();
    if (*before > 0 && *after == 0) {
        return invalidField(field, u"last_administrator"_s,
            u"No enabled account would be left that may manage users: give another one the right "
            "first."_s);
    }
    return Done{};
}

} // namespace roster::server
