#include "server/auth/LoginFlow.h"

#include "server/auth/AccountWriter.h"
#include "server/auth/AddressBlock.h"
#include "server/auth/AuthErrors.h"
#include "server/auth/PasswordHasher.h"
#include "server/auth/SessionOpening.h"
#include "server/auth/SessionToken.h"
#include "server/auth/UserName.h"

namespace roster::server {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

constexpr qsizetype longestTypedName = 256;
constexpr qsizetype longestClientText = 64;

} // namespace

LoginFlow::LoginFlow(const AuthContext &context, LoginThrottle &throttle, RefusalJournal &journal)
    : m_context(context)
    , m_throttle(throttle)
    , m_journal(journal)
{
}

void LoginFlow::start(LoginAttempt attempt, Callback<LoginGrant> done)
{
    const LoginRef login = takeIn(std::move(attempt), std::move(done));
    if (!passesThrottle(login))
        return;
    const bool isTaken
        = m_context.pool.submit([this, login](HashPool::Turn turn) { verify(login, turn); });
    if (!isTaken)
        refuse(login, Refusal::Busy, tooBusy(m_context.pool.pause()));
}

void LoginFlow::stop()
{
    m_timer.stop();
}

LoginFlow::LoginRef LoginFlow::takeIn(LoginAttempt attempt, Callback<LoginGrant> done) const
{
    const auto now = std::chrono::steady_clock::now();
    attempt.username.truncate(longestTypedName);
    const AccountDirectory &directory = m_context.live.directory();
    const std::optional<UserRecord> user = directory.find(attempt.username);
    const QString account = user ? user->username : QString();

    LoginSource source;
    source.account = user ? account : foldUserName(attempt.username);
    source.block = addressBlockOf(attempt.peer);
    source.isKnownAddress = user && directory.isKnownAddress(account, source.block);
    return std::make_shared<Login>(
        Login{std::move(attempt), std::move(done), now, std::move(source), account});
}

void LoginFlow::verify(const LoginRef &login, HashPool::Turn turn)
{
    if (turn == HashPool::Turn::Cancelled) {
        login->done(tooBusy());
        return;
    }
    // Again, because attempts that were sent together have all passed the first look.
    if (!passesThrottle(login))
        return;
    const std::optional<UserRecord> user = m_context.live.directory().find(login->attempt.username);
    if (isVerified(*login, user))
        openSession(login, *user);
    else
        refuseCredentials(login);
}

bool LoginFlow::isVerified(const Login &login, const std::optional<UserRecord> &user) const
{
    const SecretBytes &password = login.attempt.password;
    if (!user) {
        m_context.hasher.pretendToVerify(password);
        return false;
    }
    const bool isMatch = m_context.hasher.verify(password, user->passwordHash);
    const bool isOutOfTime = user->oneTimeUntil && m_context.clock.utcNow() > *user->oneTimeUntil;
    return isMatch && !user->isDisabled && !isOutOfTime;
}

void LoginFlow::openSession(const LoginRef &login, const UserRecord &user)
{
    const LoginAttempt &attempt = login->attempt;
    const SessionToken token = makeSessionToken();
    const milliseconds now = m_context.clock.utcNow();
    SessionOpening opening;
    opening.session = {makeSessionId(), token.hash, user.username,
        attempt.clientKind.left(longestClientText), attempt.clientVersion.left(longestClientText),
        now, now, now + m_context.settings.absoluteTimeout, addressText(attempt.peer)};
    opening.verifiedHash = user.passwordHash;
    opening.block = login->source.block;
    if (m_context.hasher.needsRehash(user.passwordHash)) {
        // Without memory for a new hash the old one stays until the next login.
        if (Result<QString> hash = m_context.hasher.hash(attempt.password))
            opening.newHash = *std::move(hash);
    }
    login->attempt.password = {};

    m_context.writer.write<OpenedSession>(
        [this, opening](
            Database &database) { return storeSession(database, opening, m_context.settings); },
        [this, login, opening, token](Result<OpenedSession> opened) {
            if (!opened && opened.error().code == ErrorCode::InvalidCredentials)
                return refuseCredentials(login);
            if (!opened)
                return answerLater(login, opened.error());
            m_throttle.noteSuccess(login->source);
            m_context.live.endSessions(opened->displaced, EndReason::Revoked);
            const SessionRef session
                = m_context.live.openSession(opening.session, opened->user, opening.block);
            const std::optional<SessionState> state = session->peek(opening.session.createdAt);
            // From now on others may end it: by revoking it, or because its time is over.
            if (!state)
                return answerLater(login, sessionExpired());
            login->done(makeGrant(session, *state, m_context.settings, token.text));
        });
}

bool LoginFlow::passesThrottle(const LoginRef &login)
{
    const milliseconds wait = m_throttle.waitBefore(login->source);
    if (wait > 0ms)
        refuse(login, Refusal::Throttled, tooManyAttempts(wait));
    return wait <= 0ms;
}

void LoginFlow::refuseCredentials(const LoginRef &login)
{
    m_throttle.noteFailure(login->source);
    refuse(login, Refusal::Credentials, invalidCredentials());
}

void LoginFlow::refuse(const LoginRef &login, Refusal reason, const Error &error)
{
    m_journal.note(login->account, login->source.block, reason);
    answerLater(login, error);
}

void LoginFlow::answerLater(const LoginRef &login, const Error &error)
{
    login->attempt.password = {};
    const milliseconds step = std::max(m_context.settings.failedLoginTime, 1ms);
    const auto elapsed = std::chrono::steady_clock::now() - login->arrivedAt;
    const auto steps = elapsed / step + 1;
    m_timer.at(login->arrivedAt + steps * step, [done = login->done, error] { done(error); });
}

} // namespace roster::server
