#include "cli-client/session/ClientCall.h"

#include <utility>

namespace roster::cli {

ClientCall::ClientCall(Terminal &terminal, Start start)
    : m_terminal(terminal)
    , m_start(std::move(start))
{
}

void ClientCall::await_suspend(std::coroutine_handle<> caller)
{
    m_caller = caller;
    QObject::connect(
        &m_terminal, &Terminal::interrupted, &m_context, [this] { finish(std::nullopt); });
    m_start(&m_context, [this](const CallOutcome &outcome) { finish(outcome); });
}

void ClientCall::finish(std::optional<CallOutcome> outcome)
{
    m_outcome = std::move(outcome);
    // Resuming destroys this object, and m_context with it: nothing may follow.
    m_caller.resume();
}

ClientCall loginCall(
    RosterClient &client, Terminal &terminal, const QString &username, const SecretBytes &password)
{
    return {terminal,
        [&client, &password, username](QObject *context, RosterClient::Callback callback) {
            client.login(username, password, context, std::move(callback));
        }};
}

ClientCall logoutCall(RosterClient &client, Terminal &terminal)
{
    return {terminal, [&client](QObject *context, RosterClient::Callback callback) {
                client.logout(context, std::move(callback));
            }};
}

ClientCall methodCall(
    RosterClient &client, Terminal &terminal, const QString &method, const QJsonObject &params)
{
    return {terminal, [&client, method, params](QObject *context, RosterClient::Callback callback) {
                client.call(method, params, context, std::move(callback));
            }};
}

} // namespace roster::cli
