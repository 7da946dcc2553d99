#include "server/auth/PasswordChange.h"

#include "server/auth/AccountWriter.h"
#include "server/auth/AuthErrors.h"
#include "server/auth/PasswordHasher.h"
#include "server/auth/PasswordPolicy.h"
#include "server/storage/SecurityEventStore.h"

namespace roster::server {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

struct ChangedPassword
{
    UserRecord user;
    QStringList endedSessions;
};

struct NewPassword
{
    QString username;
    QString sessionId;
    QString peer;
    QString verifiedHash;
    QString newHash;
    milliseconds at{0};
};

Result<ChangedPassword> storePassword(Database &database, const NewPassword &password)
{
    UserStore users(database);
    const Result<std::optional<UserRecord>> found = users.find(password.username);
    if (!found)
        return found.error();
    if (!*found || (*found)->isDisabled)
        return sessionExpired();
    ChangedPassword changed{**found, {}};
    if (changed.user.passwordHash != password.verifiedHash)
        return invalidCredentials();
    changed.user.passwordHash = password.newHash;
    changed.user.mustChangePassword = false;
    changed.user.oneTimeUntil.reset();
    changed.user.passwordChangedAt = password.at;
    if (const Outcome updated = users.update(changed.user); !updated)
        return updated.error();

    Result<QStringList> ended
        = SessionStore(database).removeOfUser(password.username, password.sessionId);
    if (!ended)
        return ended.error();
    changed.endedSessions = *std::move(ended);
    const QJsonObject detail{{u"session"_s, password.sessionId},
        {u"ended_sessions"_s, qint64{changed.endedSessions.size()}}};
    const SecurityEvent event{
        password.at, u"password_changed"_s, password.username, password.peer, detail};
    if (const Outcome told = SecurityEventStore(database).append(event); !told)
        return told.error();
    return changed;
}

} // namespace

PasswordChange::PasswordChange(
    const AuthContext &context, LoginThrottle &throttle, RefusalJournal &journal)
    : m_context(context)
    , m_throttle(throttle)
    , m_journal(journal)
{
}

void PasswordChange::start(const SessionRef &session, SecretBytes oldPassword,
    SecretBytes newPassword, Callback<Done> done)
{
    const SessionRecord &record = session->record();
    const LoginSource source{record.username, u"session "_s + record.id, true};
    const auto change = std::make_shared<Change>(
        Change{session, std::move(oldPassword), std::move(newPassword), std::move(done), source});
    const bool isTaken
        = m_context.pool.submit([this, change](HashPool::Turn turn) { run(change, turn); });
    if (!isTaken)
        change->done(tooBusy(m_context.pool.pause()));
}

void PasswordChange::run(const ChangeRef &change, HashPool::Turn turn)
{
    if (turn == HashPool::Turn::Cancelled)
        return change->done(tooBusy());
    QString verifiedHash;
    if (const Outcome verified = verify(*change, verifiedHash); !verified)
        return change->done(verified.error());
    const QString &username = change->session->record().username;
    const Outcome allowed
        = m_context.policy.check(change->newPassword, username, &change->oldPassword);
    if (!allowed)
        return change->done(allowed.error());
    const Result<QString> newHash = m_context.hasher.hash(change->newPassword);
    if (!newHash)
        return change->done(newHash.error());
    change->oldPassword = {};
    change->newPassword = {};
    store(change, verifiedHash, *newHash);
}

Outcome PasswordChange::verify(const Change &change, QString &verifiedHash)
{
    if (const milliseconds wait = m_throttle.waitBefore(change.source); wait > 0ms)
        return tooManyAttempts(wait);
    const SessionRecord &record = change.session->record();
    const std::optional<UserRecord> user = m_context.live.directory().find(record.username);
    if (!user)
        return sessionExpired();
    if (!m_context.hasher.verify(change.oldPassword, user->passwordHash)) {
        m_throttle.noteFailure(change.source);
        m_journal.note(record.username, record.peer, Refusal::OldPassword);
        return invalidCredentials();
    }
    m_throttle.noteSuccess(change.source);
    verifiedHash = user->passwordHash;
    return Done{};
}

void PasswordChange::store(
    const ChangeRef &change, const QString &verifiedHash, const QString &newHash)
{
    const SessionRecord &record = change->session->record();
    const NewPassword password{
        record.username, record.id, record.peer, verifiedHash, newHash, m_context.clock.utcNow()};
    m_context.writer.write<ChangedPassword>(
        [password](Database &database) { return storePassword(database, password); },
        [this, change](Result<ChangedPassword> changed) {
            if (!changed)
                return change->done(changed.error());
            m_context.live.putUser(changed->user);
            m_context.live.endSessions(changed->endedSessions, EndReason::PasswordChanged);
            change->done(Done{});
        });
}

} // namespace roster::server
