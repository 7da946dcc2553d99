#include "cli-client/session/ConsoleSession.h"

#include "cli-client/session/ClientCall.h"

#include <utility>

namespace roster::cli {
namespace {

using namespace Qt::StringLiterals;

constexpr int loginAttempts = 3;

QString endingOf(const QString &reason)
{
    if (reason == "expired"_L1)
        return u"Your session has expired."_s;
    if (reason == "revoked"_L1 || reason == "logout"_L1)
        return u"Your session was ended from elsewhere."_s;
    if (reason == "disabled"_L1)
        return u"Your account was disabled."_s;
    if (reason == "password_changed"_L1)
        return u"Your password was changed, which ended this session."_s;
    return u"Your session has ended."_s;
}

bool isWorthRetrying(const CallOutcome &outcome)
{
    return outcome.isRefusedWith(ErrorCode::TryLater)
        || outcome.isRefusedWith(ErrorCode::StorageUnavailable)
        || outcome.isRefusedWith(ErrorCode::OutcomeUnknown);
}

} // namespace

ConsoleSession::ConsoleSession(
    RosterClient &client, Terminal &terminal, Credentials credentials, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_terminal(terminal)
    , m_credentials(std::move(credentials))
{
    m_info.username = m_credentials.username;
    connect(&m_client, &RosterClient::sessionEnded, this, &ConsoleSession::onSessionEnded);
    connect(&m_client, &RosterClient::sessionChanged, this, &ConsoleSession::onSessionChanged);
    connect(&m_client, &RosterClient::connectionLost, this, [this](const ConnectionError &error) {
        if (m_client.session())
            m_terminal.notice(error.message + u" The next action reconnects."_s);
    });
}

Task<bool> ConsoleSession::logIn()
{
    if (!m_credentials.token.isEmpty()) {
        SecretBytes token = std::exchange(m_credentials.token, {});
        const Verdict verdict = co_await takeUp(std::move(token));
        if (verdict != Verdict::AskAgain)
            co_return verdict == Verdict::GoOn;
    }
    for (int attempt = 0; attempt < loginAttempts; ++attempt) {
        const std::optional<SecretBytes> secret = co_await password();
        if (!secret)
            co_return false;
        m_isTakenUp = false;
        std::optional<CallOutcome> outcome
            = co_await loginCall(m_client, m_terminal, m_info.username, *secret);
        const Verdict verdict = co_await judgeLogin(std::move(outcome));
        if (verdict == Verdict::GoOn)
            co_return true;
        if (verdict == Verdict::Over)
            co_return false;
    }
    end(ExitCode::Credentials);
    co_return false;
}

/// AskAgain: for the password.
Task<ConsoleSession::Verdict> ConsoleSession::takeUp(SecretBytes token)
{
    std::optional<CallOutcome> outcome = co_await resumeCall(m_client, m_terminal, token);
    if (outcome && outcome->meansNoSession()) {
        m_terminal.print(u"Your session has ended.\n"_s);
        co_return Verdict::AskAgain;
    }
    m_isTakenUp = outcome && outcome->isOk();
    const Verdict verdict = co_await judgeLogin(std::move(outcome));
    co_return verdict;
}

/// The one that was given serves the first login, and later ones where nobody could be asked.
Task<std::optional<SecretBytes>> ConsoleSession::password()
{
    if (!m_credentials.password.isEmpty()) {
        SecretBytes given = m_credentials.password.clone();
        if (m_terminal.isInteractive())
            m_credentials.password = {};
        co_return std::optional<SecretBytes>(std::move(given));
    }
    if (!Terminal::hasControllingTerminal()) {
        m_terminal.printError(
            u"There is no terminal to ask for the password; use --password-file, or roster-cli "
            "login before.\n"_s,
            u"roster-cli: "_s);
        end(m_wasLoggedIn ? ExitCode::Credentials : ExitCode::Usage);
        co_return std::nullopt;
    }
    const QString prompt = u"Password of %1: "_s.arg(m_info.username);
    Input input = co_await m_terminal.askSecret(prompt);
    if (input.isLine())
        co_return std::optional<SecretBytes>(std::move(input.secret));
    const bool isInterrupted = input.kind == Input::Kind::Interrupted;
    end(isInterrupted ? ExitCode::Interrupted : ExitCode::Credentials);
    co_return std::nullopt;
}

Task<ConsoleSession::Verdict> ConsoleSession::judgeLogin(std::optional<CallOutcome> outcome)
{
    if (!outcome) {
        end(ExitCode::Interrupted);
        co_return Verdict::Over;
    }
    if (outcome->isOk()) {
        m_info = *m_client.session();
        m_wasLoggedIn = true;
        co_return Verdict::GoOn;
    }
    const Problem problem = problemOf(outcome);
    m_terminal.print(toText(problem));
    if (outcome->failure() && m_wasLoggedIn) {
        const Retry retry = co_await offerRetry(u"Try to reconnect?"_s);
        if (retry == Retry::Yes)
            co_return Verdict::AskAgain;
        end(retry == Retry::No ? problem.exitCode : ExitCode::Interrupted);
        co_return Verdict::Over;
    }
    const bool canBeAsked = m_credentials.password.isEmpty();
    const bool isAboutPassword
        = problem.exitCode == ExitCode::Credentials || problem.exitCode == ExitCode::TryLater;
    if (canBeAsked && isAboutPassword)
        co_return Verdict::AskAgain;
    end(problem.exitCode);
    co_return Verdict::Over;
}

Task<ConsoleSession::Answer> ConsoleSession::call(QString method, QJsonObject params)
{
    for (;;) {
        const std::optional<CallOutcome> outcome
            = co_await methodCall(m_client, m_terminal, method, params);
        if (!outcome) {
            m_terminal.print(u"Interrupted; the server may have carried it out all the same.\n"_s);
            co_return std::nullopt;
        }
        if (outcome->isOk())
            co_return Answer(*outcome->result());
        const bool isAgain = co_await recover(*outcome);
        if (isAgain)
            continue;
        if (isOver() || outcome->failure() || isWorthRetrying(*outcome))
            co_return std::nullopt;
        co_return Answer(*outcome->refusal());
    }
}

/// True: call again.
Task<bool> ConsoleSession::recover(CallOutcome outcome)
{
    if (outcome.meansNoSession()) {
        m_terminal.print(u"Your session has ended. Log in to go on; what you entered is kept.\n"_s);
        co_return co_await logIn();
    }
    if (const ConnectionError *failure = outcome.failure()) {
        m_terminal.print(toText(problemOf(*failure)));
        if (failure->wasSent) {
            m_terminal.print(u"It is not known whether the server still carried out your request. "
                             "Trying again is safe: nothing is done twice.\n"_s);
        }
        const Retry retry = co_await offerRetry(u"Reconnect and try again?"_s);
        if (retry != Retry::Yes)
            end(retry == Retry::No ? ExitCode::Connection : ExitCode::Interrupted);
        co_return retry == Retry::Yes;
    }
    if (isWorthRetrying(outcome)) {
        m_terminal.print(toText(problemOf(*outcome.refusal())));
        const Retry retry = co_await offerRetry(u"Try again?"_s);
        co_return retry == Retry::Yes;
    }
    co_return false;
}

Task<ConsoleSession::Retry> ConsoleSession::offerRetry(QString question)
{
    const QString prompt = question + u" [y]es, [n]o: "_s;
    for (;;) {
        const Input input = co_await m_terminal.ask(prompt);
        const QString choice = input.text.trimmed().toLower();
        if (input.kind == Input::Kind::Interrupted)
            co_return Retry::Interrupted;
        if (!input.isLine() || choice == "n"_L1 || choice == "no"_L1)
            co_return Retry::No;
        if (choice == "y"_L1 || choice == "yes"_L1)
            co_return Retry::Yes;
        m_terminal.print(u"Please answer with y or n.\n"_s);
    }
}

Task<bool> ConsoleSession::logOut()
{
    if (m_isTakenUp)
        m_client.disconnectFromServer();
    if (!m_client.isConnected() || !m_client.session())
        co_return false;
    const std::optional<CallOutcome> outcome = co_await logoutCall(m_client, m_terminal);
    co_return outcome && outcome->isOk();
}

void ConsoleSession::onSessionEnded(const QString &reason)
{
    m_terminal.notice(endingOf(reason) + u" The next action asks for your password."_s);
}

void ConsoleSession::onSessionChanged()
{
    m_info = *m_client.session();
    m_terminal.notice(u"Your rights were changed; your role is now %1."_s.arg(m_info.role));
}

} // namespace roster::cli
