#include "tests/bench/load/Connection.h"

#include "tests/bench/load/Failure.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <charconv>
#include <cstring>

namespace roster::bench {
namespace {

constexpr std::chrono::seconds setupPatience{60};
constexpr std::size_t readStep = 16UL * 1024;

} // namespace

Result<Endpoint> Endpoint::parse(const std::string &text)
{
    Endpoint endpoint;
    const std::size_t colon = text.rfind(':');
    endpoint.host = text.substr(0, colon);
    in_port_t port = 0;
    if (colon != std::string::npos)
        std::from_chars(text.data() + colon + 1, text.data() + text.size(), port);
    endpoint.address.sin_family = AF_INET;
    endpoint.address.sin_port = htons(port);
    if (port == 0 || ::inet_pton(AF_INET, endpoint.host.c_str(), &endpoint.address.sin_addr) != 1)
        return failure("\"" + text + "\" is no address such as 127.0.0.1:7433.");
    return endpoint;
}

Connection::Connection(SSL_CTX *context, const Endpoint &endpoint)
    : m_descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0))
    , m_ssl(SSL_new(context))
{
    const int on = 1;
    ::setsockopt(descriptor(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    SSL_set_fd(m_ssl.get(), descriptor());
    SSL_set_connect_state(m_ssl.get());
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(m_ssl.get()), endpoint.host.c_str());
    const auto *address = reinterpret_cast<const sockaddr *>(&endpoint.address);
    if (::connect(descriptor(), address, sizeof endpoint.address) != 0 && errno != EINPROGRESS)
        close(std::string("connect: ") + std::strerror(errno));
}

/// An orderly end, so that the server does not take it for trouble.
Connection::~Connection()
{
    if (m_state == State::Open)
        SSL_shutdown(m_ssl.get());
}

void Connection::advance()
{
    if (m_state == State::Connecting) {
        int error = 0;
        socklen_t size = sizeof error;
        ::getsockopt(descriptor(), SOL_SOCKET, SO_ERROR, &error, &size);
        if (error != 0)
            return close(std::string("connect: ") + std::strerror(error));
        sockaddr_in peer{};
        socklen_t peerSize = sizeof peer;
        if (::getpeername(descriptor(), reinterpret_cast<sockaddr *>(&peer), &peerSize) != 0)
            return;
        m_state = State::Handshaking;
    }
    if (m_state == State::Handshaking) {
        const int result = SSL_do_handshake(m_ssl.get());
        if (result == 1)
            m_state = State::Open;
        else
            closeUnlessWaiting(result, "handshake");
    }
}

void Connection::flush()
{
    while (m_state == State::Open && m_sent < m_output.size()) {
        const int written = SSL_write(
            m_ssl.get(), m_output.data() + m_sent, static_cast<int>(m_output.size() - m_sent));
        if (written <= 0)
            return closeUnlessWaiting(written, "write");
        m_sent += static_cast<std::size_t>(written);
    }
    m_output.clear();
    m_sent = 0;
}

void Connection::receive(const LineHandler &onLine)
{
    // What OpenSSL has not yet read from the system makes the descriptor ready again.
    for (bool isFirst = true; m_state == State::Open && (isFirst || SSL_has_pending(m_ssl.get()));
         isFirst = false) {
        const std::size_t size = m_input.size();
        m_input.resize(size + readStep);
        const int count = SSL_read(m_ssl.get(), m_input.data() + size, static_cast<int>(readStep));
        m_input.resize(size + static_cast<std::size_t>(std::max(count, 0)));
        if (count <= 0) {
            closeUnlessWaiting(count, "read");
            break;
        }
        handOver(onLine);
    }
}

void Connection::handOver(const LineHandler &onLine)
{
    std::size_t begin = 0;
    for (;;) {
        const std::size_t end = m_input.find('\n', std::max(begin, m_scanned));
        if (end == std::string::npos)
            break;
        onLine(std::string_view(m_input).substr(begin, end - begin));
        begin = end + 1;
    }
    m_input.erase(0, begin);
    m_scanned = m_input.size();
}

Outcome Connection::open()
{
    const TimePoint deadline = now() + setupPatience;
    while (m_state == State::Connecting || m_state == State::Handshaking) {
        if (!waitForReadiness(deadline))
            return failure("The server did not finish a handshake in time.");
        advance();
    }
    if (m_state == State::Open)
        return Done{};
    return failure("No connection: " + m_problem);
}

Result<std::vector<std::string>> Connection::ask(const std::vector<std::string> &lines)
{
    for (const std::string &line : lines)
        m_output += line;
    std::vector<std::string> replies;
    const TimePoint deadline = now() + setupPatience;
    while (replies.size() < lines.size()) {
        flush();
        receive([&](std::string_view line) { replies.emplace_back(line); });
        if (m_state == State::Closed)
            return failure("The connection ended: " + m_problem);
        if (replies.size() < lines.size() && !waitForReadiness(deadline))
            return failure("The server did not answer in time.");
    }
    return replies;
}

Result<std::string> Connection::ask(const std::string &line)
{
    Result<std::vector<std::string>> replies = ask(std::vector<std::string>{line});
    if (!replies)
        return replies.error();
    return std::move(replies->front());
}

bool Connection::waitForReadiness(TimePoint deadline) const
{
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - now());
    const bool isWriting = m_state == State::Connecting || m_sent < m_output.size();
    pollfd waited{descriptor(), static_cast<short>(isWriting ? POLLIN | POLLOUT : POLLIN), 0};
    return left.count() > 0 && ::poll(&waited, 1, static_cast<int>(left.count())) > 0;
}

void Connection::closeUnlessWaiting(int result, const char *doing)
{
    const int error = SSL_get_error(m_ssl.get(), result);
    if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE)
        return;
    if (error == SSL_ERROR_ZERO_RETURN)
        return close("closed by the server");
    close(std::string(doing) + ": "
        + (error == SSL_ERROR_SSL ? takeSslError() : std::strerror(errno)));
}

void Connection::close(const std::string &problem)
{
    m_state = State::Closed;
    m_problem = problem;
}

} // namespace roster::bench
