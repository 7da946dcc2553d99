#pragma once

#include "common/base/SecretBytes.h"
#include "common/client/CallOutcome.h"
#include "common/client/ServerLink.h"
#include "common/client/SessionInfo.h"
#include "common/protocol/Message.h"

#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <functional>
#include <optional>

namespace roster {

/// A client's side of the protocol: requests matched with their replies, the session,
/// notifications. Used by every Roster client; asynchronous, lives on one thread, which needs an
/// event loop.
///
/// It connects when there is something to send, and resumes its session first if it has one. A
/// connection that fails fails every open call (ConnectionError); nothing is repeated by itself,
/// because only the caller knows whether that is safe. The next call connects again.
///
/// A callback is called once, never from inside the function that took it, and not at all once its
/// context is gone. It must not delete the client.
class RosterClient : public QObject
{
    Q_OBJECT

public:
    using Callback = std::function<void(const CallOutcome &)>;

    explicit RosterClient(const ClientOptions &options, QObject *parent = nullptr);
    ~RosterClient() override;

    /// Connects, to see whether the server is trusted, and ends the connection without having sent
    /// anything. Open calls fail. With `UnknownServer` ask a person, then trust() or not.
    void meetServer(QObject *context, Callback callback);
    /// From the next connection on, the server is trusted if it shows @p identity; the first such
    /// connection writes it down. Ask a person first.
    void trust(const ServerIdentity &identity) { m_link.trust(identity); }

    /// Begins a session of its own on a new connection: a server closes one that waits long for a
    /// login. Open calls fail. What is refused leaves no connection behind.
    void login(
        const QString &username, const SecretBytes &password, QObject *context, Callback callback);
    /// Takes up the session of @p token on a new connection. Open calls fail.
    void resume(SecretBytes token, QObject *context, Callback callback);
    /// Ends the session on the server and then the connection.
    void logout(QObject *context, Callback callback);

    /// Calls any other method. Give writes a `request_key` (newRequestKey()), the same one when the
    /// outcome was a ConnectionError or `outcome_unknown` and the write is tried again.
    void call(
        const QString &method, const QJsonObject &params, QObject *context, Callback callback);

    /// Ends the connection; the session lives on. Open calls fail.
    void disconnectFromServer();

    [[nodiscard]] bool isConnected() const { return m_link.isOpen(); }
    /// The TLS session of the connection that stands, or stood last.
    [[nodiscard]] QSslConfiguration tls() const { return m_link.tls(); }
    /// Null when there is none; it may have ended on the server without our knowing yet.
    [[nodiscard]] const SessionInfo *session() const;
    /// Of the session; empty when there is none.
    [[nodiscard]] const SecretBytes &token() const { return m_token; }

Q_SIGNALS:
    /// Something answers; its certificate is being checked.
    void serverReached();
    /// The certificate was accepted: what waited is on its way.
    void serverTrusted();
    /// What the server said unasked, but for the session's own notifications.
    void notified(const QString &method, const QJsonObject &params);
    /// The server was written down as known, under a new key perhaps, or could not be.
    void serverRemembered(const roster::TrustNotice &notice);
    /// A connection that stood is gone. The session may still live; the next call finds out.
    void connectionLost(const roster::ConnectionError &error);
    /// The session is dead: `expired`, `revoked`, `logout`, `disabled` or `password_changed`.
    void sessionEnded(const QString &reason);
    /// The role or its rights changed; session() has the new ones.
    void sessionChanged();

private:
    enum class State { Offline, Connecting, Greeting, Ready };

    struct Call
    {
        QString method;
        QJsonObject params;
        QPointer<QObject> context;
        Callback callback;
    };

    void enqueue(Call call);
    void startOver(Call greeting);
    void onOpened();
    void endMeeting(const Call &meeting);
    [[nodiscard]] Call greetingWith(
        const QString &method, QJsonObject params, QObject *context, const Callback &callback);
    /// What the caller is told: an answer that cannot be used is a failure.
    CallOutcome onGreeted(const CallOutcome &outcome);
    [[nodiscard]] bool adoptSession(const QJsonObject &result);
    void transmit(Call call);
    void sendWaiting();
    void onLineReceived(const QByteArray &line);
    void onReply(const Reply &reply);
    void onNotification(const Notification &notification);
    void onLinkFailed(const ConnectionError &error);
    void onSilence();
    void restartSilenceTimer();
    void endSession(const QString &reason);
    [[nodiscard]] QList<Call> takeCalls(QList<Call> *sent);
    void failCallsLater(const ConnectionError &error);
    static void complete(const Call &call, const CallOutcome &outcome);
    static void completeAll(const QList<Call> &calls, const CallOutcome &outcome);

    ClientOptions m_options;
    ServerLink m_link;
    State m_state = State::Offline;
    std::optional<SessionInfo> m_session;
    SecretBytes m_token;
    /// The first call of the next connection; one without a method only meets the server.
    std::optional<Call> m_greeting;
    QList<Call> m_waiting; ///< not sent yet
    QMap<qint64, Call> m_open; ///< sent, by request id
    qint64 m_lastId = 0;
    QTimer m_silenceTimer;
};

} // namespace roster
