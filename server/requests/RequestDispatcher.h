#pragma once

#include "common/model/Rights.h"
#include "common/protocol/Message.h"
#include "common/protocol/PlainRequest.h"
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
    bool hasWaited = false; ///< the request was postponed, and may not be once more
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
inline constexpr std::size_t effectCount = 3;

/// How a method is answered that is asked for in plain form, with the parameter that it needs and
/// no other. Its handler answers as the general one does, but appends the result to a text.
struct PlainForm
{
    using Handler = std::function<Outcome(const Caller &, qint64, QByteArray &)>;

    QLatin1StringView parameter;
    qint64 least;
    qint64 most;
    Handler handler;
};

/// A method. Nothing of it has a default, so none can be forgotten; but a plain form is only for
/// those that are asked for so often that it pays.
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
    std::optional<PlainForm> plain = std::nullopt;
    MethodCounters *counters = nullptr; ///< set by the dispatcher
};

/// Finds a request's route, checks the permission that stands there, and calls the handler. One for
/// each worker, on its thread.
class RequestDispatcher
{
public:
    /// @p counters outlives it.
    RequestDispatcher(std::vector<Route> routes, RequestCounters &counters);

    /// Why @p request has no place in a session, or in a batch. Errors: InvalidRequest.
    [[nodiscard]] std::optional<Error> misplaced(const Request &request, bool isInBatch) const;
    /// Errors before the handler's own: PasswordChangeRequired, UnknownMethod, PermissionDenied.
    [[nodiscard]] Answer dispatch(const Caller &caller, const Request &request) const;

    /// The route of a request in plain form; null when the general form has to decide.
    [[nodiscard]] const Route *findPlain(const PlainRequest &request) const;
    /// dispatch() for what findPlain() found. Appends the result to @p text.
    [[nodiscard]] Outcome dispatchPlain(
        const Caller &caller, const Route &route, qint64 value, QByteArray &text) const;

    /// Null when there is no such method.
    [[nodiscard]] const Route *find(const QString &method) const;
    [[nodiscard]] const std::map<QString, Route> &routes() const { return m_routes; }

private:
    [[nodiscard]] static std::optional<Error> refusal(const Session &session, const Route &route);

    std::map<QString, Route> m_routes;
    std::vector<const Route *> m_plain; ///< those that have a plain form
};

} // namespace roster::server
