#pragma once

#include <QLatin1StringView>

namespace roster::server {

/// Why a connection ended, or never came about.
enum class ConnectionEnd {
    PeerClosed,
    Finished,
    TlsFailed,
    HandshakeTooLate,
    HandshakeAbandoned,
    ForeignProtocol,
    LoginTooLate,
    LineTooLate,
    LineTooLong,
    OutputStalled,
    OutputTooLarge,
    AddressShareExceeded,
    ServerFull,
    OutOfDescriptors,
};
inline constexpr int connectionEndCount = static_cast<int>(ConnectionEnd::OutOfDescriptors) + 1;

/// For the log, such as `handshake too late`.
[[nodiscard]] QLatin1StringView connectionEndText(ConnectionEnd end);

/// False for the ways in which a connection ends when everybody behaves.
[[nodiscard]] bool isNoteworthy(ConnectionEnd end);

} // namespace roster::server
