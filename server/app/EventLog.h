#pragma once

#include <QString>

namespace roster::server {

/// Sends all messages of Qt's logging to stderr, one line an event: `<4>text` where systemd's
/// journal listens (sd-daemon(3)), else `2026-11-24T10:00:00Z warning text`. Whatever a message
/// quotes, it stays one line and commands no terminal. Thread-safe.
void installEventLog();

/// The line for an event, with its end.
[[nodiscard]] QByteArray eventLine(
    QtMsgType type, const char *category, const QString &text, bool isForJournal);

} // namespace roster::server
