#pragma once

#include "server/auth/LiveSession.h"
#include "server/auth/LoginFlow.h"
#include "server/auth/PasswordChange.h"
#include "server/auth/Session.h"
#include "server/auth/SessionEvent.h"

#include <QList>

namespace roster::server {

/// A session as its owner or an administrator sees it. Instants are UTC since the epoch.
struct SessionInfo
{
    QString id;
    QString username;
    std::chrono::milliseconds createdAt{0};
    std::chrono::milliseconds lastUsedAt{0};
    QString peer;
    QString clientKind;
    QString clientVersion;
};
[[nodiscard]] SessionInfo sessionInfo(
    const SessionRecord &record, std::chrono::milliseconds lastUsedAt);

/// The door of the server: logs users in and out and makes the Session without which no request is
/// dispatched. Owned by AccountServices. Thread-safe; nothing blocks but for a short lock;
/// callbacks are called once, on any thread, and must only hand over.
class Authenticator
{
public:
    explicit Authenticator(const AuthContext &context);

    /// Errors: InvalidCredentials, TryLater (data.retry_after_ms), StorageUnavailable,
    /// OutcomeUnknown, SessionExpired (ended while it began).
    void login(LoginAttempt attempt, Callback<LoginGrant> done);
    /// Goes on with the session of @p token; counts as a use of it. Errors: SessionExpired.
    [[nodiscard]] Result<LoginGrant> resume(QStringView token);

    /// For each request: refuses a session that has ended or is out of time, else notes its use.
    /// Errors: SessionExpired.
    [[nodiscard]] Result<Session> admit(const SessionRef &session);
    /// Why it was refused; none while the end of the session is being stored: a SessionEvent will
    /// say what came of that.
    [[nodiscard]] std::optional<EndReason> endOf(const SessionRef &session) const;
    /// For notifications, which are no use of the session: null when it has ended.
    [[nodiscard]] std::shared_ptr<const Rights> rightsOf(const SessionRef &session) const;
    /// The same with the role's name and more.
    [[nodiscard]] std::optional<SessionState> stateOf(const SessionRef &session) const;

    /// The session is dead from this call on; on failure it lives on. Errors: StorageUnavailable.
    void logout(const SessionRef &session, Callback<Done> done);
    /// Ends the user's other sessions. Errors: InvalidCredentials (the old password), TryLater,
    /// WeakPassword (data.reasons), SessionExpired, StorageUnavailable.
    void changePassword(const SessionRef &session, SecretBytes oldPassword, SecretBytes newPassword,
        Callback<Done> done);

    /// The living sessions of a user, the oldest first. Errors: NotFound.
    [[nodiscard]] Result<QList<SessionInfo>> listSessions(const QString &username) const;
    /// Ends a session of @p by, or with `user.manage` anybody's. Errors: NotFound, also for others'
    /// sessions without that permission; StorageUnavailable.
    void revoke(const QString &sessionId, const Session &by, Callback<Done> done);

    [[nodiscard]] qint64 sessionCount() const;
    /// Refusals since the start.
    [[nodiscard]] qint64 refusals(Refusal reason) const { return m_journal.total(reason); }

    /// Housekeeping, every few seconds: stores when sessions were last used, each at most once a
    /// minute, and the gathered refusals.
    void flushActivity();
    /// Housekeeping, every few seconds: ends the sessions that are out of time.
    void expireDue();
    /// Answers what waits and stores what is gathered. After HashPool::stop(), before
    /// WriteQueue::stop().
    void stop();

private:
    void endStored(const SessionRef &session, EndReason reason, const SecurityEvent &event,
        Callback<Done> done);
    void storeUses(std::chrono::milliseconds interval);
    void storeRefusals(const QList<RefusalCount> &refusals);

    AuthContext m_context;
    LoginThrottle m_throttle;
    RefusalJournal m_journal;
    LoginFlow m_login;
    PasswordChange m_passwordChange;
};

} // namespace roster::server
