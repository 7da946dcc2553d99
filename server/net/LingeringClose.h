#pragma once

#include "common/base/FileDescriptor.h"

#include <QBasicTimer>
#include <QObject>
#include <QSocketNotifier>

#include <chrono>
#include <memory>

namespace roster::server {

/// The end of a connection whose last words must arrive: says that nothing more will be sent, then
/// discards what the peer still sends until it closes too or a limit has passed. Closing at once
/// instead would answer unread input with a reset, and a reset makes the peer throw away what it
/// has not read yet (RFC 1122, 4.2.2.13). Owned by a ClientConnection, on its thread.
class LingeringClose : public QObject
{
    Q_OBJECT
public:
    /// @p socket: a duplicate of the connection's, on which all output has been written.
    explicit LingeringClose(FileDescriptor socket);

    /// Ends the output; call it when nobody else reads from the socket any more.
    void start(std::chrono::milliseconds limit);

Q_SIGNALS:
    /// The socket may be forgotten now.
    void finished();

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    void discardInput();
    void finish();

    FileDescriptor m_socket;
    std::unique_ptr<QSocketNotifier> m_readable;
    QBasicTimer m_limit;
};

} // namespace roster::server
