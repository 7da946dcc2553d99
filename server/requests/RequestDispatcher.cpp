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

} // namespace

RequestDispatcher::RequestDispatcher(std::vector<Route> routes, RequestCounters &counters)
{
    for (Route &route : routes) {
        const QString method = route.method;
        route.counters = &counters.add(route.method);
        m_routes.emplace(method, std::move(route));
    }
}

const Route *RequestDispatcher::find(const QString &method) const
{
    const auto route = m_routes.find(method);
    return route == m_routes.end() ? nullptr : &route->second;
}

Answer RequestDispatcher::dispatch(const Caller &caller, const Request &request) const
{
    if (caller.session.mustChangePassword() && !isServedBeforePasswordChange(request.method)) {
        return Error{ErrorCode::PasswordChangeRequired,
            u"The password must be changed first (session.change_password)."_s, {}};
    }
    const Route *route = find(request.method);
    if (!route)
        return Error{ErrorCode::UnknownMethod, u"There is no such method."_s, {}};
    const std::optional<Permission> permission = route->access.permission();
    if (permission && !caller.session.rights().has(*permission))
        return permissionDenied(permissionName(*permission));
    return route->handler(caller, request);
}

} // namespace roster::server
