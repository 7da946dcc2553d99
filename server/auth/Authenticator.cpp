#include "server/auth/Authenticator.h"

#include "server/auth/AccountWriter.h"
#include "server/auth/AuthErrors.h"
#include "server/auth/SessionToken.h"

namespace roster::server {

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

SessionInfo sessionInfo(const SessionRecord &record, std::chrono::milliseconds lastUsedAt)
{
    return {record.id, record.username, record.createdAt, lastUsedAt, record.peer, record.client,
        record.clientVersion};
}

Authenticator::Authenticator(const AuthContext &context)
    : m_context(context)
    , m_throttle(context.settings.throttle, context.clock)
    , m_journal(context.clock)
    , m_login(m_context, m_throttle, m_journal)
    , m_passwordChange(m_context, m_throttle, m_journal)
{
}

void Authenticator::login(LoginAttempt attempt, Callback<LoginGrant> done)
{
    m_login.start(std::move(attempt), std::move(done));
}

Result<LoginGrant> Authenticator::resume(QStringView token)
{
    const QByteArray hash = tokenHash(token);
    const SessionRef session
        = hash.isEmpty() ? SessionRef() : m_context.live.sessions().findByTokenHash(hash);
    const std::optional<SessionState> state
        = session ? session->use(m_context.clock.utcNow()) : std::nullopt;
    if (!state)
        return sessionExpired();
    return makeGrant(session, *state, m_context.settings, QString());
}

Result<Session> Authenticator::admit(const SessionRef &session)
{
    std::optional<SessionState> state = session->use(m_context.clock.utcNow());
    if (!state)
        return sessionExpired();
    const SessionRecord &record = session->record();
    Session admitted;
    admitted.m_id = record.id;
    admitted.m_username = record.username;
    admitted.m_roleName = std::move(state->roleName);
    admitted.m_clientKind = record.client;
    admitted.m_peer = record.peer;
    admitted.m_rights = std::move(state->rights);
    admitted.m_mustChangePassword = state->mustChangePassword;
    return admitted;
}

std::optional<EndReason> Authenticator::endOf(const SessionRef &session) const
{
    return session->endReason(m_context.clock.utcNow());
}

std::shared_ptr<const Rights> Authenticator::rightsOf(const SessionRef &session) const
{
    const std::optional<SessionState> state = stateOf(session);
    return state ? state->rights : nullptr;
}

std::optional<SessionState> Authenticator::stateOf(const SessionRef &session) const
{
    return session->peek(m_context.clock.utcNow());
}

void Authenticator::logout(const SessionRef &session, Callback<Done> done)
{
    const SessionRecord &record = session->record();
    const SecurityEvent event{m_context.clock.utcNow(), u"logout"_s, record.username, record.peer,
        {{u"session"_s, record.id}}};
    endStored(session, EndReason::Logout, event, std::move(done));
}

void Authenticator::changePassword(const SessionRef &session, SecretBytes oldPassword,
    SecretBytes newPassword, Callback<Done> done)
{
    m_passwordChange.start(
        session, std::move(oldPassword), std::move(newPassword), std::move(done));
}

Result<QList<SessionInfo>> Authenticator::listSessions(const QString &username) const
{
    const std::optional<UserRecord> user = m_context.live.directory().find(username);
    if (!user)
        return noSuchUser();
    const milliseconds now = m_context.clock.utcNow();
    QList<SessionInfo> sessions;
    for (const SessionRef &session : m_context.live.sessions().ofUser(user->username)) {
        const std::optional<SessionState> state = session->peek(now);
        if (!state)
            continue;
        sessions.append(sessionInfo(session->record(), state->lastUsedAt));
    }
    return sessions;
}

void Authenticator::revoke(const QString &sessionId, const Session &by, Callback<Done> done)
{
    const SessionRef session = m_context.live.sessions().findById(sessionId);
    const milliseconds now = m_context.clock.utcNow();
    const bool isAlive = session && session->peek(now);
    const bool isAllowed = isAlive
        && (session->record().username == by.username() || by.rights().has(Permission::UserManage));
    if (!isAllowed)
        return done(noSuchSession());
    const SecurityEvent event{now, u"session_revoked"_s, by.username(), by.peer(),
        {{u"session"_s, sessionId}, {u"user"_s, session->record().username}}};
    endStored(session, EndReason::Revoked, event, std::move(done));
}

qint64 Authenticator::sessionCount() const
{
    return m_context.live.sessions().size();
}

void Authenticator::flushActivity()
{
    storeUses(m_context.settings.activityInterval);
    storeRefusals(m_journal.takeDue());
}

void Authenticator::expireDue()
{
    const milliseconds now = m_context.clock.utcNow();
    QStringList expired;
    for (const SessionRef &session : m_context.live.sessions().all()) {
        if (session->isOutOfTime(now))
            expired.append(session->record().id);
    }
    if (expired.isEmpty())
        return;
    m_context.live.endSessions(expired, EndReason::Expired);
    // Rows that cannot be removed now are out of time at the next start, too.
    m_context.writer.write<Done>(
        [expired](Database &database) -> Outcome {
            for (const QString &id : expired) {
                if (const Result<bool> removed = SessionStore(database).remove(id); !removed)
                    return removed.error();
            }
            return Done{};
        },
        [](const Outcome &) {});
}

void Authenticator::stop()
{
    m_login.stop();
    storeUses(milliseconds{0});
    storeRefusals(m_journal.takeAll());
}

void Authenticator::endStored(
    const SessionRef &session, EndReason reason, const SecurityEvent &event, Callback<Done> done)
{
    session->hold();
    const QString id = session->record().id;
    m_context.writer.write<Done>(
        [id, event](Database &database) -> Outcome {
            const Result<bool> removed = SessionStore(database).remove(id);
            if (!removed)
                return removed.error();
            return *removed ? SecurityEventStore(database).append(event) : Outcome(Done{});
        },
        [this, session, id, reason, done = std::move(done)](const Outcome &stored) {
            if (stored)
                m_context.live.endSessions({id}, reason);
            else
                m_context.live.keepSession(session);
            done(stored);
        });
}

void Authenticator::storeUses(milliseconds interval)
{
    QList<std::pair<QString, milliseconds>> uses;
    for (const SessionRef &session : m_context.live.sessions().all()) {
        if (const std::optional<milliseconds> use = session->takeUnstoredUse(interval))
            uses.append({session->record().id, *use});
    }
    if (uses.isEmpty())
        return;
    m_context.writer.write<Done>(
        [uses](Database &database) -> Outcome {
            for (const auto &[id, at] : uses) {
                if (Outcome touched = SessionStore(database).touch(id, at); !touched)
                    return touched;
            }
            return Done{};
        },
        [](const Outcome &) {});
}

void Authenticator::storeRefusals(const QList<RefusalCount> &refusals)
{
    if (refusals.isEmpty())
        return;
    m_context.writer.write<Done>(
        [refusals](Database &database) -> Outcome {
            for (const RefusalCount &refusal : refusals) {
                if (Outcome told = SecurityEventStore(database).append(refusalEvent(refusal));
                    !told) {
                    return told;
                }
            }
            return Done{};
        },
        [this, refusals](const Outcome &stored) {
            if (!stored && stored.error().code != ErrorCode::OutcomeUnknown)
                m_journal.giveBack(refusals);
        });
}

} // namespace roster::server
