#include "cli-client/Program.h"

#include "cli-client/commands/CommandRunner.h"
#include "cli-client/commands/KnownServersCommand.h"
#include "cli-client/menu/Menu.h"
#include "cli-client/session/InputFile.h"
#include "cli-client/session/Introduction.h"
#include "cli-client/session/PasswordFile.h"
#include "cli-client/session/ServerChoice.h"
#include "common/net/ClientTls.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QTextStream>

#include <unistd.h>

namespace roster::cli {
namespace {

using namespace Qt::StringLiterals;

constexpr int signalExitBase = 128;

Task<ExitCode> runMenu(
    Terminal &terminal, RosterClient &client, const CommandLine &line, CommandInput &input)
{
    Credentials credentials{line.username, std::move(input.password)};
    if (input.stored)
        credentials.token = std::move(input.stored->token);
    ConsoleSession session(client, terminal, std::move(credentials));
    Menu menu(terminal, session, toString(line.server));
    const ExitCode code = co_await menu.run();
    co_return code;
}

Task<ExitCode> runCommand(
    Terminal &terminal, RosterClient &client, const CommandLine &line, CommandInput &input)
{
    CommandRunner runner(terminal, client, line, input);
    const ExitCode code = co_await runner.run();
    co_return code;
}

Task<ExitCode> runWork(
    Terminal &terminal, RosterClient &client, const CommandLine &line, CommandInput &input)
{
    // A login of its own refuses a stranger, too; but a person is told, or asked, before typing a
    // password.
    if (line.caFile.isEmpty() && terminal.isInteractive()) {
        const std::optional<Problem> problem = co_await meetServer(client, terminal);
        if (problem) {
            reportProblem(terminal, *problem, line.output);
            co_return problem->exitCode;
        }
    }
    Task<ExitCode> work = line.action == CommandLine::Action::Menu
        ? runMenu(terminal, client, line, input)
        : runCommand(terminal, client, line, input);
    const ExitCode code = co_await work;
    co_return code;
}

Task<ExitCode> runKnownServersCommand(
    Terminal &terminal, RosterClient &client, const CommandLine &line)
{
    const KnownServers servers(KnownServers::defaultPath());
    std::optional<Problem> problem;
    using Todo = CommandLine::KnownServersAction;
    if (line.knownServersAction == Todo::List)
        problem = listKnownServers(terminal, servers, line.output);
    else if (line.knownServersAction == Todo::Forget)
        problem = forgetServer(terminal, servers, line.knownServer, line.output);
    else
        problem = co_await addServer(terminal, client, line.fingerprint);
    if (problem)
        reportProblem(terminal, *problem, line.output);
    co_return problem ? problem->exitCode : ExitCode::Ok;
}

/// Ends the event loop when @p work is done, from the loop itself: the work may end before it
/// begins.
Task<bool> quitAfter(Task<ExitCode> &work)
{
    const ExitCode code = co_await work;
    const auto quit = [code] { QCoreApplication::exit(static_cast<int>(code)); };
    QMetaObject::invokeMethod(QCoreApplication::instance(), quit, Qt::QueuedConnection);
    co_return true;
}

Result<QList<QSslCertificate>> authoritiesFor(const CommandLine &line)
{
    if (line.caFile.isEmpty())
        return systemAuthorities();
    return readAuthorities(line.caFile);
}

Problem noStartFolder()
{
    return {ExitCode::Internal, u"internal_error"_s, u"The folder / cannot be entered."_s, {}};
}

/// Runs @p makeWork's work with a client of @p options until it ends, or a signal ends the program.
template <typename MakeWork>
int runLoop(const ClientOptions &options, OutputFormat format, MakeWork makeWork)
{
    SignalWatcher watcher;
    Terminal terminal(watcher);
    RosterClient client(options);
    reportRemembered(client, terminal, format);
    QObject::connect(&terminal, &Terminal::terminated, &terminal,
        [](int number) { QCoreApplication::exit(signalExitBase + number); });
    Task<ExitCode> work = makeWork(terminal, client);
    Task<bool> whole = quitAfter(work);
    whole.start();
    return QCoreApplication::exec();
}

ClientOptions optionsFor(const ServerAddress &server)
{
    ClientOptions options;
    options.server = server;
    options.kind = u"console"_s;
    return options;
}

/// A person at a terminal is asked instead, without echo.
Result<SecretBytes> passwordFor(const CommandLine &line)
{
    const bool isAsked
        = line.passwordFile.isEmpty() || (line.passwordFile == "-"_L1 && isatty(STDIN_FILENO));
    return isAsked ? SecretBytes() : readPasswordFile(line.passwordFile);
}

/// The store is left alone by whoever names everything.
Outcome chooseServer(CommandLine &line, CommandInput &input)
{
    using Action = CommandLine::Action;
    const bool isNamed = !line.server.host.isEmpty() && !line.username.isEmpty();
    const bool isApart = !line.passwordFile.isEmpty() || line.action == Action::Login;
    Result<std::vector<StoredSession>> stored = std::vector<StoredSession>();
    if (!isNamed || !isApart || line.action == Action::Passwd)
        stored = input.store.sessions();
    if (!stored)
        return stored.error();
    Result<std::optional<StoredSession>> session = chooseSession(line, *std::move(stored));
    if (!session)
        return session.error();
    if (!isApart || line.action == Action::Passwd)
        input.stored = *std::move(session);
    if (!line.caFile.isEmpty())
        line.caFile = QFileInfo(line.caFile).absoluteFilePath();
    return Done{};
}

Outcome readSecrets(const CommandLine &line, CommandInput &input)
{
    Result<SecretBytes> password = passwordFor(line);
    if (!password)
        return password.error();
    input.password = *std::move(password);
    if (line.newPasswordFile.isEmpty())
        return Done{};
    Result<SecretBytes> newPassword = readPasswordFile(line.newPasswordFile);
    if (!newPassword)
        return newPassword.error();
    input.newPassword = *std::move(newPassword);
    return Done{};
}

} // namespace

Program::Program(QStringList arguments)
    : m_arguments(std::move(arguments))
{
}

int Program::run()
{
    const QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    Result<CommandLine> line = parseCommandLine(m_arguments, environment);
    if (!line)
        return fail({ExitCode::Usage, u"usage"_s, line.error().message, {}});
    QTextStream out(stdout);
    switch (line->action) {
    case CommandLine::Action::Help:
        out << (line->helpTopic.isEmpty() ? helpText() : helpText(line->helpTopic));
        return static_cast<int>(ExitCode::Ok);
    case CommandLine::Action::Version:
        out << "roster-cli " ROSTER_VERSION "\n";
        return static_cast<int>(ExitCode::Ok);
    case CommandLine::Action::KnownServers:
        return runKnownServers(*line);
    default:
        return runCommandLine(*line);
    }
}

int Program::runCommandLine(CommandLine &line)
{
    CommandInput input;
    input.store
        = SessionStore(SessionStore::defaultFolder(QProcessEnvironment::systemEnvironment()));
    if (const Outcome chosen = chooseServer(line, input); !chosen) {
        const bool isUsage = chosen.error().code == ErrorCode::InvalidParams;
        return fail({isUsage ? ExitCode::Usage : ExitCode::Credentials,
            isUsage ? u"usage"_s : u"session_unusable"_s, chosen.error().message, {}});
    }
    // Files first: what they need may block, and is not to meet a watched signal.
    Result<QList<QSslCertificate>> authorities = authoritiesFor(line);
    if (!authorities)
        return fail({ExitCode::Connection, u"ca_unreadable"_s, authorities.error().message, {}});
    if (const Outcome read = readSecrets(line, input); !read)
        return fail({ExitCode::Credentials, u"password_unreadable"_s, read.error().message, {}});
    if (!line.jsonFile.isEmpty()) {
        Result<QByteArray> json = readInputFile(line.jsonFile);
        if (!json)
            return fail({ExitCode::InvalidData, u"invalid_input"_s, json.error().message, {}});
        input.json = *std::move(json);
    }
    // Whoever fills the start folder must have no say in what is loaded from now on.
    if (chdir("/") != 0)
        return fail(noStartFolder());
    return runConnected(line, *std::move(authorities), input);
}

int Program::runConnected(
    const CommandLine &line, QList<QSslCertificate> authorities, CommandInput &input)
{
    ClientOptions options = optionsFor(line.server);
    options.authorities = std::move(authorities);
    // An own CA file is the whole truth.
    if (line.caFile.isEmpty())
        options.knownServers = KnownServers(KnownServers::defaultPath());
    return runLoop(options, line.output, [&](Terminal &terminal, RosterClient &client) {
        return runWork(terminal, client, line, input);
    });
}

int Program::runKnownServers(const CommandLine &line)
{
    if (chdir("/") != 0)
        return fail(noStartFolder());
    ClientOptions options = optionsFor(line.knownServer);
    options.knownServers = KnownServers(KnownServers::defaultPath());
    return runLoop(options, line.output, [&](Terminal &terminal, RosterClient &client) {
        return runKnownServersCommand(terminal, client, line);
    });
}

int Program::fail(const Problem &problem) const
{
    QTextStream err(stderr);
    if (wantsJson(m_arguments))
        err << QString::fromUtf8(toJson(problem));
    else
        err << "roster-cli: " << toText(problem);
    return static_cast<int>(problem.exitCode);
}

} // namespace roster::cli
