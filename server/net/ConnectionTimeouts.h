#pragma once

#include <chrono>

namespace roster::server {

/// How long a connection may take for what; tests shorten them.
struct ConnectionTimeouts
{
    /// From accept to the end of the handshake.
    std::chrono::milliseconds handshake{10'000};
    /// From accept, or from the end of its session, to the complete line of a login that succeeds:
    /// time for a mistyped password or two, and no place held by trying on and on.
    std::chrono::milliseconds loginLine{15'000};
    /// After login, from the first byte of a line to its end.
    std::chrono::milliseconds lineInProgress{60'000};
    /// Output waits and the peer takes none of it.
    std::chrono::milliseconds outputStall{30'000};
    /// From a peer's close_notify, or the refusal of a line, to the end: all within a second.
    std::chrono::milliseconds farewell{900};
    /// For what is owed when the server stops.
    std::chrono::milliseconds finish{3'000};
    /// How long input is drained after the last byte of output, so that no reset destroys it.
    std::chrono::milliseconds linger{500};
    /// No accept for so long after the process ran out of descriptors.
    std::chrono::milliseconds acceptBackOff{250};
};

} // namespace roster::server
