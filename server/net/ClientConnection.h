#pragma once

#include "server/net/ConnectionEnd.h"
#include "server/net/ConnectionTimeouts.h"
#include "server/net/LineReader.h"

#include <QAbstractSocket>
#include <QBasicTimer>
#include <QDeadlineTimer>
#include <QObject>

#include <memory>

class QSslSocket;

namespace roster::server {

class LineService;
class LingeringClose;

/// One encrypted connection: bytes in and lines to its service, lines out and bytes to the peer,
/// and everything that bounds them: buffers, deadlines, back-pressure. Owned by a TlsListener, on
/// its worker thread; owns the socket and the service.
///
///     Open --finished()--> Flushing --all written--> Lingering --peer closed--> Closed
///
/// A stranger has until one deadline to log in: what fails by then prolongs nothing, but what is
/// being verified then is still answered. Trouble leads from anywhere to Closed. A peer's
/// close_notify only ends the input: what it had asked before is answered, within
/// ConnectionTimeouts::farewell.
class ClientConnection : public QObject
{
    Q_OBJECT
public:
    /// @p loginDeadline: until when a stranger may log in, counted from accept.
    ClientConnection(std::unique_ptr<QSslSocket> socket, std::unique_ptr<LineService> service,
        QDeadlineTimer loginDeadline, const ConnectionTimeouts &timeouts);
    ~ClientConnection() override;

    /// False for a stranger.
    [[nodiscard]] bool hasSession() const { return m_hasSession; }
    /// Bytes that were sent but not taken by the peer yet, in clear and encrypted together (T3).
    [[nodiscard]] qsizetype outputWaiting() const;
    /// Lets the service answer what it owes, then closes; after ConnectionTimeouts::finish at the
    /// latest.
    void finish();
    /// Closes at once and without a word. Not to be called from within this object's signals.
    void abort(ConnectionEnd end);

Q_SIGNALS:
    void sessionChanged();
    /// The last signal; but for abort(), never emitted from within a call to this object.
    void closed(roster::server::ConnectionEnd end);

protected:
    bool event(QEvent *event) override;
    void timerEvent(QTimerEvent *event) override;

private:
    enum class Stage { Open, Flushing, Lingering, Closed };

    void connectSocket();
    void connectService();

    void takeLines();
    [[nodiscard]] bool mayTakeLine() const;
    [[nodiscard]] std::optional<QByteArray> nextLine();
    void refuseOversizeLine();
    void scheduleTakeLines();
    void watchLineInProgress();

    void send(const QByteArray &lines);
    void write(const QByteArray &lines);
    void onOutputTaken();
    void endStall();
    void reportOutput();

    void onAwaitingLoginChanged();
    void endStranger();
    void refuseLateLogin();
    void onSocketError(QAbstractSocket::SocketError error);
    void endInput();
    void finishServiceIfIdle();
    void closeWhenFlushed();
    void linger();
    void onDisconnected();
    void closeWithin(std::chrono::milliseconds limit);
    void abortLater(ConnectionEnd end);
    void close();

    const ConnectionTimeouts m_timeouts;
    std::unique_ptr<QSslSocket> m_socket;
    std::unique_ptr<LineService> m_service;
    std::unique_ptr<LingeringClose> m_lingering;
    LineReader m_lines;
    Stage m_stage = Stage::Open;
    ConnectionEnd m_end = ConnectionEnd::PeerClosed;
    QByteArray m_unsent; ///< of the turn in progress
    qsizetype m_reportedOutput = 0;
    bool m_isTakingLines = false;
    bool m_isTurnScheduled = false;
    bool m_isInputEnded = false;
    bool m_isServiceFinishing = false;
    bool m_hasSession = false;
    bool m_isLoginOverdue = false; ///< what is being verified is the last try

    QBasicTimer m_loginTimer;
    QBasicTimer m_lineTimer;
    QBasicTimer m_stallTimer; ///< fires no later than the deadline, while output waits
    QDeadlineTimer m_stallDeadline;
    QBasicTimer m_closeTimer;
    QDeadlineTimer m_closeDeadline{QDeadlineTimer::Forever};
};

} // namespace roster::server
