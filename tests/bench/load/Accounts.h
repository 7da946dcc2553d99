#pragma once

#include "tests/bench/load/Connection.h"

#include <string>
#include <vector>

namespace roster::bench {

/// The users that the load logs in as. Each is logged in once; its token then serves as many
/// connections as the server allows one user.
class Accounts
{
public:
    /// The users of @p passwordFile, a line each with name and password; only @p user when given.
    /// @p connectionsEach: then the next one has its turn.
    [[nodiscard]] static Result<Accounts> read(
        const std::string &passwordFile, const std::string &user, std::size_t connectionsEach);

    /// The line that opens a session on one more connection; the first time for a user it logs in.
    [[nodiscard]] Result<std::string> nextResume(SSL_CTX *context, const Endpoint &endpoint);
    /// A line that logs in anew, as each user in turn.
    [[nodiscard]] std::string nextLogin();

private:
    struct Account
    {
        std::string name;
        std::string password;
        std::string token;
        std::size_t connections = 0;
    };

    [[nodiscard]] static std::string loginLine(const Account &account);
    [[nodiscard]] static Outcome login(
        Account &account, SSL_CTX *context, const Endpoint &endpoint);

    std::vector<Account> m_accounts;
    std::size_t m_connectionsEach = 0;
    std::size_t m_current = 0;
};

} // namespace roster::bench
