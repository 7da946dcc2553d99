#pragma once

#include "cli-client/session/Problem.h"
#include "cli-client/terminal/Task.h"
#include "cli-client/terminal/Terminal.h"
#include "common/client/RosterClient.h"

#include <QObject>

#include <optional>

namespace roster::cli {

/// Who logs in. Without a password it is asked for, but where there is an open session to take up.
struct Credentials
{
    QString username;
    SecretBytes password;
    SecretBytes token = {}; ///< of the session that the command login opened
};

/// A person's session: every call of the menu goes through it. When the session has ended it asks
/// for the password again, when the connection is lost it offers to reconnect, and then goes on
/// with the same call, so that a form need not know.
class ConsoleSession : public QObject
{
    Q_OBJECT

public:
    /// What the server answered; nothing when the person gave up, with the reason already shown.
    using Answer = std::optional<Result<QJsonObject>>;

    ConsoleSession(RosterClient &client, Terminal &terminal, Credentials credentials,
        QObject *parent = nullptr);

    /// Takes the open session up, or asks up to three times. False: isOver().
    [[nodiscard]] Task<bool> logIn();
    /// Calls until there is an answer. A write in @p params has its `request_key`.
    [[nodiscard]] Task<Answer> call(QString method, QJsonObject params);
    /// False: the session was none of its own, and lives on, or the server was not told.
    [[nodiscard]] Task<bool> logOut();
    /// The session is the one of the command login.
    [[nodiscard]] bool isTakenUp() const { return m_isTakenUp; }

    /// The latest that the server told, also while the session has to be renewed.
    [[nodiscard]] const SessionInfo &info() const { return m_info; }
    [[nodiscard]] bool can(Permission permission) const { return m_info.rights.has(permission); }
    /// The one-time password was replaced.
    void onPasswordChanged() { m_info.mustChangePassword = false; }

    /// Nothing more can be done; the program ends with exitCode().
    [[nodiscard]] bool isOver() const { return m_exitCode.has_value(); }
    [[nodiscard]] ExitCode exitCode() const { return m_exitCode.value_or(ExitCode::Ok); }
    void end(ExitCode exitCode) { m_exitCode = exitCode; }

private:
    enum class Verdict { GoOn, AskAgain, Over };
    enum class Retry { Yes, No, Interrupted };

    [[nodiscard]] Task<Verdict> takeUp(SecretBytes token);
    [[nodiscard]] Task<std::optional<SecretBytes>> password();
    [[nodiscard]] Task<Verdict> judgeLogin(std::optional<CallOutcome> outcome);
    [[nodiscard]] Task<bool> recover(CallOutcome outcome);
    [[nodiscard]] Task<Retry> offerRetry(QString question);
    void onSessionEnded(const QString &reason);
    void onSessionChanged();

    RosterClient &m_client;
    Terminal &m_terminal;
    Credentials m_credentials;
    SessionInfo m_info;
    bool m_wasLoggedIn = false;
    bool m_isTakenUp = false;
    std::optional<ExitCode> m_exitCode;
};

} // namespace roster::cli
