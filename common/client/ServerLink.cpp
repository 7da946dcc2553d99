#include "common/client/ServerLink.h"

#include "common/base/SecretBytes.h"
#include "common/net/ClientTls.h"

#include <QNetworkProxy>

#include <utility>

namespace roster {
namespace {

using namespace Qt::StringLiterals;
using Kind = ConnectionError::Kind;

constexpr qint64 readBufferSize = 256 * 1024;
constexpr qint64 outputHighWater = 256 * 1024;

ConnectionError explainVerdict(const TrustVerdict &verdict)
{
    switch (verdict.kind) {
    case TrustVerdict::Kind::Unknown:
        return {Kind::UnknownServer, verdict.message, false, verdict.identity};
    case TrustVerdict::Kind::Changed:
        return {Kind::IdentityChanged, verdict.message, false, verdict.identity};
    default:
        return {Kind::Untrusted, verdict.message, false};
    }
}

} // namespace

ServerLink::ServerLink(const ClientOptions &options, QObject *parent)
    : QObject(parent)
    , m_options(options)
    , m_trust(options.server, options.authorities, options.knownServers)
{
    m_connectTimer.setSingleShot(true);
    m_connectTimer.setInterval(m_options.connectTimeout);
    connect(&m_connectTimer, &QTimer::timeout, this,
        [this] { fail(Kind::TimedOut, u"%1 does not answer."_s.arg(name())); });
}

QString ServerLink::name() const
{
    return toString(m_options.server);
}

void ServerLink::open()
{
    discardSocket();
    m_socket = new QSslSocket(this);
    // Queued: an address that refuses at once would report it from inside this call.
    QMetaObject::invokeMethod(
        m_socket, [this] { connectSocket(); }, Qt::QueuedConnection);
}

void ServerLink::connectSocket()
{
    if (const Outcome found = m_trust.lookUp(); !found) {
        fail(Kind::Untrusted, found.error().message);
        return;
    }
    m_socket->setProxy(QNetworkProxy::NoProxy);
    m_socket->setSslConfiguration(clientTlsConfiguration(m_trust.authorities()));
    m_socket->setReadBufferSize(readBufferSize);
    connect(m_socket, &QSslSocket::connected, this, &ServerLink::reached);
    connect(m_socket, &QSslSocket::encrypted, this, &ServerLink::onEncrypted);
    connect(m_socket, &QSslSocket::sslErrors, this, &ServerLink::onSslErrors);
    connect(m_socket, &QSslSocket::readyRead, this, &ServerLink::onReadyRead);
    connect(m_socket, &QSslSocket::encryptedBytesWritten, this, &ServerLink::writeWaiting);
    connect(m_socket, &QSslSocket::errorOccurred, this, &ServerLink::onErrorOccurred);
    connect(m_socket, &QSslSocket::disconnected, this,
        [this] { onErrorOccurred(QAbstractSocket::RemoteHostClosedError); });
    m_connectTimer.start();
    m_socket->connectToHostEncrypted(m_options.server.host, m_options.server.port);
}

void ServerLink::close()
{
    if (m_socket && m_isOpen) {
        m_socket->disconnect(this);
        m_socket->disconnectFromHost(); // close_notify, so that the server need not guess
    }
    discardSocket();
}

void ServerLink::discardSocket()
{
    m_connectTimer.stop();
    m_isOpen = false;
    m_verdict.reset();
    m_decoder = {};
    for (QByteArray &line : m_outbox)
        wipe(line);
    m_outbox.clear();
    if (QSslSocket *socket = std::exchange(m_socket, nullptr)) {
        socket->disconnect(this);
        // Later, because one of its signals may be on the stack; that ends the connection.
        socket->deleteLater();
    }
}

void ServerLink::fail(Kind kind, const QString &message)
{
    fail({kind, message, false});
}

void ServerLink::fail(const ConnectionError &error)
{
    discardSocket();
    Q_EMIT failed(error);
}

void ServerLink::onSslErrors(const QList<QSslError> &errors)
{
    m_verdict = m_trust.judge(m_socket->peerCertificateChain(), errors);
    // A known server need not show a root, and its own verification is the stricter one: only what
    // that let pass is passed over here.
    if (m_verdict->kind == TrustVerdict::Kind::Trusted)
        m_socket->ignoreSslErrors(errors);
}

void ServerLink::onEncrypted()
{
    const TrustVerdict verdict
        = m_verdict ? *m_verdict : m_trust.judge(m_socket->peerCertificateChain(), {});
    if (verdict.kind != TrustVerdict::Kind::Trusted) {
        fail(explainVerdict(verdict));
        return;
    }
    const QSslConfiguration agreed = m_socket->sslConfiguration();
    m_tls = agreed;
    if (agreed.nextNegotiatedProtocol() != QByteArray(rosterAlpn)) {
        fail(Kind::NotRoster, u"What answers at %1 is no Roster server."_s.arg(name()));
        return;
    }
    m_connectTimer.stop();
    m_socket->setSocketOption(QAbstractSocket::KeepAliveOption, 1);
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_isOpen = true;
    const QSslSocket *socket = m_socket;
    if (const std::optional<TrustNotice> notice = m_trust.settle(verdict))
        Q_EMIT remembered(*notice);
    if (socket == m_socket) // a receiver may have closed or reopened the link
        Q_EMIT opened();
}

void ServerLink::send(QByteArray line)
{
    line.append('\n');
    m_outbox.append(std::move(line));
    writeWaiting();
}

void ServerLink::writeWaiting()
{
    while (m_isOpen && !m_outbox.isEmpty()
        && m_socket->bytesToWrite() + m_socket->encryptedBytesToWrite() < outputHighWater) {
        QByteArray line = m_outbox.takeFirst();
        m_socket->write(line);
        wipe(line); // it may hold a password or a token
    }
}

void ServerLink::onReadyRead()
{
    if (!m_isOpen)
        return;
    Q_EMIT progressed();
    readLines();
}

void ServerLink::readLines()
{
    // A receiver may close or reopen the link: then the rest is nobody's.
    const QSslSocket *socket = m_socket;
    while (socket && socket == m_socket && m_isOpen && m_socket->bytesAvailable() > 0) {
        m_decoder.append(m_socket->readAll());
        while (socket == m_socket) {
            const std::optional<QByteArray> line = m_decoder.next(lineCapOfClient);
            if (!line)
                break;
            Q_EMIT lineReceived(*line);
        }
        if (socket == m_socket && m_decoder.isOversize(lineCapOfClient))
            fail(Kind::NotRoster, u"%1 sent a line that is too long."_s.arg(name()));
    }
}

void ServerLink::onErrorOccurred(QAbstractSocket::SocketError error)
{
    const QSslSocket *socket = m_socket;
    const ConnectionError reason = explain(error);
    readLines();
    if (socket && socket == m_socket)
        fail(reason);
}

ConnectionError ServerLink::explain(QAbstractSocket::SocketError error) const
{
    if (m_isOpen)
        return {Kind::Closed, u"The connection to %1 was lost."_s.arg(name()), false};
    if (m_verdict && m_verdict->kind != TrustVerdict::Kind::Trusted)
        return explainVerdict(*m_verdict);
    switch (error) {
    case QAbstractSocket::HostNotFoundError:
        return {
            Kind::HostNotFound, u"There is no host \"%1\"."_s.arg(m_options.server.host), false};
    case QAbstractSocket::ConnectionRefusedError:
        return {Kind::Refused, u"Nothing answers at %1: connection refused."_s.arg(name()), false};
    case QAbstractSocket::SocketTimeoutError:
        return {Kind::TimedOut, u"%1 does not answer."_s.arg(name()), false};
    case QAbstractSocket::RemoteHostClosedError:
        return {
            Kind::Closed, u"%1 closed the connection before it was secure."_s.arg(name()), false};
    case QAbstractSocket::SslHandshakeFailedError:
    case QAbstractSocket::SslInternalError:
    case QAbstractSocket::SslInvalidUserDataError:
        return {Kind::NotRoster,
            u"What answers at %1 does not speak TLS 1.3 as a Roster server does."_s.arg(name()),
            false};
    default:
        return {Kind::Unreachable,
            u"%1 cannot be reached: %2."_s.arg(name(), m_socket->errorString()), false};
    }
}

} // namespace roster
