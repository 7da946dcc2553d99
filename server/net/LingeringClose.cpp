#include "server/net/LingeringClose.h"

#include <sys/socket.h>

#include <array>
#include <cerrno>

namespace roster::server {
namespace {

constexpr std::size_t bytesPerTurn = 16 * 1024;

} // namespace

LingeringClose::LingeringClose(FileDescriptor socket)
    : m_socket(std::move(socket))
{
}

void LingeringClose::start(std::chrono::milliseconds limit)
{
    m_limit.start(static_cast<int>(limit.count()), Qt::PreciseTimer, this);
    if (::shutdown(m_socket.get(), SHUT_WR) != 0) {
        // The peer has gone: let the owner hear of it from the event loop.
        m_limit.start(0, this);
        return;
    }
    m_readable = std::make_unique<QSocketNotifier>(m_socket.get(), QSocketNotifier::Read);
    connect(m_readable.get(), &QSocketNotifier::activated, this, [this] { discardInput(); });
}

void LingeringClose::discardInput()
{
    std::array<char, bytesPerTurn> discarded;
    const ssize_t count = ::recv(m_socket.get(), discarded.data(), discarded.size(), MSG_DONTWAIT);
    if (count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR))
        finish();
}

void LingeringClose::timerEvent(QTimerEvent *)
{
    finish();
}

void LingeringClose::finish()
{
    m_limit.stop();
    if (m_readable)
        m_readable->setEnabled(false);
    Q_EMIT finished();
}

} // namespace roster::server
