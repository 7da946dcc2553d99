#pragma once

#include "tests/net/EchoService.h"
#include "server/net/ConnectionLimits.h"
#include "server/net/TlsListener.h"

#include <QHostAddress>
#include <QThread>

#include <memory>

namespace roster::server {

/// A real TlsListener with EchoServices on a worker thread of its own, on a free port.
class EchoServer
{
public:
    struct Options
    {
        ConnectionTimeouts timeouts{};
        int maximum = 2'000;
        QHostAddress address{QHostAddress::LocalHost};
    };

    EchoServer();
    explicit EchoServer(Options options);
    ~EchoServer();

    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] QHostAddress address() const { return m_options.address; }
    [[nodiscard]] ServiceProbe &probe() { return m_probe; }
    [[nodiscard]] ConnectionLimits &limits() { return m_limits; }
    [[nodiscard]] int connectionCount();
    [[nodiscard]] quint64 count(ConnectionEnd end);
    [[nodiscard]] bool isDrained() const { return m_isDrained; }

    /// Runs @p action with the listener on its thread and waits for it.
    void onWorker(const std::function<void(TlsListener &)> &action);

private:
    const Options m_options;
    ServiceProbe m_probe;
    ConnectionLimits m_limits;
    std::atomic<bool> m_isDrained = false;
    quint16 m_port = 0;
    QThread m_thread;
    QObject m_home;
    std::unique_ptr<TlsListener> m_listener;
};

} // namespace roster::server
