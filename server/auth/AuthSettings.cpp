#include "server/auth/AuthSettings.h"

#include "server/auth/AuthErrors.h"

namespace roster::server {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

Outcome checkSettings(const AuthSettings &settings)
{
    const Argon2Cost least;
    if (settings.argon2.memoryBytes < least.memoryBytes)
        return invalidField(u"argon2_memory"_s, u"too_low"_s, u"argon2id needs at least 19 MiB."_s);
    if (settings.argon2.passes < least.passes)
        return invalidField(
            u"argon2_passes"_s, u"too_low"_s, u"argon2id needs at least 2 passes."_s);
    if (settings.minimumPasswordLength < 8 || settings.minimumPasswordLength > 256) {
        return invalidField(u"minimum_password_length"_s, u"out_of_range"_s,
            u"The minimum length of a password is 8 to 256."_s);
    }
    if (settings.failedLoginTime < 100ms || settings.failedLoginTime > 10s) {
        return invalidField(u"failed_login_time"_s, u"out_of_range"_s,
            u"A failed login is answered after 100 ms to 10 s."_s);
    }
    if (settings.idleTimeout < 1min || settings.absoluteTimeout < settings.idleTimeout
        || settings.absoluteTimeout > 30 * 24h) {
        return invalidField(u"session_timeout"_s, u"out_of_range"_s,
            u"A session's idle limit is at least 1 minute, its absolute limit not less and at most"
            " 30 days."_s);
    }
    if (settings.oneTimePasswordLifetime < 1min || settings.oneTimePasswordLifetime > 30 * 24h) {
        return invalidField(u"one_time_password_lifetime"_s, u"out_of_range"_s,
            u"A one-time password works for 1 minute to 30 days."_s);
    }
    return Done{};
}

} // namespace roster::server
