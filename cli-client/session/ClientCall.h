#pragma once

#include "cli-client/terminal/Wait.h"
#include "common/client/RosterClient.h"

namespace roster::cli {

/// A call to the server to be awaited: gives its outcome, or nothing if Ctrl-C came first. Then the
/// server may still carry it out.
using ClientCall = Wait<CallOutcome>;

/// `session.login`.
[[nodiscard]] ClientCall loginCall(
    RosterClient &client, Terminal &terminal, const QString &username, const SecretBytes &password);
/// `session.resume`.
[[nodiscard]] ClientCall resumeCall(
    RosterClient &client, Terminal &terminal, const SecretBytes &token);
/// `session.logout`.
[[nodiscard]] ClientCall logoutCall(RosterClient &client, Terminal &terminal);
/// Any other method.
[[nodiscard]] ClientCall methodCall(
    RosterClient &client, Terminal &terminal, const QString &method, const QJsonObject &params);

} // namespace roster::cli
