#pragma once

#include "common/base/Clock.h"
#include "server/auth/AuthSettings.h"
#include "server/auth/FailureTable.h"

#include <QString>

#include <mutex>

namespace roster::server {

/// Whose password is tried, and from where.
struct LoginSource
{
    QString account; ///< the account's name, or what was typed when there is none
    QString block; ///< addressBlockOf() the peer
    bool isKnownAddress = false; ///< the account has logged in from there before
};

/// Slows guessing down (R18): per account and address block, per address block, and per account.
/// The last applies only to addresses that never logged in to the account, so that strangers cannot
/// lock its owner out. An account that does not exist is counted like any other. Thread-safe.
class LoginThrottle
{
public:
    LoginThrottle(const ThrottleSettings &settings, Clock &clock);

    /// Zero when an attempt may be verified now.
    [[nodiscard]] std::chrono::milliseconds waitBefore(const LoginSource &source);
    void noteFailure(const LoginSource &source);
    /// Forgives the failures of this account from this block; those of others stay.
    void noteSuccess(const LoginSource &source);

private:
    Clock &m_clock;
    std::mutex m_mutex;
    FailureTable m_pairs;
    FailureTable m_blocks;
    FailureTable m_accounts;
};

} // namespace roster::server
