#include "server/auth/SessionAdministration.h"

#include "server/auth/AccountChange.h"
#include "server/auth/AccountWriter.h"
#include "server/auth/AuthErrors.h"

namespace roster::server {

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace {

Result<QList<SessionRecord>> readChosen(Database &database, const SessionChoice &choice)
{
    Result<QList<SessionRecord>> sessions = SessionStore(database).list();
    if (!sessions)
        return sessions;
    QString username;
    if (!choice.username.isEmpty()) {
        const Result<UserRecord> user = findAccount(database, choice.username);
        if (!user)
            return user.error();
        username = user->username;
    }
    sessions->removeIf([&](const SessionRecord &session) {
        return (!choice.id.isEmpty() && session.id != choice.id)
            || (!username.isEmpty() && session.username != username);
    });
    if (!choice.id.isEmpty() && sessions->isEmpty())
        return noSuchSession();
    return sessions;
}

Result<QStringList> removeChosen(
    Database &database, const SessionChoice &choice, const Actor &by, milliseconds now)
{
    const Result<QList<SessionRecord>> sessions = readChosen(database, choice);
    if (!sessions)
        return sessions.error();
    QStringList ids;
    for (const SessionRecord &session : *sessions) {
        const Result<bool> removed = SessionStore(database).remove(session.id);
        if (!removed)
            return removed.error();
        const SecurityEvent event{now, u"session_revoked"_s, by.username, by.peer,
            {{u"session"_s, session.id}, {u"user"_s, session.username}}};
        if (const Outcome told = SecurityEventStore(database).append(event); !told)
            return told.error();
        ids.append(session.id);
    }
    return ids;
}

} // namespace

SessionAdministration::SessionAdministration(const AuthContext &context)
    : m_context(context)
{
}

void SessionAdministration::listSessions(
    const SessionChoice &choice, Callback<QList<SessionInfo>> done)
{
    m_context.writer.write<QList<SessionRecord>>(
        [choice](Database &database) { return readChosen(database, choice); },
        [this, done = std::move(done)](const Result<QList<SessionRecord>> &records) {
            if (!records)
                return done(records.error());
            QList<SessionInfo> sessions;
            for (const SessionRecord &record : *records) {
                if (const std::optional<SessionInfo> info = livingInfo(record))
                    sessions.append(*info);
            }
            done(sessions);
        });
}

void SessionAdministration::endSessions(
    const SessionChoice &choice, const Actor &by, Callback<qint64> done)
{
    m_context.writer.write<QStringList>(
        [choice, by, now = m_context.clock.utcNow()](
            Database &database) { return removeChosen(database, choice, by, now); },
        [this, done = std::move(done)](const Result<QStringList> &ended) {
            if (!ended)
                return done(ended.error());
            m_context.live.endSessions(*ended, EndReason::Revoked);
            done(qint64{ended->size()});
        });
}

/// A running server knows better than its database when a session was last used.
std::optional<SessionInfo> SessionAdministration::livingInfo(const SessionRecord &record) const
{
    const milliseconds now = m_context.clock.utcNow();
    milliseconds lastUsed = record.lastUsedAt;
    if (const SessionRef session = m_context.live.sessions().findById(record.id)) {
        const std::optional<SessionState> state = session->peek(now);
        if (!state)
            return std::nullopt;
        lastUsed = state->lastUsedAt;
    } else if (now >= record.expiresAt || now >= lastUsed + m_context.settings.idleTimeout) {
        return std::nullopt;
    }
    return sessionInfo(record, lastUsed);
}

} // namespace roster::server
