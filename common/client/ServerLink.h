#pragma once

#include "common/client/CallOutcome.h"
#include "common/client/ServerAddress.h"
#include "common/client/ServerTrust.h"
#include "common/protocol/LineCodec.h"

#include <QList>
#include <QObject>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslError>
#include <QSslSocket>
#include <QTimer>

#include <chrono>
#include <optional>

namespace roster {

/// Which server a client talks to, whom it trusts, and how long it waits.
struct ClientOptions
{
    ServerAddress server;
    QList<QSslCertificate> authorities;
    /// Without it nobody but the authorities is trusted. With it the servers in this file, which
    /// may grow (ServerTrust).
    std::optional<KnownServers> knownServers = std::nullopt;
    QString kind; ///< `desktop`, `console`, `import` or `other`
    /// From the first packet to an accepted certificate.
    std::chrono::milliseconds connectTimeout{10'000};
    /// How long a server may owe an answer without sending anything.
    std::chrono::milliseconds silenceTimeout{60'000};
};

/// One TLS connection after another to one server: lines out, lines in. Nothing is sent before the
/// certificate was accepted and `roster/1` agreed on. Owned by a RosterClient, on its thread; no
/// signal is emitted from inside open(), close() or send().
class ServerLink : public QObject
{
    Q_OBJECT

public:
    explicit ServerLink(const ClientOptions &options, QObject *parent = nullptr);

    /// Starts anew; a connection that stands is given up without a signal.
    void open();
    /// Says goodbye, without a signal.
    void close();
    /// Gives the connection up because of what the peer said; failed() follows.
    void fail(ConnectionError::Kind kind, const QString &message);
    [[nodiscard]] bool isOpen() const { return m_isOpen; }
    /// Of the connection that stands, or stood last: cipher, certificates.
    [[nodiscard]] QSslConfiguration tls() const { return m_tls; }

    /// From the next connection on, a server that shows this identity is trusted.
    void trust(const ServerIdentity &identity) { m_trust.accept(identity); }

    /// Sends @p line and its end. Lines wait here while the peer reads slowly.
    void send(QByteArray line);

Q_SIGNALS:
    /// Something answers; its certificate is being checked.
    void reached();
    void opened();
    void lineReceived(const QByteArray &line);
    /// The peer sent something, if only a part of a line.
    void progressed();
    /// A trusted server was written down, under a new key perhaps, or could not be.
    void remembered(const roster::TrustNotice &notice);
    /// The connection could not be made, or is gone. It may be opened again.
    void failed(const roster::ConnectionError &error);

private:
    void connectSocket();
    void discardSocket();
    void onSslErrors(const QList<QSslError> &errors);
    void onEncrypted();
    void fail(const ConnectionError &error);
    void onReadyRead();
    void readLines();
    void onErrorOccurred(QAbstractSocket::SocketError error);
    [[nodiscard]] ConnectionError explain(QAbstractSocket::SocketError error) const;
    void writeWaiting();
    [[nodiscard]] QString name() const;

    ClientOptions m_options;
    QSslSocket *m_socket = nullptr; ///< a child; each connection has its own
    bool m_isOpen = false;
    QSslConfiguration m_tls;
    ServerTrust m_trust;
    std::optional<TrustVerdict> m_verdict; ///< of this connection, if its verification found errors
    LineDecoder m_decoder;
    QList<QByteArray> m_outbox;
    QTimer m_connectTimer;
};

} // namespace roster
