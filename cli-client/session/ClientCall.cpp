#include "cli-client/session/ClientCall.h"

#include <utility>

namespace roster::cli {

ClientCall loginCall(
    RosterClient &client, Terminal &terminal, const QString &username, const SecretBytes &password)
{
    return {terminal,
        [&client, &password, username](QObject *context, RosterClient::Callback callback) {
            client.login(username, password, context, std::move(callback));
        }};
}

ClientCall resumeCall(RosterClient &client, Terminal &terminal, const SecretBytes &token)
{
    return {terminal, [&client, &token](QObject *context, RosterClient::Callback callback) {
                client.resume(token.clone(), context, std::move(callback));
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
