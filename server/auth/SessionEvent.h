#pragma once

#include <QLatin1StringView>
#include <QString>

#include <cstdint>
#include <functional>

namespace roster::server {

/// Why a session ended.
enum class EndReason : std::uint8_t { Logout, Revoked, Expired, Disabled, PasswordChanged };

/// As the protocol's `session.ended` says it.
[[nodiscard]] QLatin1StringView endReasonName(EndReason reason);

/// What the connections of a session must be told.
struct SessionEvent
{
    enum class Kind : std::uint8_t {
        Ended,
        Kept, ///< its end could not be stored; the session goes on
        Changed, ///< the user's role or its rights; the session goes on
    };
    QString sessionId;
    Kind kind = Kind::Ended;
    EndReason reason = EndReason::Logout; ///< of Ended
};

using SessionListener = std::function<void(const SessionEvent &)>;

} // namespace roster::server
