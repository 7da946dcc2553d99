#pragma once

#include "cli-client/commands/CommandLine.h"
#include "cli-client/session/Problem.h"
#include "cli-client/session/SessionStore.h"
#include "cli-client/terminal/Task.h"
#include "cli-client/terminal/Terminal.h"
#include "common/client/RosterClient.h"

#include <optional>

namespace roster::cli {

using MaybeProblem = std::optional<Problem>;

/// What became of a command's call.
struct CommandAnswer
{
    MaybeProblem problem;
    QJsonObject result; ///< when there is no problem
};

/// The secrets and files that a command was given, read before it connects.
struct CommandInput
{
    SecretBytes password;
    SecretBytes newPassword;
    QByteArray json;
    std::optional<StoredSession> stored; ///< the session of the command login to take up
    SessionStore store{QString()};
};

/// A command's session: the stored one, or one of its own that ends with it. It asks nothing but
/// the password.
class CommandSession
{
public:
    CommandSession(
        Terminal &terminal, RosterClient &client, const CommandLine &line, CommandInput &input);

    [[nodiscard]] Task<MaybeProblem> open();
    /// A call that changes nothing, or is not to be repeated.
    [[nodiscard]] Task<CommandAnswer> call(QString method, QJsonObject params);
    /// A write: with a request key, so that it is repeated safely when its outcome is not known.
    /// Without one in @p ownKey it is that of the command line, or a new one.
    [[nodiscard]] Task<CommandAnswer> write(
        QString method, QJsonObject params, QString ownKey = {});
    /// Ends a session of its own; a stored one lives on.
    [[nodiscard]] Task<bool> close();

    /// Asks for the password unless it was given.
    [[nodiscard]] Task<MaybeProblem> askPassword();
    /// Drops the token of a stored session that the server knows no more.
    [[nodiscard]] Problem sessionEnded();
    [[nodiscard]] const SessionInfo &info() const { return *m_client.session(); }
    [[nodiscard]] Terminal &terminal() { return m_terminal; }
    [[nodiscard]] RosterClient &client() { return m_client; }
    [[nodiscard]] const CommandLine &line() const { return m_line; }
    [[nodiscard]] CommandInput &input() { return m_input; }

private:
    [[nodiscard]] MaybeProblem problemIn(const std::optional<CallOutcome> &outcome);

    Terminal &m_terminal;
    RosterClient &m_client;
    const CommandLine &m_line;
    CommandInput &m_input;
};

} // namespace roster::cli
