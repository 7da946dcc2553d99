#include "tests/net/RawClient.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <openssl/err.h>
#include <openssl/pem.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <thread>

namespace roster::server {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int tlsRecordBytes = 16 * 1024;

struct Address
{
    sockaddr_storage storage{};
    socklen_t length = 0;
};

Address toAddress(const QHostAddress &host, quint16 port)
{
    Address address;
    if (host.protocol() == QAbstractSocket::IPv4Protocol) {
        auto *ipv4 = reinterpret_cast<sockaddr_in *>(&address.storage);
        ipv4->sin_family = AF_INET;
        ipv4->sin_port = htons(port);
        ipv4->sin_addr.s_addr = htonl(host.toIPv4Address());
        address.length = sizeof(sockaddr_in);
    } else {
        auto *ipv6 = reinterpret_cast<sockaddr_in6 *>(&address.storage);
        ipv6->sin6_family = AF_INET6;
        ipv6->sin6_port = htons(port);
        const Q_IPV6ADDR bytes = host.toIPv6Address();
        std::memcpy(&ipv6->sin6_addr, bytes.c, sizeof bytes.c);
        address.length = sizeof(sockaddr_in6);
    }
    return address;
}

} // namespace

RawClient::RawClient(const QHostAddress &server, quint16 port, const QHostAddress &from)
    : m_context(nullptr, &SSL_CTX_free)
    , m_tls(nullptr, &SSL_free)
{
    std::signal(SIGPIPE, SIG_IGN);
    const int family = server.protocol() == QAbstractSocket::IPv4Protocol ? AF_INET : AF_INET6;
    m_socket = FileDescriptor(::socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!from.isNull()) {
        const Address source = toAddress(from, 0);
        ::bind(m_socket.get(), reinterpret_cast<const sockaddr *>(&source.storage), source.length);
    }
    const Address target = toAddress(server, port);
    const int result = ::connect(
        m_socket.get(), reinterpret_cast<const sockaddr *>(&target.storage), target.length);
    int error = result == 0 ? 0 : errno;
    if (error == EINPROGRESS && waitFor(POLLOUT, Clock::now() + patience)) {
        socklen_t size = sizeof error;
        ::getsockopt(m_socket.get(), SOL_SOCKET, SO_ERROR, &error, &size);
    }
    m_isConnected = error == 0;
}

RawClient::~RawClient() = default;

bool RawClient::handshake(const QByteArray &alpn, int highestVersion)
{
    m_context.reset(SSL_CTX_new(TLS_client_method()));
    SSL_CTX_set_max_proto_version(m_context.get(), highestVersion);
    m_tls.reset(SSL_new(m_context.get()));
    SSL_set_mode(m_tls.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    if (!alpn.isEmpty())
        SSL_set_alpn_protos(m_tls.get(), reinterpret_cast<const unsigned char *>(alpn.constData()),
            static_cast<unsigned>(alpn.size()));
    SSL_set_fd(m_tls.get(), m_socket.get());
    const auto until = Clock::now() + patience;
    for (;;) {
        ERR_clear_error();
        const int result = SSL_connect(m_tls.get());
        if (result == 1)
            return true;
        if (!mayRetry(result, until))
            return false;
    }
}

bool RawClient::canWork(const QHostAddress &server, quint16 port, const QHostAddress &from)
{
    RawClient client(server, port, from);
    return client.isConnected() && client.handshake() && client.ask("login") == "login"
        && client.ask("hello") == "hello";
}

bool RawClient::comesToWork(const QHostAddress &server, quint16 port, Milliseconds limit)
{
    const auto until = Clock::now() + limit;
    while (!canWork(server, port)) {
        if (Clock::now() > until)
            return false;
        std::this_thread::sleep_for(Milliseconds(50));
    }
    return true;
}

bool RawClient::send(const QByteArray &bytes, Milliseconds limit)
{
    const auto until = Clock::now() + limit;
    qsizetype sent = 0;
    while (sent < bytes.size()) {
        ERR_clear_error();
        const int chunk
            = static_cast<int>(std::min<qsizetype>(bytes.size() - sent, tlsRecordBytes));
        const int result = SSL_write(m_tls.get(), bytes.constData() + sent, chunk);
        if (result > 0)
            sent += result;
        else if (!mayRetry(result, until))
            return false;
    }
    return true;
}

std::optional<QByteArray> RawClient::readLine(Milliseconds limit)
{
    const auto until = Clock::now() + limit;
    std::array<char, tlsRecordBytes> buffer;
    for (;;) {
        const qsizetype end = m_received.indexOf('\n');
        if (end >= 0) {
            const QByteArray line = m_received.first(end);
            m_received.remove(0, end + 1);
            return line;
        }
        ERR_clear_error();
        const int result = SSL_read(m_tls.get(), buffer.data(), static_cast<int>(buffer.size()));
        if (result > 0)
            m_received.append(buffer.data(), result);
        else if (!mayRetry(result, until))
            return std::nullopt;
    }
}

std::optional<QByteArray> RawClient::ask(const QByteArray &line)
{
    if (!send(line + '\n'))
        return std::nullopt;
    return readLine();
}

RawClient::Ending RawClient::waitForEnd(Milliseconds limit)
{
    const auto until = Clock::now() + limit;
    std::array<char, tlsRecordBytes> buffer;
    for (;;) {
        ERR_clear_error();
        errno = 0;
        const int result = SSL_read(m_tls.get(), buffer.data(), static_cast<int>(buffer.size()));
        if (result <= 0 && !mayRetry(result, until))
            return endingOf(result);
    }
}

RawClient::Ending RawClient::endingOf(int result)
{
    switch (SSL_get_error(m_tls.get(), result)) {
    case SSL_ERROR_WANT_READ:
    case SSL_ERROR_WANT_WRITE:
        return Ending::StillOpen;
    case SSL_ERROR_ZERO_RETURN:
        return Ending::CloseNotify;
    case SSL_ERROR_SYSCALL:
        return errno == ECONNRESET || errno == EPIPE ? Ending::Reset : Ending::Fin;
    default:
        return ERR_GET_REASON(ERR_peek_error()) == SSL_R_UNEXPECTED_EOF_WHILE_READING
            ? Ending::Fin
            : Ending::TlsError;
    }
}

QByteArray RawClient::peerCertificatePem() const
{
    BIO *bio = BIO_new(BIO_s_mem());
    PEM_write_bio_X509(bio, SSL_get0_peer_certificate(m_tls.get()));
    char *data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    QByteArray pem(data, size);
    BIO_free(bio);
    return pem;
}

void RawClient::sendRaw(const QByteArray &bytes)
{
    static_cast<void>(::send(
        m_socket.get(), bytes.constData(), static_cast<std::size_t>(bytes.size()), MSG_NOSIGNAL));
}

RawClient::Ending RawClient::waitForRawEnd(Milliseconds limit)
{
    const auto until = Clock::now() + limit;
    std::array<char, tlsRecordBytes> buffer;
    while (waitFor(POLLIN, until)) {
        const ssize_t count = ::recv(m_socket.get(), buffer.data(), buffer.size(), 0);
        if (count == 0)
            return Ending::Fin;
        if (count < 0 && errno != EAGAIN)
            return Ending::Reset;
    }
    return Ending::StillOpen;
}

void RawClient::sendCloseNotify()
{
    SSL_shutdown(m_tls.get());
}

void RawClient::reset()
{
    const linger hard{1, 0};
    ::setsockopt(m_socket.get(), SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    m_socket.reset();
}

bool RawClient::waitFor(short events, Clock::time_point until)
{
    const auto left = std::chrono::ceil<Milliseconds>(until - Clock::now()).count();
    pollfd watched{m_socket.get(), events, 0};
    return left > 0 && ::poll(&watched, 1, static_cast<int>(left)) > 0;
}

bool RawClient::mayRetry(int result, Clock::time_point until)
{
    switch (SSL_get_error(m_tls.get(), result)) {
    case SSL_ERROR_WANT_READ:
        return waitFor(POLLIN, until);
    case SSL_ERROR_WANT_WRITE:
        return waitFor(POLLOUT, until);
    default:
        return false;
    }
}

QByteArray halfClientHello()
{
    QByteArray hello = QByteArray::fromHex("16030102000100"
                                           "01fc0303");
    return hello + QByteArray(89, '\x11');
}

} // namespace roster::server
