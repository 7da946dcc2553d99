#pragma once

#include "common/base/Result.h"

#include <chrono>
#include <cstddef>

namespace roster::server {

/// What one argon2id hash costs.
struct Argon2Cost
{
    unsigned long long passes = 2;
    std::size_t memoryBytes = std::size_t{19} * 1024 * 1024;
};

/// When LoginThrottle slows attempts down.
struct ThrottleSettings
{
    int freeFailures = 5; ///< per account and address block
    int freeFailuresOfAccount = 20; ///< per account, over all addresses that never logged in to it
    int freeFailuresOfAddress = 100; ///< per address block: an office may share one
    std::chrono::milliseconds firstDelay = std::chrono::seconds(1); ///< doubles with each failure
    std::chrono::milliseconds longestDelay = std::chrono::minutes(15);
    std::size_t capacity = 20'000; ///< counters kept of each kind
};

/// All that can be set about accounts. The defaults meet SECURITY.md.
struct AuthSettings
{
    Argon2Cost argon2;
    unsigned hashThreads = 0; ///< 0: half the cores, at least one
    std::size_t hashQueue = 64;

    int minimumPasswordLength = 15; ///< characters
    double minimumPasswordBits = 40;
    std::chrono::milliseconds oneTimePasswordLifetime = std::chrono::hours(72);

    std::chrono::milliseconds failedLoginTime{600};
    ThrottleSettings throttle;

    std::chrono::milliseconds idleTimeout = std::chrono::minutes(30);
    std::chrono::milliseconds absoluteTimeout = std::chrono::hours(12);
    std::chrono::milliseconds activityInterval
        = std::chrono::minutes(1); ///< of stored last_used_at
    int sessionsPerUser = 50; ///< one more ends the oldest
    int knownAddressesPerUser = 20;
};

/// What a configuration file may not weaken: argon2id under 19 MiB or 2 passes (R15), passwords
/// under 8 characters (R20), no time limits. Errors: ValidationFailed, data.fields names the
/// settings.
[[nodiscard]] Outcome checkSettings(const AuthSettings &settings);

} // namespace roster::server
