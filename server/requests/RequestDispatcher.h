#pragma once

#include "common/model/Rights.h"
#include "common/protocol/Message.h"
#include "server/auth/Authenticator.h"
#include "server/requests/Answer.h"
#include "server/requests/RequestCounters.h"

#include <functional>
#include <map>
#include <optional>
#include <vector>

namespace roster::server {

/// What a handler may do to the connection that asks.
class ChangeSubscriber
{
public:
    virtual ~ChangeSubscriber() = default;
    virtual void setSubscribed(bool isSubscribed) = 0;
};

/// Who asks. There is none without a Session, and only Authenticator makes one.
struct Caller
{
    const Session &session;
    const SessionRef &sessionRef;
    ChangeSubscriber &subscriber;
    std::size_t callsUnderWay = 0; ///< of the same connection
};

/// What a route demands of the session: a permission, or nothing beyond being one.
class Access
{
public:
    static constexpr Access anySession() { return Access(std::nullopt); }
    constexpr Access(Permission permission)
        : Access(std::optional(permission))
    {
    }
    [[nodiscard]] constexpr std::optional<Permission> permission() const { return m_permission; }

private:
    constexpr explicit Access(std::optional<Permission> permission)
        : m_permission(permission)
    {
    }
    std::optional<Permission> m_permission;
};

/// How a request stands to the others of its connection: reads wait for all before them, writes
/// only for what is no write, and everything waits for session requests.
enum class Effect { Read, Write, Session };

/// A method. Nothing of it has a default, so none can be forgotten.
struct Route
{
    using Handler = std::function<Answer(const Caller &, const Request &)>;

    Route(QLatin1StringView methodName, Access demanded, Effect itsEffect, bool mayBeBatched,
        Handler itsHandler)
        : method(methodName)
        , access(demanded)
        , effect(itsEffect)
        , isBatchable(mayBeBatched)
        , handler(std::move(itsHandler))
    {
    }

    QLatin1StringView method;
    Access access;
    Effect effect;
    bool isBatchable;
    Handler handler;
    MethodCounters *counters = nullptr; ///< set by the dispatcher
};

/// Finds a request's route, checks the permission that stands there, and calls the handler. One for
/// each worker, on its thread.
class RequestDispatcher
{
public:
    /// @p counters outlives it.
    RequestDispatcher(std::vector<Route> routes, RequestCounters &counters);

    /// Errors before the handler's own: PasswordChangeRequired, UnknownMethod, PermissionDenied.
    [[nodiscard]] Answer dispatch(const Caller &caller, const Request &request) const;

    /// Null when there is no such method.
    [[nodiscard]] const Route *find(const QString &method) const;
    [[nodiscard]] const std::map<QString, Route> &routes() const { return m_routes; }

private:
    std::map<QString, Route> m_routes;
};

} // namespace roster::server
