#pragma once

#include "common/base/Result.h"
#include "server/net/ConnectionEnd.h"
#include "server/net/ConnectionTally.h"
#include "server/net/ConnectionTimeouts.h"
#include "common/base/FileDescriptor.h"
#include "server/net/PreLoginQueue.h"

#include <QDeadlineTimer>
#include <QSslServer>
#include <QTimer>

#include <functional>
#include <memory>
#include <unordered_map>

class QSocketNotifier;

namespace roster::server {

class ClientConnection;
class ConnectionLimits;
class LineService;

/// The connections of one worker: accepts them, sees each through its handshake, gives it a service
/// and keeps it until its end. Several listeners, each on its own thread, share a listening socket.
///
/// Never uses QSslServer's own queue, which 30 broken handshakes stop for good (T1). Strangers
/// cannot shut others out: whoever has no session, even while a login is verified, stands under
/// absolute deadlines, and when one address block holds more than its share of a worker's
/// strangers, its oldest goes.
class TlsListener : public QSslServer
{
    Q_OBJECT
public:
    using ServiceFactory = std::function<std::unique_ptr<LineService>(const QHostAddress &peer)>;

    /// @p limits is shared by all listeners and outlives them. @p createService makes the service
    /// of a connection whose handshake succeeded.
    TlsListener(ConnectionLimits &limits, ServiceFactory createService,
        const ConnectionTimeouts &timeouts = {}, QObject *parent = nullptr);
    ~TlsListener() override;

    /// For the connections that come from now on. Set one before the first startAccepting().
    void setTlsConfiguration(const QSslConfiguration &configuration);
    /// Accepts on @p listening, this listener's own duplicate of an openListeningSocket(). May be
    /// called once; a server with several addresses has a listener for each.
    [[nodiscard]] Outcome startAccepting(FileDescriptor listening);
    void stopAccepting();
    /// Stops accepting, lets every connection answer what it owes and close, then drained().
    void finishAll();

    /// Handshakes and connections alive.
    [[nodiscard]] int connectionCount() const { return static_cast<int>(m_clients.size()); }
    /// How connections have ended so far.
    [[nodiscard]] const ConnectionTally &tally() const { return m_tally; }

Q_SIGNALS:
    /// Once after finishAll(): the last connection is gone.
    void drained();

protected:
    /// Takes an accepted descriptor through the caps into its handshake.
    void incomingConnection(qintptr descriptor) override;

private:
    struct Client;

    void onAcceptable();
    void acceptSome();
    [[nodiscard]] bool hasMoreThanItsShare() const;
    void backOff(int error);
    [[nodiscard]] bool makeRoomInFullServer(const QHostAddress &newcomer);

    void onHandshakeSucceeded(ConnectionId id);
    void onSessionChanged(ConnectionId id);
    void onEnded(ConnectionId id, ConnectionEnd end);
    void queueBeforeLogin(ConnectionId id, const QHostAddress &peer);
    void drop(ConnectionId id, ConnectionEnd end);
    void emitDrainedIfDone();

    ConnectionLimits &m_limits;
    const ServiceFactory m_createService;
    const ConnectionTimeouts m_timeouts;
    std::unordered_map<ConnectionId, Client> m_clients;
    PreLoginQueue m_preLogin;
    ConnectionTally m_tally;
    std::unique_ptr<QSocketNotifier> m_acceptable;
    QTimer m_backOff;
    QTimer m_deference;
    ConnectionId m_nextId = 1;
    bool m_isFinishing = false;
};

} // namespace roster::server
