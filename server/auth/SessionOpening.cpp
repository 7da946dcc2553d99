#include "server/auth/SessionOpening.h"

#include "server/auth/AuthErrors.h"
#include "server/auth/AuthSettings.h"
#include "server/storage/SecurityEventStore.h"

namespace roster::server {

using namespace Qt::StringLiterals;

namespace {

/// The account, if nothing that the login was verified against has changed meanwhile.
Result<UserRecord> verifiedUser(UserStore &users, const SessionOpening &opening)
{
    const Result<std::optional<UserRecord>> found = users.find(opening.session.username);
    if (!found)
        return found.error();
    const std::optional<UserRecord> &user = *found;
    if (!user || user->isDisabled || user->passwordHash != opening.verifiedHash)
        return invalidCredentials();
    return *user;
}

SecurityEvent loginEvent(const SessionOpening &opening, qsizetype displaced)
{
    const SessionRecord &session = opening.session;
    QJsonObject detail{{u"session"_s, session.id}, {u"client"_s, session.client},
        {u"client_version"_s, session.clientVersion}};
    if (!opening.newHash.isEmpty())
        detail.insert(u"rehashed"_s, true);
    if (displaced > 0)
        detail.insert(u"displaced"_s, qint64{displaced});
    return {session.createdAt, u"login"_s, session.username, session.peer, detail};
}

} // namespace

Result<OpenedSession> storeSession(
    Database &database, const SessionOpening &opening, const AuthSettings &settings)
{
    UserStore users(database);
    SessionStore sessions(database);
    const SessionRecord &session = opening.session;
    Result<UserRecord> user = verifiedUser(users, opening);
    if (!user)
        return user.error();
    if (!opening.newHash.isEmpty()) {
        user->passwordHash = opening.newHash;
        if (const Outcome updated = users.update(*user); !updated)
            return updated.error();
    }
    Result<QStringList> displaced
        = sessions.removeOldest(session.username, settings.sessionsPerUser - 1);
    if (!displaced)
        return displaced.error();
    if (const Outcome added = sessions.add(session); !added)
        return added.error();
    if (const Outcome remembered = users.rememberAddress(
            session.username, opening.block, session.createdAt, settings.knownAddressesPerUser);
        !remembered) {
        return remembered.error();
    }
    const SecurityEvent event = loginEvent(opening, displaced->size());
    if (const Outcome told = SecurityEventStore(database).append(event); !told)
        return told.error();
    return OpenedSession{*std::move(user), *std::move(displaced)};
}

} // namespace roster::server
