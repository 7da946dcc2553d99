#pragma once

#include "cli-client/commands/CommandSession.h"

namespace roster::cli {

/// A sub-command: opens a session, does the one thing, closes it. It says with its exit code how it
/// went.
class CommandRunner
{
public:
    CommandRunner(
        Terminal &terminal, RosterClient &client, const CommandLine &line, CommandInput &input);

    [[nodiscard]] Task<ExitCode> run();

private:
    [[nodiscard]] Task<MaybeProblem> runCommand();

    Terminal &m_terminal;
    const CommandLine &m_line;
    CommandSession m_session;
};

/// Prints @p problem to the standard error, for people or for scripts.
void reportProblem(Terminal &terminal, const Problem &problem, OutputFormat format);

} // namespace roster::cli
