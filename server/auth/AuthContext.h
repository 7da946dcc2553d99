#pragma once

namespace roster {
class Clock;
}

namespace roster::server {

struct AuthSettings;
class AccountWriter;
class HashPool;
class LiveAccounts;
class PasswordHasher;
class PasswordPolicy;

/// The collaborators that the classes of this layer share; AccountServices owns them.
struct AuthContext
{
    const AuthSettings &settings;
    Clock &clock;
    HashPool &pool;
    const PasswordHasher &hasher;
    const PasswordPolicy &policy;
    LiveAccounts &live;
    AccountWriter &writer;
};

} // namespace roster::server
