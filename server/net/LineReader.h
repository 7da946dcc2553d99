#pragma once

#include "common/protocol/LineCodec.h"

class QIODevice;

namespace roster::server {

/// Takes lines out of a socket, and no more bytes than it needs for the next one, so that never
/// more than the cap and one read are held here. Part of a ClientConnection.
class LineReader
{
public:
    explicit LineReader(QIODevice &socket);

    /// The next line without its end; nothing when none has arrived in full, or isOversize(@p cap).
    [[nodiscard]] std::optional<QByteArray> next(qsizetype cap);
    /// The line in progress, or the next complete one, is longer than @p cap.
    [[nodiscard]] bool isOversize(qsizetype cap) { return m_decoder.isOversize(cap); }
    /// Bytes that were read and not taken.
    [[nodiscard]] qsizetype buffered() const { return m_decoder.buffered(); }
    /// buffered(), or some that wait in the socket.
    [[nodiscard]] bool hasBytes() const;

private:
    [[nodiscard]] bool readMore();

    QIODevice &m_socket;
    LineDecoder m_decoder;
};

} // namespace roster::server
