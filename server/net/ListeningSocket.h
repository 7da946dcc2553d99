#pragma once

#include "common/base/Result.h"
#include "common/base/FileDescriptor.h"

#include <QHostAddress>

namespace roster::server {

/// Opens a TCP socket that listens on @p address (IPv4, or IPv6 and only that) and @p port; 0 takes
/// any free port. Non-blocking, closed on exec; what is accepted on it inherits keep-alive and the
/// sending of small replies without delay. The error names address, port and reason.
[[nodiscard]] Result<FileDescriptor> openListeningSocket(const QHostAddress &address, quint16 port);

/// The port that @p listening is really bound to.
[[nodiscard]] Result<quint16> portOf(const FileDescriptor &listening);

/// Whoever is at the other end; null when it is gone already.
[[nodiscard]] QHostAddress peerAddressOf(const FileDescriptor &connected);

} // namespace roster::server
