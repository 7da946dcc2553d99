#include "server/net/ClientConnection.h"

#include "common/base/FileDescriptor.h"
#include "server/net/LingeringClose.h"
#include "server/requests/LineService.h"

#include <QCoreApplication>
#include <QSslSocket>
#include <QTimerEvent>

#include <algorithm>

namespace roster::server {
namespace {

using std::chrono::milliseconds;

constexpr qsizetype decryptedBufferSize = 64 * 1024;
/// Nothing is taken while more output than this waits.
constexpr qsizetype outputHighWater = 1024 * 1024;
/// No service that minds the high-water mark gets here, even with several of the longest lines.
constexpr qsizetype outputCap = 4 * lineCapOfClient;
/// Then the other connections of the worker have their turn: after so many lines or so much time.
constexpr int linesPerTurn = 64;
constexpr std::chrono::microseconds timePerTurn(500);
/// As good as taken: the service need not hear of every reply that comes and goes.
constexpr qsizetype negligibleOutput = 64 * 1024;

const QEvent::Type turnDue = static_cast<QEvent::Type>(QEvent::registerEventType());

void start(QBasicTimer &timer, milliseconds duration, QObject *object)
{
    timer.start(static_cast<int>(std::max<milliseconds::rep>(duration.count(), 0)), object);
}

} // namespace

ClientConnection::ClientConnection(std::unique_ptr<QSslSocket> socket,
    std::unique_ptr<LineService> service, QDeadlineTimer loginDeadline,
    const ConnectionTimeouts &timeouts)
    : m_timeouts(timeouts)
    , m_socket(std::move(socket))
    , m_service(std::move(service))
    , m_lines(*m_socket)
{
    m_socket->setReadBufferSize(decryptedBufferSize);
    connectSocket();
    connectService();
    start(m_loginTimer, milliseconds(loginDeadline.remainingTime()), this);
    // Bytes, or even the end, may have come while the socket was handed over.
    scheduleTakeLines();
    if (m_socket->error() != QAbstractSocket::UnknownSocketError)
        QMetaObject::invokeMethod(
            this, [this] { onSocketError(m_socket->error()); }, Qt::QueuedConnection);
    if (m_socket->state() != QAbstractSocket::ConnectedState)
        QMetaObject::invokeMethod(this, &ClientConnection::onDisconnected, Qt::QueuedConnection);
}

ClientConnection::~ClientConnection()
{
    m_socket->disconnect(this);
    m_service->disconnect(this);
}

/// The end of a connection comes queued: it must not pull the socket from under its own read
/// handler (T8).
void ClientConnection::connectSocket()
{
    connect(m_socket.get(), &QSslSocket::readyRead, this, &ClientConnection::scheduleTakeLines);
    connect(
        m_socket.get(), &QSslSocket::encryptedBytesWritten, this, &ClientConnection::onOutputTaken);
    connect(m_socket.get(), &QSslSocket::errorOccurred, this, &ClientConnection::onSocketError,
        Qt::QueuedConnection);
    connect(m_socket.get(), &QSslSocket::disconnected, this, &ClientConnection::onDisconnected,
        Qt::QueuedConnection);
}

void ClientConnection::connectService()
{
    connect(m_service.get(), &LineService::outputReady, this, &ClientConnection::send);
    connect(
        m_service.get(), &LineService::readyForLine, this, &ClientConnection::scheduleTakeLines);
    connect(m_service.get(), &LineService::awaitingLoginChanged, this,
        &ClientConnection::onAwaitingLoginChanged);
    connect(m_service.get(), &LineService::finished, this, &ClientConnection::closeWhenFlushed);
}

qsizetype ClientConnection::outputWaiting() const
{
    return m_unsent.size() + m_socket->bytesToWrite() + m_socket->encryptedBytesToWrite();
}

void ClientConnection::takeLines()
{
    if (m_isTakingLines)
        return;
    m_isTakingLines = true;
    const QDeadlineTimer turnEnd(timePerTurn);
    int taken = 0;
    bool isTurnOver = false;
    while (!isTurnOver && mayTakeLine()) {
        const std::optional<QByteArray> line = nextLine();
        if (!line)
            break;
        m_lineTimer.stop();
        m_service->takeLine(*line);
        // The clock is asked only while there is more.
        isTurnOver = ++taken == linesPerTurn || (m_lines.hasBytes() && turnEnd.hasExpired());
    }
    m_isTakingLines = false;
    write(std::exchange(m_unsent, QByteArray()));
    if (isTurnOver)
        scheduleTakeLines();
    watchLineInProgress();
    finishServiceIfIdle();
}

bool ClientConnection::mayTakeLine() const
{
    return m_stage == Stage::Open && !m_isServiceFinishing && m_service->isReadyForLine()
        && outputWaiting() <= outputHighWater;
}

std::optional<QByteArray> ClientConnection::nextLine()
{
    const qsizetype cap = m_service->lineCap();
    std::optional<QByteArray> line = m_lines.next(cap);
    if (!line && m_lines.isOversize(cap))
        refuseOversizeLine();
    return line;
}

void ClientConnection::refuseOversizeLine()
{
    m_end = ConnectionEnd::LineTooLong;
    m_isServiceFinishing = true;
    closeWithin(m_timeouts.farewell);
    m_service->refuseOversizeLine();
}

/// Lines are not taken from within the signal that bytes are there: first all sockets that have
/// some decrypt them, then all are answered, and then all replies leave. The code of each of the
/// three then stays in the processor's cache, which is too small for all.
void ClientConnection::scheduleTakeLines()
{
    if (!std::exchange(m_isTurnScheduled, true))
        QCoreApplication::postEvent(this, new QEvent(turnDue));
}

/// Counts only while everything that has arrived was read: a line that waits for the server is not
/// late.
void ClientConnection::watchLineInProgress()
{
    const bool isPeerLate = mayTakeLine() && m_lines.buffered() > 0 && m_hasSession;
    if (!isPeerLate)
        m_lineTimer.stop();
    else if (!m_isTurnScheduled && !m_lineTimer.isActive())
        start(m_lineTimer, m_timeouts.lineInProgress, this);
}

/// The replies of one turn leave together.
void ClientConnection::send(const QByteArray &lines)
{
    if (m_stage != Stage::Open)
        return;
    if (m_isTakingLines)
        m_unsent += lines;
    else
        write(lines);
}

/// The socket encrypts and sends from the event queue, when all that have a turn have said theirs.
/// The timer is not stopped when all is taken, as that comes and goes with each reply: it finds
/// out.
void ClientConnection::write(const QByteArray &lines)
{
    if (lines.isEmpty() || m_stage == Stage::Closed)
        return;
    if (outputWaiting() == 0)
        m_stallDeadline = QDeadlineTimer(m_timeouts.outputStall);
    m_socket->write(lines);
    if (outputWaiting() > outputCap)
        abortLater(ConnectionEnd::OutputTooLarge);
    else if (!m_stallTimer.isActive())
        start(m_stallTimer, m_timeouts.outputStall, this);
    reportOutput();
}

void ClientConnection::onOutputTaken()
{
    if (m_stage == Stage::Closed)
        return;
    reportOutput();
    if (outputWaiting() > 0)
        m_stallDeadline = QDeadlineTimer(m_timeouts.outputStall);
    else if (m_stage == Stage::Flushing)
        QMetaObject::invokeMethod(this, &ClientConnection::linger, Qt::QueuedConnection);
    if (m_lines.hasBytes() || m_isInputEnded)
        scheduleTakeLines();
}

void ClientConnection::endStall()
{
    m_stallTimer.stop();
    if (outputWaiting() == 0)
        return;
    if (m_stallDeadline.hasExpired())
        abort(ConnectionEnd::OutputStalled);
    else
        start(m_stallTimer, milliseconds(m_stallDeadline.remainingTime()), this);
}

void ClientConnection::reportOutput()
{
    const qsizetype waiting = outputWaiting();
    const qsizetype reported = waiting < negligibleOutput ? 0 : waiting;
    if (std::exchange(m_reportedOutput, reported) != reported)
        m_service->setOutputWaiting(reported);
}

void ClientConnection::onAwaitingLoginChanged()
{
    if (m_stage != Stage::Open)
        return;
    const bool hadSession = std::exchange(m_hasSession, m_service->hasSession());
    if (m_hasSession) {
        m_isLoginOverdue = false;
        m_loginTimer.stop();
    } else if (hadSession) {
        start(m_loginTimer, m_timeouts.loginLine, this);
    } else if (m_isLoginOverdue && m_service->isAwaitingLogin()) {
        refuseLateLogin();
    }
    if (hadSession != m_hasSession)
        Q_EMIT sessionChanged();
}

void ClientConnection::endStranger()
{
    m_loginTimer.stop();
    if (m_service->isAwaitingLogin())
        abort(ConnectionEnd::LoginTooLate);
    else
        m_isLoginOverdue = true;
}

/// The last try was answered, and failed.
void ClientConnection::refuseLateLogin()
{
    if (std::exchange(m_isServiceFinishing, true))
        return;
    m_end = ConnectionEnd::LoginTooLate;
    closeWithin(m_timeouts.farewell);
    m_service->finish();
}

void ClientConnection::onSocketError(QAbstractSocket::SocketError error)
{
    const bool isPeersEnd = error == QAbstractSocket::RemoteHostClosedError;
    if (isPeersEnd && m_socket->state() == QAbstractSocket::ConnectedState)
        endInput();
    else if (!isPeersEnd && m_stage != Stage::Lingering)
        abort(ConnectionEnd::TlsFailed);
}

void ClientConnection::endInput()
{
    if (m_stage == Stage::Closed)
        return;
    m_isInputEnded = true;
    closeWithin(m_timeouts.farewell);
    takeLines();
}

/// After the peer's last byte: once every complete line was taken, the service may finish.
void ClientConnection::finishServiceIfIdle()
{
    if (!m_isInputEnded || m_isTurnScheduled || !mayTakeLine())
        return;
    m_isServiceFinishing = true;
    m_service->finish();
}

void ClientConnection::finish()
{
    if (m_stage == Stage::Closed)
        return;
    closeWithin(m_timeouts.finish);
    if (m_stage != Stage::Open || std::exchange(m_isServiceFinishing, true))
        return;
    m_end = ConnectionEnd::Finished;
    m_service->finish();
}

void ClientConnection::closeWhenFlushed()
{
    if (m_stage != Stage::Open)
        return;
    if (m_end == ConnectionEnd::PeerClosed && !m_isInputEnded)
        m_end = ConnectionEnd::Finished;
    m_stage = Stage::Flushing;
    m_loginTimer.stop();
    m_lineTimer.stop();
    if (outputWaiting() == 0)
        QMetaObject::invokeMethod(this, &ClientConnection::linger, Qt::QueuedConnection);
}

void ClientConnection::linger()
{
    if (m_stage != Stage::Flushing)
        return;
    m_stage = Stage::Lingering;
    closeWithin(m_timeouts.linger);
    FileDescriptor duplicate
        = FileDescriptor::duplicateOf(static_cast<int>(m_socket->socketDescriptor()));
    if (duplicate.isValid()) {
        m_lingering = std::make_unique<LingeringClose>(std::move(duplicate));
        connect(m_lingering.get(), &LingeringClose::finished, this, &ClientConnection::close,
            Qt::QueuedConnection);
    }
    m_socket->disconnectFromHost();
}

/// Ours, with a goodbye still to be waited for, or the peer's.
void ClientConnection::onDisconnected()
{
    if (m_stage == Stage::Lingering && m_lingering)
        m_lingering->start(m_timeouts.linger);
    else
        close();
}

/// The earliest of several limits holds.
void ClientConnection::closeWithin(milliseconds limit)
{
    const QDeadlineTimer deadline(limit);
    if (m_closeDeadline <= deadline)
        return;
    m_closeDeadline = deadline;
    start(m_closeTimer, limit, this);
}

void ClientConnection::abort(ConnectionEnd end)
{
    if (m_stage == Stage::Closed)
        return;
    m_end = end;
    close();
}

void ClientConnection::abortLater(ConnectionEnd end)
{
    QMetaObject::invokeMethod(
        this, [this, end] { abort(end); }, Qt::QueuedConnection);
}

void ClientConnection::close()
{
    if (m_stage == Stage::Closed)
        return;
    m_stage = Stage::Closed;
    for (QBasicTimer *timer : {&m_loginTimer, &m_lineTimer, &m_stallTimer, &m_closeTimer})
        timer->stop();
    m_socket->abort();
    Q_EMIT closed(m_end);
}

bool ClientConnection::event(QEvent *event)
{
    if (event->type() != turnDue)
        return QObject::event(event);
    m_isTurnScheduled = false;
    takeLines();
    return true;
}

void ClientConnection::timerEvent(QTimerEvent *event)
{
    const int id = event->timerId();
    if (id == m_loginTimer.timerId())
        endStranger();
    else if (id == m_lineTimer.timerId())
        abort(ConnectionEnd::LineTooLate);
    else if (id == m_stallTimer.timerId())
        endStall();
    else if (id == m_closeTimer.timerId())
        close();
}

} // namespace roster::server
