#include "server/net/ConnectionEnd.h"

namespace roster::server {

QLatin1StringView connectionEndText(ConnectionEnd end)
{
    switch (end) {
    case ConnectionEnd::PeerClosed:
        return QLatin1StringView("closed by the peer");
    case ConnectionEnd::Finished:
        return QLatin1StringView("finished");
    case ConnectionEnd::TlsFailed:
        return QLatin1StringView("TLS failed");
    case ConnectionEnd::HandshakeTooLate:
        return QLatin1StringView("handshake too late");
    case ConnectionEnd::HandshakeAbandoned:
        return QLatin1StringView("handshake abandoned by the peer");
    case ConnectionEnd::ForeignProtocol:
        return QLatin1StringView("foreign application protocol");
    case ConnectionEnd::LoginTooLate:
        return QLatin1StringView("login too late");
    case ConnectionEnd::LineTooLate:
        return QLatin1StringView("line not completed");
    case ConnectionEnd::LineTooLong:
        return QLatin1StringView("line too long");
    case ConnectionEnd::OutputStalled:
        return QLatin1StringView("peer does not read");
    case ConnectionEnd::OutputTooLarge:
        return QLatin1StringView("too much output waiting");
    case ConnectionEnd::AddressShareExceeded:
        return QLatin1StringView("too many before login from one address");
    case ConnectionEnd::ServerFull:
        return QLatin1StringView("server full");
    case ConnectionEnd::OutOfDescriptors:
        return QLatin1StringView("out of descriptors");
    }
    Q_UNREACHABLE();
}

bool isNoteworthy(ConnectionEnd end)
{
    return end != ConnectionEnd::PeerClosed && end != ConnectionEnd::Finished;
}

} // namespace roster::server
