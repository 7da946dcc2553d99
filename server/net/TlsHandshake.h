#pragma once

#include "server/net/ConnectionEnd.h"
#include "common/base/FileDescriptor.h"

#include <QBasicTimer>
#include <QObject>

#include <chrono>
#include <memory>

class QSslConfiguration;
class QSslSocket;

namespace roster::server {

/// A connection from accept to the end of its TLS handshake, under one absolute deadline (T9): no
/// byte that trickles in prolongs it. Owned by a TlsListener, on its thread.
class TlsHandshake : public QObject
{
    Q_OBJECT
public:
    TlsHandshake();
    ~TlsHandshake() override;

    /// Takes an accepted socket and begins; the outcome is told later, from the event loop.
    void start(FileDescriptor accepted, const QSslConfiguration &configuration,
        std::chrono::milliseconds limit);
    /// Gives up at once: failed(). Not to be called from within the socket's signals.
    void abort(ConnectionEnd end);
    /// After succeeded(): the encrypted socket.
    [[nodiscard]] std::unique_ptr<QSslSocket> takeSocket();

Q_SIGNALS:
    void succeeded();
    void failed(roster::server::ConnectionEnd end);

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    void onEncrypted();

    std::unique_ptr<QSslSocket> m_socket;
    QBasicTimer m_deadline;
    bool m_isOver = false;
};

} // namespace roster::server
