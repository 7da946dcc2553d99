#pragma once

#include "common/base/SecretBytes.h"

#include <QByteArray>
#include <QObject>
#include <QSocketNotifier>

#include <optional>

namespace roster::cli {

/// Lines from a descriptor, a terminal, pipe or file, without ever waiting. It reads only while
/// a line is wanted, so that what is typed meanwhile stays with the terminal.
class LineReader : public QObject
{
    Q_OBJECT

public:
    /// @p descriptor stays the caller's.
    explicit LineReader(int descriptor, QObject *parent = nullptr);
    ~LineReader() override;

    /// lineRead() or endReached() follows once, from the event loop.
    void want();
    /// The line is no longer wanted; what was read of it is forgotten.
    void cancel();

Q_SIGNALS:
    /// Without its end; a `\r` before it is dropped. The receiver may take the bytes to wipe them.
    void lineRead(QByteArray line);
    /// The end of the input, or Ctrl-D at the beginning of a line.
    void endReached();

private:
    void onReadable();
    void deliver();
    [[nodiscard]] std::optional<QByteArray> takeLine();

    int m_descriptor;
    QSocketNotifier m_notifier;
    QByteArray m_buffer;
    bool m_isAtEnd = false;
    bool m_isWanted = false;
};

} // namespace roster::cli
