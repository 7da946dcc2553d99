#include "cli-client/commands/CommandRunner.h"

#include "cli-client/commands/Commands.h"

#include <algorithm>
#include <array>

namespace roster::cli {
namespace {

using namespace Qt::StringLiterals;
using Action = CommandLine::Action;

using Run = Task<MaybeProblem> (*)(CommandSession &);

struct Row
{
    Action action;
    Run run;
    bool opensItself; ///< the session, or needs none
    bool isPaged;
};

constexpr std::array rows{
    Row{Action::Login, runLogin, true, false},
    Row{Action::Logout, runLogout, true, false},
    Row{Action::Get, runGet, false, true},
    Row{Action::List, runList, false, true},
    Row{Action::Add, runAdd, false, false},
    Row{Action::Update, runUpdate, false, false},
    Row{Action::Delete, runDelete, false, false},
    Row{Action::Restore, runRestore, false, false},
    Row{Action::Watch, runWatch, false, false},
    Row{Action::Passwd, runPasswd, true, false},
    Row{Action::Sessions, runSessions, false, true},
    Row{Action::Info, runInfo, true, false},
    Row{Action::Status, runStatus, false, true},
};

const Row &rowOf(Action action)
{
    return *std::ranges::find_if(rows, [action](const Row &row) { return row.action == action; });
}

} // namespace

CommandRunner::CommandRunner(
    Terminal &terminal, RosterClient &client, const CommandLine &line, CommandInput &input)
    : m_terminal(terminal)
    , m_line(line)
    , m_session(terminal, client, line, input)
{
}

Task<MaybeProblem> CommandRunner::runCommand()
{
    const Row &row = rowOf(m_line.action);
    MaybeProblem problem;
    if (!row.opensItself)
        problem = co_await m_session.open();
    if (problem)
        co_return problem;
    if (row.isPaged && m_line.hasPager)
        m_terminal.usePager();
    problem = co_await row.run(m_session);
    co_await m_terminal.endPaging();
    co_return problem;
}

Task<ExitCode> CommandRunner::run()
{
    MaybeProblem problem = co_await runCommand();
    if (!problem && m_terminal.hasOutputFailed()) {
        problem = Problem{
            ExitCode::Internal, u"output_failed"_s, u"The output could not be written."_s, {}};
    }
    if (problem)
        reportProblem(m_terminal, *problem, m_line.output);
    co_await m_session.close();
    co_return problem ? problem->exitCode : ExitCode::Ok;
}

void reportProblem(Terminal &terminal, const Problem &problem, OutputFormat format)
{
    if (isJson(format))
        terminal.printError(QString::fromUtf8(toJson(problem)));
    else
        terminal.printError(toText(problem), u"roster-cli: "_s);
}

} // namespace roster::cli
