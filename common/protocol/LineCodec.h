#pragma once

#include <QByteArray>

#include <optional>

namespace roster {

/// The longest line a server takes before and after login, and a client ever, without its end.
inline constexpr qsizetype lineCapBeforeLogin = 8 * 1024;
inline constexpr qsizetype lineCapOfServer = 1024 * 1024;
inline constexpr qsizetype lineCapOfClient = 16 * 1024 * 1024;

/// Cuts a stream of bytes into lines ended by `\n`; a `\r` before the end is dropped and empty
/// lines are passed over. Every byte is looked at once, however the stream is sliced.
class LineDecoder
{
public:
    void append(QByteArrayView bytes);
    /// The next line without its end; nothing when none is complete or isOversize(@p cap).
    [[nodiscard]] std::optional<QByteArray> next(qsizetype cap);
    /// True when the line in progress, or the next complete one, is longer than @p cap.
    [[nodiscard]] bool isOversize(qsizetype cap);
    /// Bytes held: complete lines not yet taken and the line in progress.
    [[nodiscard]] qsizetype buffered() const { return m_buffer.size() - m_start; }

private:
    [[nodiscard]] qsizetype findEnd();
    void compact();

    QByteArray m_buffer;
    qsizetype m_start = 0;
    qsizetype m_scanned = 0;
};

} // namespace roster
