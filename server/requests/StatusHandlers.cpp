#include "server/requests/StatusHandlers.h"

#include "server/requests/ParamReader.h"

#include <utility>

namespace roster::server {

using namespace Qt::StringLiterals;

StatusHandlers::StatusHandlers(Gather gather)
    : m_gather(std::move(gather))
{
}

std::vector<Route> StatusHandlers::routes()
{
    const auto status = [this](const Caller &, const Request &request) -> Answer {
        if (const auto problem = ParamReader(request).problem())
            return *problem;
        return m_gather();
    };
    return {{"server.status"_L1, Permission::ServerManage, Effect::Read, true, status}};
}

} // namespace roster::server
