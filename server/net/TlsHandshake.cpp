#include "server/net/TlsHandshake.h"

#include "server/net/TlsServerConfiguration.h"

#include <QSslSocket>

namespace roster::server {
namespace {

/// A ClientHello has room in it; whoever sends more before the handshake ends is held back.
constexpr qint64 handshakeBufferSize = 64 * 1024;

/// Qt 6.4 serves a client that offers only foreign protocols (T13); one that offers none is
/// welcome.
bool isOurProtocol(const QSslSocket &socket)
{
    const QSslConfiguration configuration = socket.sslConfiguration();
    switch (configuration.nextProtocolNegotiationStatus()) {
    case QSslConfiguration::NextProtocolNegotiationNone:
        return true;
    case QSslConfiguration::NextProtocolNegotiationNegotiated:
        return configuration.nextNegotiatedProtocol() == applicationProtocol;
    case QSslConfiguration::NextProtocolNegotiationUnsupported:
        return false;
    }
    Q_UNREACHABLE();
}

} // namespace

TlsHandshake::TlsHandshake()
    : m_socket(std::make_unique<QSslSocket>())
{
}

TlsHandshake::~TlsHandshake()
{
    if (m_socket)
        m_socket->disconnect(this);
}

/// Everything comes queued: nothing may end the socket within its own read handler (T8).
void TlsHandshake::start(FileDescriptor accepted, const QSslConfiguration &configuration,
    std::chrono::milliseconds limit)
{
    const auto abortGone = [this] { abort(ConnectionEnd::HandshakeAbandoned); };
    const auto abortBroken = [this](QAbstractSocket::SocketError error) {
        const bool isPeersEnd = error == QAbstractSocket::RemoteHostClosedError;
        abort(isPeersEnd ? ConnectionEnd::HandshakeAbandoned : ConnectionEnd::TlsFailed);
    };
    connect(m_socket.get(), &QSslSocket::encrypted, this, &TlsHandshake::onEncrypted,
        Qt::QueuedConnection);
    connect(m_socket.get(), &QSslSocket::errorOccurred, this, abortBroken, Qt::QueuedConnection);
    connect(m_socket.get(), &QSslSocket::disconnected, this, abortGone, Qt::QueuedConnection);
    m_deadline.start(static_cast<int>(limit.count()), Qt::PreciseTimer, this);
    m_socket->setSslConfiguration(configuration);
    m_socket->setReadBufferSize(handshakeBufferSize);
    if (!m_socket->setSocketDescriptor(accepted.get())) {
        QMetaObject::invokeMethod(this, abortGone, Qt::QueuedConnection);
        return;
    }
    static_cast<void>(accepted.release());
    m_socket->startServerEncryption();
}

std::unique_ptr<QSslSocket> TlsHandshake::takeSocket()
{
    m_socket->disconnect(this);
    return std::move(m_socket);
}

void TlsHandshake::onEncrypted()
{
    if (m_isOver)
        return;
    if (!isOurProtocol(*m_socket)) {
        abort(ConnectionEnd::ForeignProtocol);
        return;
    }
    m_isOver = true;
    m_deadline.stop();
    Q_EMIT succeeded();
}

void TlsHandshake::timerEvent(QTimerEvent *)
{
    abort(ConnectionEnd::HandshakeTooLate);
}

void TlsHandshake::abort(ConnectionEnd end)
{
    if (std::exchange(m_isOver, true))
        return;
    m_deadline.stop();
    m_socket->abort();
    Q_EMIT failed(end);
}

} // namespace roster::server
