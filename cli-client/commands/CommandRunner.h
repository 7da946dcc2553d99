#pragma once

#include "cli-client/commands/CommandLine.h"
#include "cli-client/commands/ListQuery.h"
#include "cli-client/commands/RecordWriter.h"
#include "cli-client/session/Problem.h"
#include "cli-client/terminal/Task.h"
#include "cli-client/terminal/Terminal.h"
#include "common/client/RosterClient.h"

#include <optional>

namespace roster::cli {

/// A sub-command: logs in, does the one thing, logs out. It asks nothing but the password, repeats
/// nothing, and says with its exit code how it went.
class CommandRunner
{
public:
    CommandRunner(
        Terminal &terminal, RosterClient &client, const CommandLine &line, SecretBytes password);

    [[nodiscard]] Task<ExitCode> run();

private:
    using MaybeProblem = std::optional<Problem>;

    [[nodiscard]] Task<MaybeProblem> logIn();
    [[nodiscard]] Task<MaybeProblem> get();
    [[nodiscard]] Task<MaybeProblem> list();
    [[nodiscard]] Result<ListQuery> query() const;
    void report(const Problem &problem);

    Terminal &m_terminal;
    RosterClient &m_client;
    const CommandLine &m_line;
    SecretBytes m_password;
};

/// Prints @p problem to the standard error, as JSON or for people.
void reportProblem(Terminal &terminal, const Problem &problem, bool asJson);

} // namespace roster::cli
