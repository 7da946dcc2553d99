#pragma once

#include "server/requests/RequestDispatcher.h"

#include <functional>

namespace roster::server {

/// Answers `server.status`, with what somebody else gathers. One for each worker.
class StatusHandlers
{
public:
    /// Gives the result; called on the worker's thread.
    using Gather = std::function<Result<QJsonObject>()>;

    explicit StatusHandlers(Gather gather);

    [[nodiscard]] std::vector<Route> routes();

private:
    Gather m_gather;
};

} // namespace roster::server
