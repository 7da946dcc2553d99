#include "server/auth/AccountImage.h"

#include "common/base/Clock.h"

#include <algorithm>

namespace roster::server {

using std::chrono::milliseconds;

namespace {

Outcome readUsers(Database &database, AccountImage &image)
{
    Result<QList<Role>> roles = RoleStore(database).list();
    if (!roles)
        return roles.error();
    Result<QList<UserRecord>> users = UserStore(database).list();
    if (!users)
        return users.error();
    Result<QHash<QString, QStringList>> known = UserStore(database).knownAddresses();
    if (!known)
        return known.error();
    image.roles = *std::move(roles);
    image.users = *std::move(users);
    image.knownAddresses = *std::move(known);
    return Done{};
}

Outcome readSessions(Database &database, Clock &clock, milliseconds idle, AccountImage &image)
{
    SessionStore store(database);
    const Result<QList<SessionRecord>> sessions = store.list();
    if (!sessions)
        return sessions.error();
    milliseconds latest{0};
    for (const SessionRecord &session : *sessions)
        latest = std::max({latest, session.createdAt, session.lastUsedAt});
    clock.raiseTo(latest);
    const milliseconds now = clock.utcNow();
    for (const SessionRecord &session : *sessions) {
        if (now < session.expiresAt && now < session.lastUsedAt + idle) {
            image.sessions.append(session);
        } else if (const Result<bool> removed = store.remove(session.id); !removed) {
            return removed.error();
        }
    }
    return Done{};
}

} // namespace

Result<AccountImage> readAccounts(Database &database, Clock &clock, milliseconds idleTimeout)
{
    AccountImage image;
    if (const Outcome read = readUsers(database, image); !read)
        return read.error();
    if (const Outcome read = readSessions(database, clock, idleTimeout, image); !read)
        return read.error();
    return image;
}

} // namespace roster::server
