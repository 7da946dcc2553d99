#include "server/requests/RequestDispatcher.h"

#include "common/protocol/ErrorData.h"

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

bool isServedBeforePasswordChange(const QString &method)
{
    return method == "session.change_password"_L1 || method == "session.logout"_L1
        || method == "server.info"_L1;
}

Error passwordChangeRequired()
{
    return {ErrorCode::PasswordChangeRequired,
        u"The password must be changed first (session.change_password)."_s, {}};
}

} // namespace

RequestDispatcher::RequestDispatcher(std::vector<Route> routes, RequestCounters &counters)
{
    for (Route &route : routes) {
        const QString method = route.method;
        route.counters = &counters.add(route.method);
        const auto [entry, _] = m_routes.emplace(method, std::move(route));
        if (entry->second.plain)
            m_plain.push_back(&entry->second);
    }
}

const Route *RequestDispatcher::find(const QString &method) const
{
    const auto route = m_routes.find(method);
    return route == m_routes.end() ? nullptr : &route->second;
}

std::optional<Error> RequestDispatcher::misplaced(const Request &request, bool isInBatch) const
{
    if (request.method == "session.login"_L1 || request.method == "session.resume"_L1) {
        return Error{ErrorCode::InvalidRequest,
            u"This connection has a session already; log out first."_s, {}};
    }
    const Route *route = find(request.method);
    if (!route || !isInBatch || route->isBatchable)
        return std::nullopt;
    return Error{
        ErrorCode::InvalidRequest, u"%1 does not go into a batch."_s.arg(request.method), {}};
}

Answer RequestDispatcher::dispatch(const Caller &caller, const Request &request) const
{
    if (caller.session.mustChangePassword() && !isServedBeforePasswordChange(request.method))
        return passwordChangeRequired();
    const Route *route = find(request.method);
    if (!route)
        return Error{ErrorCode::UnknownMethod, u"There is no such method."_s, {}};
    if (const auto refused = refusal(caller.session, *route))
        return *refused;
    return route->handler(caller, request);
}

const Route *RequestDispatcher::findPlain(const PlainRequest &request) const
{
    for (const Route *route : m_plain) {
        const PlainForm &form = *route->plain;
        if (request.method == QByteArrayView(route->method)) {
            const bool fits = request.parameter == QByteArrayView(form.parameter)
                && request.value >= form.least && request.value <= form.most;
            return fits ? route : nullptr;
        }
    }
    return nullptr;
}

Outcome RequestDispatcher::dispatchPlain(
    const Caller &caller, const Route &route, qint64 value, QByteArray &text) const
{
    // None of those that are served before the password was changed has a plain form.
    if (caller.session.mustChangePassword())
        return passwordChangeRequired();
    if (const auto refused = refusal(caller.session, route))
        return *refused;
    return route.plain->handler(caller, value, text);
}

std::optional<Error> RequestDispatcher::refusal(const Session &session, const Route &route)
{
    const std::optional<Permission> permission = route.access.permission();
    if (permission && !session.rights().has(*permission))
        return permissionDenied(permissionName(*permission));
    return std::nullopt;
}

} // namespace roster::server
