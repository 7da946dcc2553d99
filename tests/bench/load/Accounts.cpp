#include "tests/bench/load/Accounts.h"

#include "tests/bench/load/Failure.h"
#include "tests/bench/load/ReplyText.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <fstream>

namespace roster::bench {
namespace {

using namespace Qt::StringLiterals;

} // namespace

Result<Accounts> Accounts::read(
    const std::string &passwordFile, const std::string &user, std::size_t connectionsEach)
{
    Accounts accounts;
    accounts.m_connectionsEach = connectionsEach;
    std::ifstream file(passwordFile);
    for (std::string line; std::getline(file, line);) {
        const std::size_t blank = std::min(line.find(' '), line.size());
        const std::string name = line.substr(0, blank);
        if (blank < line.size() && (user.empty() || name == user))
            accounts.m_accounts.push_back({name, line.substr(blank + 1), {}, 0});
    }
    if (accounts.m_accounts.empty())
        return failure(passwordFile + " names no such user.");
    return accounts;
}

Result<std::string> Accounts::nextResume(SSL_CTX *context, const Endpoint &endpoint)
{
    if (m_accounts[m_current].connections == m_connectionsEach)
        ++m_current;
    if (m_current == m_accounts.size()) {
        m_current = 0;
        return failure("There are not enough users for so many connections.");
    }
    Account &account = m_accounts[m_current];
    if (account.token.empty()) {
        if (const Outcome loggedIn = login(account, context, endpoint); !loggedIn)
            return loggedIn.error();
    }
    ++account.connections;
    return R"({"jsonrpc":"2.0","id":1,"method":"session.resume","params":{"token":")"
        + account.token + "\"}}\n";
}

std::string Accounts::nextLogin()
{
    return loginLine(m_accounts[m_current++ % m_accounts.size()]);
}

std::string Accounts::loginLine(const Account &account)
{
    const QJsonObject params{{u"username"_s, QString::fromStdString(account.name)},
        {u"password"_s, QString::fromStdString(account.password)},
        {u"client"_s, QJsonObject{{u"kind"_s, u"other"_s}, {u"version"_s, u"bench"_s}}}};
    const QJsonObject request{{u"jsonrpc"_s, u"2.0"_s}, {u"id"_s, 1},
        {u"method"_s, u"session.login"_s}, {u"params"_s, params}};
    return QJsonDocument(request).toJson(QJsonDocument::Compact).toStdString() + '\n';
}

Outcome Accounts::login(Account &account, SSL_CTX *context, const Endpoint &endpoint)
{
    Connection connection(context, endpoint);
    if (const Outcome open = connection.open(); !open)
        return open;
    const Result<std::string> reply = connection.ask(loginLine(account));
    if (!reply)
        return reply.error();
    const auto token = stringMember(*reply, "token");
    if (const auto problem = problemOf(*reply, 1); problem || !token)
        return failure(account.name + " cannot log in: " + problem.value_or("no token"));
    account.token = *token;
    return Done{};
}

} // namespace roster::bench
