#pragma once

#include "common/base/FileDescriptor.h"

#include <QByteArray>
#include <QHostAddress>

#include <openssl/ssl.h>

#include <chrono>
#include <memory>
#include <optional>

namespace roster::server {

/// A client on plain OpenSSL that can misbehave in every way; blocking, each call bounded by a
/// time.
class RawClient
{
public:
    using Milliseconds = std::chrono::milliseconds;
    static constexpr Milliseconds patience{20'000};

    /// How the server ended a connection.
    enum class Ending { StillOpen, CloseNotify, Fin, Reset, TlsError };

    /// Connects, from @p from if that is given.
    RawClient(const QHostAddress &server, quint16 port, const QHostAddress &from = {});
    RawClient(RawClient &&) = default;
    ~RawClient();

    [[nodiscard]] bool isConnected() const { return m_isConnected; }
    /// @p alpn in wire form; empty offers none.
    [[nodiscard]] bool handshake(
        const QByteArray &alpn = QByteArray("\x08roster/1"), int highestVersion = TLS1_3_VERSION);
    /// Connects the usual way and logs in: a legitimate client.
    [[nodiscard]] static bool canWork(
        const QHostAddress &server, quint16 port, const QHostAddress &from = {});
    /// Whether canWork() at last. (QTRY_VERIFY asks again after it has been told yes.)
    [[nodiscard]] static bool comesToWork(
        const QHostAddress &server, quint16 port, Milliseconds limit);

    /// False when the server has gone.
    bool send(const QByteArray &bytes, Milliseconds limit = patience);
    [[nodiscard]] std::optional<QByteArray> readLine(Milliseconds limit = patience);
    /// Sends a line and reads one.
    [[nodiscard]] std::optional<QByteArray> ask(const QByteArray &line);
    /// Reads until the end and says which.
    [[nodiscard]] Ending waitForEnd(Milliseconds limit = patience);

    [[nodiscard]] QByteArray peerCertificatePem() const;

    void sendRaw(const QByteArray &bytes);
    [[nodiscard]] Ending waitForRawEnd(Milliseconds limit = patience);
    void sendCloseNotify();
    void reset();
    void closeTcp() { m_socket.reset(); }

private:
    [[nodiscard]] bool waitFor(short events, std::chrono::steady_clock::time_point until);
    [[nodiscard]] bool mayRetry(int result, std::chrono::steady_clock::time_point until);
    [[nodiscard]] Ending endingOf(int result);

    FileDescriptor m_socket;
    bool m_isConnected = false;
    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> m_context;
    std::unique_ptr<SSL, decltype(&SSL_free)> m_tls;
    QByteArray m_received;
};

/// The first 100 bytes of a ClientHello, which promise more.
[[nodiscard]] QByteArray halfClientHello();

} // namespace roster::server
