#pragma once

#include "common/client/RosterClient.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <memory>

namespace roster::gui {

/// The window's one session on its server after the login: calls, the changes of others, and what
/// becomes of the connection. A connection that is lost is made again by itself, at growing
/// intervals, for as long as the session lives; a session that has ended waits for the password.
/// Owned by GuiApp, on the GUI thread.
class ServerSession : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Online,
        Waiting, ///< no connection; the next try comes by itself
        Trying, ///< being connected again
        Ended, ///< the session is over: logIn() begins another one of the same user
    };
    Q_ENUM(State)

    /// @p client is logged in to @p server.
    ServerSession(std::unique_ptr<RosterClient> client, ServerAddress server);
    ~ServerSession() override;

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] bool isOnline() const { return m_state == State::Online; }
    /// Of the session that stands, or stood last.
    [[nodiscard]] const SessionInfo &info() const { return m_info; }
    [[nodiscard]] const Rights &rights() const { return m_info.rights; }
    [[nodiscard]] const Currency &currency() const { return m_info.currency; }
    [[nodiscard]] const ServerAddress &server() const { return m_server; }
    [[nodiscard]] RosterClient &client() { return *m_client; }
    /// Why there is no connection, or no session; one sentence for people.
    [[nodiscard]] const QString &trouble() const { return m_trouble; }
    /// Until the next try; 0 unless Waiting.
    [[nodiscard]] std::chrono::milliseconds untilNextTry() const;

    /// As RosterClient::call(). While there is no connection the call fails at once.
    void call(const QString &method, const QJsonObject &params, QObject *context,
        RosterClient::Callback callback);
    void tryNow();
    /// A new session of the same user after this one Ended, or to unlock the window.
    void logIn(const SecretBytes &password, QObject *context, RosterClient::Callback callback);
    /// Ends the session on the server, if it can be reached; @p onDone comes in any case, and may
    /// destroy this.
    void logOut(QObject *context, std::function<void()> onDone);

Q_SIGNALS:
    void stateChanged();
    /// The connection stands again, after something may have been missed.
    void cameBack();
    void rightsChanged();
    /// A record was changed, by anybody (`employee.changed`).
    void employeeChanged(const QJsonObject &change);

private:
    void enter(State state);
    void onConnectionLost(const ConnectionError &error);
    void onSessionEnded(const QString &reason);
    void waitForNextTry();
    void onTried(const CallOutcome &outcome);
    void onBack();
    void subscribe();

    std::unique_ptr<RosterClient> m_client;
    ServerAddress m_server;
    SessionInfo m_info;
    State m_state = State::Online;
    QString m_trouble;
    int m_triesInVain = 0;
    QTimer m_retryTimer;
};

} // namespace roster::gui
