#pragma once

#include <QByteArray>
#include <QObject>

namespace roster::server {

/// What a connection talks to: takes request lines, gives reply lines, says when the connection's
/// state changes. Knows nothing of sockets. Lives on the connection's worker thread, owned by it.
///
/// The connection hands over one line at a time, only while isReadyForLine(); what it has not
/// handed over waits in its bounded buffers, and then in the kernel's.
class LineService : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    /// False while a login is verified, too many replies are owed or too much output waits.
    [[nodiscard]] virtual bool isReadyForLine() const = 0;
    /// The longest line accepted now, in bytes without its end.
    [[nodiscard]] virtual qsizetype lineCap() const = 0;
    /// False while a login is verified, and in a session.
    [[nodiscard]] virtual bool isAwaitingLogin() const = 0;
    /// False for a stranger, whatever it has tried so far.
    [[nodiscard]] virtual bool hasSession() const = 0;

    /// One line without its end. Not called for empty lines.
    virtual void takeLine(const QByteArray &line) = 0;
    /// The line in progress exceeds lineCap(): answers `too_large`, then finished().
    virtual void refuseOversizeLine() = 0;
    /// How many bytes of output the peer has not taken yet; called whenever that changes. Few count
    /// as none.
    virtual void setOutputWaiting(qsizetype bytes) = 0;
    /// The server stops: takes no more lines, answers what is owed, then finished().
    virtual void finish() = 0;

Q_SIGNALS:
    /// Whole lines with their ends, to be sent as they are.
    void outputReady(const QByteArray &lines);
    /// isReadyForLine() became true.
    void readyForLine();
    /// isAwaitingLogin() changed, and hasSession() perhaps.
    void awaitingLoginChanged();
    /// Nothing more will be said: close once the output is flushed.
    void finished();
};

} // namespace roster::server
