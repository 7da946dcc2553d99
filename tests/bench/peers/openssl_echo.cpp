#include "common/base/FileDescriptor.h"
#include "tests/bench/load/TlsSetup.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace {

using namespace roster;
using namespace roster::bench;

constexpr std::size_t readStep = 16UL * 1024;

/// One client: a line in, a line of the fixed size out.
class EchoClient
{
public:
    EchoClient(FileDescriptor descriptor, SSL_CTX *context)
        : m_descriptor(std::move(descriptor))
        , m_ssl(SSL_new(context))
    {
        const int on = 1;
        ::setsockopt(m_descriptor.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        SSL_set_fd(m_ssl.get(), m_descriptor.get());
        SSL_set_accept_state(m_ssl.get());
    }

    /// Reads what has come and answers it; false when the client is gone. The handshake is part of
    /// the first reads.
    [[nodiscard]] bool serve(const std::string &reply)
    {
        std::array<char, readStep> input{};
        for (;;) {
            const int count = SSL_read(m_ssl.get(), input.data(), static_cast<int>(input.size()));
            if (count <= 0)
                return isWaiting(count) && flush();
            const auto lines = std::count(input.begin(), input.begin() + count, '\n');
            for (std::ptrdiff_t i = 0; i < lines; ++i)
                m_output += reply;
            if (!flush())
                return false;
            if (!SSL_has_pending(m_ssl.get()))
                return true;
        }
    }

    [[nodiscard]] int descriptor() const { return m_descriptor.get(); }
    [[nodiscard]] bool hasOutput() const { return !m_output.empty(); }

private:
    [[nodiscard]] bool isWaiting(int result) const
    {
        const int error = SSL_get_error(m_ssl.get(), result);
        ERR_clear_error();
        return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE;
    }

    [[nodiscard]] bool flush()
    {
        while (!m_output.empty()) {
            const int written
                = SSL_write(m_ssl.get(), m_output.data(), static_cast<int>(m_output.size()));
            if (written <= 0)
                return isWaiting(written);
            m_output.erase(0, static_cast<std::size_t>(written));
        }
        return true;
    }

    FileDescriptor m_descriptor;
    SslPtr m_ssl;
    std::string m_output;
};

/// The clients of one thread and its epoll; all threads accept from one listening socket.
class EchoThread
{
public:
    EchoThread(int listening, SSL_CTX *context, const std::string &reply)
        : m_epoll(::epoll_create1(EPOLL_CLOEXEC))
        , m_listening(listening)
        , m_context(context)
        , m_reply(reply)
    {
        watch(m_listening, EPOLLIN | EPOLLEXCLUSIVE, EPOLL_CTL_ADD);
    }

    [[noreturn]] void run()
    {
        std::array<epoll_event, 64> events{};
        for (;;) {
            const int count
                = ::epoll_wait(m_epoll.get(), events.data(), static_cast<int>(events.size()), -1);
            for (int i = 0; i < count; ++i) {
                const int descriptor = events[static_cast<std::size_t>(i)].data.fd;
                if (descriptor == m_listening)
                    accept();
                else
                    serve(descriptor);
            }
        }
    }

private:
    void watch(int descriptor, std::uint32_t events, int operation) const
    {
        epoll_event event{};
        event.events = events;
        event.data.fd = descriptor;
        ::epoll_ctl(m_epoll.get(), operation, descriptor, &event);
    }

    void accept()
    {
        FileDescriptor accepted(
            ::accept4(m_listening, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
        if (!accepted.isValid())
            return;
        const int descriptor = accepted.get();
        m_clients.try_emplace(descriptor, std::move(accepted), m_context);
        watch(descriptor, EPOLLIN, EPOLL_CTL_ADD);
    }

    void serve(int descriptor)
    {
        EchoClient &client = m_clients.at(descriptor);
        const bool wasWriting = client.hasOutput();
        if (!client.serve(m_reply))
            m_clients.erase(descriptor);
        else if (client.hasOutput() != wasWriting)
            watch(descriptor, wasWriting ? EPOLLIN : EPOLLIN | EPOLLOUT, EPOLL_CTL_MOD);
    }

    FileDescriptor m_epoll;
    int m_listening;
    SSL_CTX *m_context;
    const std::string &m_reply;
    std::unordered_map<int, EchoClient> m_clients;
};

FileDescriptor listenOnLoopback()
{
    FileDescriptor listening(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto *generic = reinterpret_cast<sockaddr *>(&address);
    if (::bind(listening.get(), generic, size) != 0 || ::listen(listening.get(), 1024) != 0
        || ::getsockname(listening.get(), generic, &size) != 0)
        return {};
    std::cout << "listening on 127.0.0.1:" << ntohs(address.sin_port) << std::endl;
    return listening;
}

} // namespace

/// The limit of the transport: OpenSSL and epoll, and nothing else.
int main(int argc, char **argv)
{
    if (argc != 5) {
        std::cerr << "Usage: peer-openssl-echo CERTIFICATE KEY REPLY-SIZE THREADS\n";
        return 2;
    }
    static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
    const Result<SslContextPtr> context = makePeerContext(argv[1], argv[2]);
    if (!context) {
        std::cerr << "peer-openssl-echo: " << context.error().message.toStdString() << '\n';
        return 1;
    }
    const FileDescriptor listening = listenOnLoopback();
    if (!listening.isValid())
        return 1;
    const std::string reply = std::string(std::strtoul(argv[3], nullptr, 10), 'x') + '\n';
    std::vector<std::thread> threads;
    for (long i = std::strtol(argv[4], nullptr, 10); i > 0; --i)
        threads.emplace_back([&] { EchoThread(listening.get(), context->get(), reply).run(); });
    for (std::thread &thread : threads)
        thread.join();
    return 0;
}
