#include "tests/net/EchoServer.h"

#include "tests/net/TestCertificate.h"
#include "server/net/EpollDispatcher.h"
#include "server/net/ListeningSocket.h"
#include "server/net/TlsServerConfiguration.h"

#include <QCoreApplication>
#include <QEvent>

#include <openssl/crypto.h>

namespace roster::server {

EchoServer::EchoServer()
    : EchoServer(Options())
{
}

EchoServer::EchoServer(Options options)
    : m_options(std::move(options))
    , m_limits(m_options.maximum, 1)
{
    m_thread.setEventDispatcher(new EpollDispatcher);
    m_thread.start();
    m_home.moveToThread(&m_thread);
    Result<FileDescriptor> listening = openListeningSocket(m_options.address, 0);
    if (!listening)
        qFatal("%s", qUtf8Printable(listening.error().message));
    m_port = *portOf(*listening);
    const TestCertificate identity = TestCertificate::make();
    const QSslConfiguration tls
        = *makeTlsServerConfiguration(identity.certificatePem, identity.keyPem);
    const auto start = [&] {
        m_listener = std::make_unique<TlsListener>(
            m_limits,
            [this](const QHostAddress &) { return std::make_unique<EchoService>(m_probe); },
            m_options.timeouts);
        QObject::connect(m_listener.get(), &TlsListener::drained, m_listener.get(),
            [this] { m_isDrained = true; });
        m_listener->setTlsConfiguration(tls);
        if (!m_listener->startAccepting(std::move(*listening)))
            qFatal("cannot accept");
    };
    QMetaObject::invokeMethod(&m_home, start, Qt::BlockingQueuedConnection);
}

EchoServer::~EchoServer()
{
    onWorker([this](TlsListener &) {
        m_listener.reset();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        // QThread::wait() does not wait for the thread's last clean-up, which a leak checker that
        // runs at the end of the process may overtake.
        OPENSSL_thread_stop();
    });
    m_thread.quit();
    m_thread.wait();
}

int EchoServer::connectionCount()
{
    int count = 0;
    onWorker([&](TlsListener &listener) { count = listener.connectionCount(); });
    return count;
}

quint64 EchoServer::count(ConnectionEnd end)
{
    quint64 count = 0;
    onWorker([&](TlsListener &listener) { count = listener.tally().count(end); });
    return count;
}

void EchoServer::onWorker(const std::function<void(TlsListener &)> &action)
{
    QMetaObject::invokeMethod(
        &m_home, [&] { action(*m_listener); }, Qt::BlockingQueuedConnection);
}

} // namespace roster::server
