#pragma once

#include "common/base/Result.h"
#include "common/client/ServerIdentity.h"

#include <QJsonObject>
#include <QMetaType>
#include <QString>

#include <chrono>
#include <optional>
#include <utility>
#include <variant>

namespace roster {

/// Why there is no connection, or none any more. Beside Error, which is what a server answered.
struct ConnectionError
{
    enum class Kind {
        HostNotFound,
        Refused, ///< nobody listens there
        Unreachable, ///< the network says no
        TimedOut, ///< no connection, or no answer, in time
        // With these three not one byte of ours was sent.
        Untrusted, ///< the certificate was not accepted
        UnknownServer, ///< nobody vouches for it yet: a person may accept its identity
        IdentityChanged, ///< it is known by another key
        NotRoster, ///< something else answers there: not TLS 1.3, not `roster/1`, not the protocol
        Closed, ///< the connection ended
    };
    Kind kind = Kind::Closed;
    QString message; ///< one sentence for people; may hold text that a stranger wrote
    /// Whether the call had been handed to the network. If so, nobody knows whether the server
    /// carried it out: repeat a write with the same `request_key`, and it is done once.
    bool wasSent = false;
    std::optional<ServerIdentity> identity = std::nullopt; ///< if UnknownServer or IdentityChanged
};

/// The session is not alive, or there never was one on this connection.
[[nodiscard]] inline bool meansNoSession(const Error &error)
{
    return error.code == ErrorCode::SessionExpired || error.code == ErrorCode::LoginRequired;
}

/// How long the server wants to be left alone (`data.retry_after_ms`); 0: it does not say.
[[nodiscard]] inline std::chrono::milliseconds retryAfter(const Error &error)
{
    return std::chrono::milliseconds(
        error.data.value(QLatin1StringView("retry_after_ms")).toInteger(0));
}

/// How long to wait before asking again after @p refusal: a second where the server does not say.
[[nodiscard]] inline std::chrono::milliseconds pauseBefore(const Error &refusal)
{
    const std::chrono::milliseconds asked = retryAfter(refusal);
    return asked > std::chrono::milliseconds(0) ? asked : std::chrono::seconds(1);
}

/// What became of a call: the server's result, its refusal, or a connection that failed before.
class [[nodiscard]] CallOutcome
{
public:
    CallOutcome(QJsonObject result)
        : m_state(std::move(result))
    {
    }
    CallOutcome(Error refusal)
        : m_state(std::move(refusal))
    {
    }
    CallOutcome(ConnectionError failure)
        : m_state(std::move(failure))
    {
    }

    [[nodiscard]] bool isOk() const { return result() != nullptr; }
    /// Each is null unless it is what became of the call.
    [[nodiscard]] const QJsonObject *result() const { return std::get_if<QJsonObject>(&m_state); }
    [[nodiscard]] const Error *refusal() const { return std::get_if<Error>(&m_state); }
    [[nodiscard]] const ConnectionError *failure() const
    {
        return std::get_if<ConnectionError>(&m_state);
    }
    [[nodiscard]] bool isRefusedWith(ErrorCode code) const
    {
        return refusal() && refusal()->code == code;
    }
    [[nodiscard]] bool meansNoSession() const
    {
        return refusal() && roster::meansNoSession(*refusal());
    }

private:
    std::variant<QJsonObject, Error, ConnectionError> m_state;
};

} // namespace roster

Q_DECLARE_METATYPE(roster::ConnectionError)
