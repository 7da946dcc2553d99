#pragma once

#include "common/base/Result.h"

#include <QString>

namespace roster {

inline constexpr quint16 defaultPort = 7433;

/// Where a server listens: a host name or an address (IPv6 without brackets), and the TCP port.
struct ServerAddress
{
    QString host;
    quint16 port = defaultPort;

    bool operator==(const ServerAddress &) const = default;
};

/// Reads `host`, `host:port`, `[::1]`, `[::1]:port` or a bare IPv6 address. Errors: InvalidParams.
[[nodiscard]] Result<ServerAddress> parseServerAddress(const QString &text);

/// The inverse, always with the port: `[::1]:7433`.
[[nodiscard]] QString toString(const ServerAddress &address);

} // namespace roster
