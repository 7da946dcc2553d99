#pragma once

#include "server/auth/Authenticator.h"
#include "server/requests/RequestDispatcher.h"
#include "server/requests/ServerFacts.h"

namespace roster::server {

/// Answers `session.*` of those who are logged in, and `server.info`. One for each worker.
class SessionHandlers
{
public:
    SessionHandlers(Authenticator &authenticator, const ServerFacts &facts);

    [[nodiscard]] std::vector<Route> routes();

private:
    [[nodiscard]] Answer logout(const Caller &caller, const Request &request);
    [[nodiscard]] Answer changePassword(const Caller &caller, const Request &request);
    [[nodiscard]] Answer list(const Caller &caller, const Request &request);
    [[nodiscard]] Answer revoke(const Caller &caller, const Request &request);

    Authenticator &m_authenticator;
    const ServerFacts &m_facts;
};

/// What `session.login` and, without the token, `session.resume` answer.
[[nodiscard]] QJsonObject grantToJson(const LoginGrant &grant, const Currency &currency);

} // namespace roster::server
