#include "cli-client/commands/CommandSession.h"

#include "cli-client/session/ClientCall.h"
#include "cli-client/session/Notice.h"
#include "common/client/RequestKey.h"

#include <QRegularExpression>

namespace roster::cli {
namespace {

using namespace Qt::StringLiterals;

constexpr int mostWriteAttempts = 4;
constexpr std::chrono::milliseconds firstWritePause{500};

bool isWorthRepeating(const std::optional<CallOutcome> &outcome)
{
    return outcome && (outcome->failure() || outcome->isRefusedWith(ErrorCode::OutcomeUnknown));
}

bool mayHaveHappened(const std::optional<CallOutcome> &outcome)
{
    return !outcome || outcome->isRefusedWith(ErrorCode::OutcomeUnknown)
        || (outcome->failure() && outcome->failure()->wasSent);
}

/// @p text as a shell takes it for one word.
QString shellWord(const QString &text)
{
    static const QRegularExpression plain(u"^[A-Za-z0-9._:/@+-]+$"_s);
    return plain.match(text).hasMatch() ? text
                                        : u'\'' + QString(text).replace(u'\'', u"'\\''"_s) + u'\'';
}

} // namespace

CommandSession::CommandSession(
    Terminal &terminal, RosterClient &client, const CommandLine &line, CommandInput &input)
    : m_terminal(terminal)
    , m_client(client)
    , m_line(line)
    , m_input(input)
{
}

MaybeProblem CommandSession::problemIn(const std::optional<CallOutcome> &outcome)
{
    if (outcome && outcome->isOk())
        return std::nullopt;
    const bool isDead = outcome && outcome->meansNoSession();
    if (!isDead || !m_input.stored)
        return problemOf(outcome);
    return sessionEnded();
}

Problem CommandSession::sessionEnded()
{
    if (m_input.stored && !m_input.stored->hasEnded()) {
        if (const Outcome retired = m_input.store.retire(*m_input.stored); !retired)
            reportNotice(
                m_terminal, {u"session_not_stored"_s, retired.error().message}, m_line.output);
    }
    const QString server = toString(m_line.server);
    Problem problem{ExitCode::Credentials, u"session_expired"_s,
        u"The session of %1 at %2 has ended."_s.arg(m_line.username, server), {}};
    if (m_input.stored) {
        const QString ca = m_input.stored->caFile;
        problem.hint
            = u"Log in again: roster-cli login --server %1 --user %2%3"_s.arg(shellWord(server),
                shellWord(m_line.username), ca.isEmpty() ? ca : u" --ca "_s + shellWord(ca));
    }
    return problem;
}

Task<MaybeProblem> CommandSession::askPassword()
{
    if (!m_input.password.isEmpty())
        co_return std::nullopt;
    if (!Terminal::hasControllingTerminal()) {
        co_return Problem{ExitCode::Usage, u"usage"_s,
            m_line.action == CommandLine::Action::Passwd
                ? u"There is no terminal to ask for the present password; use --password-file."_s
                : u"There is no terminal to ask for the password; use --password-file, or "
                  "roster-cli login before."_s,
            {}};
    }
    Input answer = co_await m_terminal.askSecret(u"Password of %1: "_s.arg(m_line.username));
    if (!answer.isLine())
        co_return interruption();
    m_input.password = std::move(answer.secret);
    co_return std::nullopt;
}

Task<MaybeProblem> CommandSession::open()
{
    MaybeProblem problem;
    // Whoever changes the password has given the present one.
    if (m_input.stored && m_input.stored->hasEnded()
        && m_line.action == CommandLine::Action::Passwd)
        m_input.stored.reset();
    if (m_input.stored && m_input.stored->hasEnded())
        co_return sessionEnded();
    if (m_input.stored) {
        const std::optional<CallOutcome> outcome
            = co_await resumeCall(m_client, m_terminal, m_input.stored->token);
        problem = problemIn(outcome);
    } else {
        problem = co_await askPassword();
        if (problem)
            co_return problem;
        const std::optional<CallOutcome> outcome
            = co_await loginCall(m_client, m_terminal, m_line.username, m_input.password);
        problem = problemIn(outcome);
    }
    using Action = CommandLine::Action;
    const bool isAllowed = m_line.action == Action::Passwd || m_line.action == Action::Login
        || m_line.action == Action::Info;
    if (!problem && info().mustChangePassword && !isAllowed) {
        problem = Problem{ExitCode::Credentials, u"password_change_required"_s,
            u"The password must be changed first, with roster-cli passwd."_s, {}};
    }
    co_return problem;
}

Task<CommandAnswer> CommandSession::call(QString method, QJsonObject params)
{
    const std::optional<CallOutcome> outcome
        = co_await methodCall(m_client, m_terminal, method, params);
    CommandAnswer answer;
    answer.problem = problemIn(outcome);
    if (!answer.problem)
        answer.result = *outcome->result();
    co_return answer;
}

Task<CommandAnswer> CommandSession::write(QString method, QJsonObject params, QString ownKey)
{
    const QString given = ownKey.isEmpty() ? m_line.requestKey : ownKey;
    const QString key = given.isEmpty() ? newRequestKey() : given;
    params.insert("request_key"_L1, key);
    bool mayBeDone = false;
    std::chrono::milliseconds pause = firstWritePause;
    std::optional<CallOutcome> outcome;
    for (int attempt = 1;; ++attempt) {
        std::optional<CallOutcome> answered
            = co_await methodCall(m_client, m_terminal, method, params);
        outcome = std::move(answered);
        // What was refused now may still be what an earlier attempt has done.
        mayBeDone = mayHaveHappened(outcome) || (mayBeDone && isWorthRepeating(outcome));
        if (!isWorthRepeating(outcome) || attempt == mostWriteAttempts)
            break;
        const std::optional<Done> passed = co_await pauseFor(m_terminal, pause);
        if (!passed)
            break;
        pause *= 2;
    }
    CommandAnswer answer;
    answer.problem = problemIn(outcome);
    if (!answer.problem) {
        answer.result = *outcome->result();
    } else if (mayBeDone) {
        answer.problem->message
            += u" It may have been carried out. Run it again with --request-key %1: it is not "
               "done twice."_s.arg(key);
        answer.problem->data.insert("request_key"_L1, key);
    }
    co_return answer;
}

Task<bool> CommandSession::close()
{
    const bool isOwn = !m_input.stored && m_line.action != CommandLine::Action::Login;
    if (isOwn && m_client.isConnected() && m_client.session())
        co_await logoutCall(m_client, m_terminal);
    else
        m_client.disconnectFromServer();
    co_return true;
}

} // namespace roster::cli
