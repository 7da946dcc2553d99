#pragma once

#include "server/auth/AuthContext.h"
#include "server/auth/Callback.h"
#include "server/auth/HashPool.h"
#include "server/auth/LoginGrant.h"
#include "server/auth/LoginThrottle.h"
#include "server/auth/RefusalJournal.h"
#include "server/auth/ReplyTimer.h"
#include "server/storage/UserStore.h"

namespace roster::server {

/// The way of one login: throttle, hash pool, session, answer. Every failure is answered at a fixed
/// time after it arrived, or at a multiple of it if verifying took longer (R16); a success once its
/// session is durable. Thread-safe.
class LoginFlow
{
public:
    LoginFlow(const AuthContext &context, LoginThrottle &throttle, RefusalJournal &journal);

    void start(LoginAttempt attempt, Callback<LoginGrant> done);
    /// Answers the failures that still wait for their time. After HashPool::stop().
    void stop();

private:
    struct Login
    {
        LoginAttempt attempt;
        Callback<LoginGrant> done;
        ReplyTimer::Moment arrivedAt;
        LoginSource source;
        QString account; ///< empty when there is no such account
    };
    using LoginRef = std::shared_ptr<Login>;

    [[nodiscard]] LoginRef takeIn(LoginAttempt attempt, Callback<LoginGrant> done) const;
    void verify(const LoginRef &login, HashPool::Turn turn);
    [[nodiscard]] bool isVerified(const Login &login, const std::optional<UserRecord> &user) const;
    void openSession(const LoginRef &login, const UserRecord &user);
    /// False when the login may not go on; it has been refused then.
    [[nodiscard]] bool passesThrottle(const LoginRef &login);
    void refuseCredentials(const LoginRef &login);
    void refuse(const LoginRef &login, Refusal reason, const Error &error);
    void answerLater(const LoginRef &login, const Error &error);

    const AuthContext &m_context;
    LoginThrottle &m_throttle;
    RefusalJournal &m_journal;
    ReplyTimer m_timer;
};

} // namespace roster::server
