#pragma once

#include "common/base/SecretBytes.h"
#include "common/client/RosterClient.h"
#include "gui-client/login/LoginFailure.h"

#include <QObject>

#include <functional>
#include <memory>
#include <optional>

namespace roster::gui {

/// One login, from the first packet to a session that may be used: the states it passes through,
/// and the two points where it waits for a person. It sends a password only to a server that is
/// trusted. Owned by the LoginDialog, on the GUI thread; used once.
class LoginAttempt : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Idle,
        Connecting,
        CheckingCertificate,
        TrustNeeded, ///< identity() is a stranger's: trust() or cancel()
        IdentityChanged, ///< the end: identity() is not the one that is known
        SigningIn,
        MustChangePassword, ///< changePassword() or cancel(); failure() if one was refused
        ChangingPassword,
        PasswordNeeded, ///< the end: the kept session is not alive any more
        Done, ///< the end: takeClient()
        Failed, ///< the end: failure()
        Cancelled, ///< the end
    };
    Q_ENUM(State)

    explicit LoginAttempt(const ClientOptions &options, QObject *parent = nullptr);
    ~LoginAttempt() override;

    void logIn(const QString &username, SecretBytes password);
    /// Takes up the session of @p token. If that has ended: PasswordNeeded.
    void resume(SecretBytes token);
    /// A person has compared identity().
    void trust();
    void changePassword(SecretBytes newPassword);
    /// Nothing of the attempt is left behind: a session that it began is ended. Not after the end.
    void cancel();

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] bool isOver() const;
    [[nodiscard]] const ServerAddress &server() const { return m_options.server; }
    [[nodiscard]] const std::optional<LoginFailure> &failure() const { return m_failure; }
    [[nodiscard]] const std::optional<ServerIdentity> &identity() const { return m_identity; }
    /// What became of the memory of a server that was trusted now; empty if there is nothing to
    /// tell.
    [[nodiscard]] const QString &notice() const { return m_notice; }
    /// What was given to logIn(), unless it is known to be wrong or was used up.
    [[nodiscard]] SecretBytes takePassword() { return std::exchange(m_password, {}); }
    /// Logged in; once, when Done.
    [[nodiscard]] std::unique_ptr<RosterClient> takeClient();

Q_SIGNALS:
    void stateChanged();

private:
    void enter(State state);
    void fail(const LoginFailure &failure);
    void greet();
    void onGreeted(const CallOutcome &outcome);
    void onNotGreeted(const CallOutcome &outcome);
    void onPasswordChanged(const CallOutcome &outcome);
    void onRemembered(const TrustNotice &notice);
    void leaveSession();

    ClientOptions m_options;
    std::unique_ptr<RosterClient> m_client;
    QString m_username;
    SecretBytes m_password;
    SecretBytes m_token; ///< of a kept session; empty when a password is used
    State m_state = State::Idle;
    std::optional<LoginFailure> m_failure;
    std::optional<ServerIdentity> m_identity;
    QString m_notice;
};

} // namespace roster::gui
