#include "cli-client/commands/CommandRunner.h"

#include "cli-client/session/ClientCall.h"

#include <QJsonArray>

#include <algorithm>

namespace roster::cli {
namespace {

using namespace Qt::StringLiterals;

constexpr qint64 largestPage = 1000;

std::optional<Problem> problemIn(const std::optional<CallOutcome> &outcome)
{
    if (!outcome)
        return interruption();
    if (const Error *refusal = outcome->refusal())
        return problemOf(*refusal);
    if (const ConnectionError *failure = outcome->failure())
        return problemOf(*failure);
    return std::nullopt;
}

Problem noTerminal()
{
    return {ExitCode::Usage, u"usage"_s,
        u"There is no terminal to ask for the password; use --password-file."_s, {}};
}

Problem mustChangePassword()
{
    return {ExitCode::Credentials, u"password_change_required"_s,
        u"The password must be changed first; run roster-cli without a command for that."_s, {}};
}

Problem outputFailed()
{
    return {ExitCode::Internal, u"output_failed"_s, u"The output could not be written."_s, {}};
}

QList<QJsonObject> recordsOf(const QJsonObject &result)
{
    QList<QJsonObject> records;
    for (const QJsonValue record : result.value("employees"_L1).toArray())
        records.append(record.toObject());
    return records;
}

} // namespace

CommandRunner::CommandRunner(
    Terminal &terminal, RosterClient &client, const CommandLine &line, SecretBytes password)
    : m_terminal(terminal)
    , m_client(client)
    , m_line(line)
    , m_password(std::move(password))
{
}

Task<ExitCode> CommandRunner::run()
{
    MaybeProblem problem = co_await logIn();
    if (!problem && m_line.action == CommandLine::Action::Get)
        problem = co_await get();
    else if (!problem)
        problem = co_await list();
    if (!problem && m_terminal.hasOutputFailed())
        problem = outputFailed();
    if (problem)
        report(*problem);
    if (m_client.isConnected() && m_client.session())
        co_await logoutCall(m_client, m_terminal);
    co_return problem ? problem->exitCode : ExitCode::Ok;
}

Task<CommandRunner::MaybeProblem> CommandRunner::logIn()
{
    if (m_password.isEmpty()) {
        if (!Terminal::hasControllingTerminal())
            co_return noTerminal();
        Input input = co_await m_terminal.askSecret(u"Password of %1: "_s.arg(m_line.username));
        if (!input.isLine())
            co_return interruption();
        m_password = std::move(input.secret);
    }
    const std::optional<CallOutcome> outcome
        = co_await loginCall(m_client, m_terminal, m_line.username, m_password);
    MaybeProblem problem = problemIn(outcome);
    if (!problem && m_client.session()->mustChangePassword)
        problem = mustChangePassword();
    co_return problem;
}

Task<CommandRunner::MaybeProblem> CommandRunner::get()
{
    const QJsonObject params{{u"id"_s, m_line.id}};
    const std::optional<CallOutcome> outcome
        = co_await methodCall(m_client, m_terminal, u"employee.get"_s, params);
    const MaybeProblem problem = problemIn(outcome);
    if (!problem) {
        RecordWriter writer(m_terminal, m_line.output, *m_client.session());
        writer.writeOne(outcome->result()->value("employee"_L1).toObject());
    }
    co_return problem;
}

Task<CommandRunner::MaybeProblem> CommandRunner::list()
{
    const Result<ListQuery> asked = query();
    if (!asked)
        co_return Problem{ExitCode::Usage, u"usage"_s, asked.error().message, {}};
    RecordWriter writer(m_terminal, m_line.output, *m_client.session());
    QJsonObject params = asked->params();
    qint64 written = 0;
    for (bool isMore = true; isMore && !m_terminal.hasOutputFailed();) {
        const qint64 left = m_line.limit > 0 ? m_line.limit - written : largestPage;
        params.insert("limit"_L1, std::min(left, largestPage));
        const std::optional<CallOutcome> outcome
            = co_await methodCall(m_client, m_terminal, u"employee.list"_s, params);
        const MaybeProblem problem = problemIn(outcome);
        if (problem)
            co_return problem;
        const QList<QJsonObject> records = recordsOf(*outcome->result());
        writer.writePage(records);
        written += records.size();
        const QString next = outcome->result()->value("next"_L1).toString();
        params.insert("after"_L1, next);
        isMore = !next.isEmpty() && (m_line.limit == 0 || written < m_line.limit);
    }
    writer.finish();
    co_return std::nullopt;
}

Result<ListQuery> CommandRunner::query() const
{
    ListQuery query;
    const int digits = m_client.session()->currency.digits;
    for (const QString &filter : m_line.filters) {
        if (const Outcome added = addFilter(query, filter, digits); !added)
            return added.error();
    }
    for (const QString &sort : m_line.sorts) {
        if (const Outcome added = addSort(query, sort); !added)
            return added.error();
    }
    setText(query, m_line.text);
    if (m_line.isDeleted)
        query.filter.insert("deleted"_L1, true);
    return query;
}

void CommandRunner::report(const Problem &problem)
{
    reportProblem(m_terminal, problem, m_line.output == OutputFormat::Json);
}

void reportProblem(Terminal &terminal, const Problem &problem, bool asJson)
{
    terminal.printError(
        asJson ? QString::fromUtf8(toJson(problem)) : u"roster-cli: "_s + toText(problem));
}

} // namespace roster::cli
