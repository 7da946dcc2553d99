#include "common/client/ServerAddress.h"

#include <QHostAddress>

#include <algorithm>
#include <optional>

namespace roster {
namespace {

using namespace Qt::StringLiterals;

Error notAnAddress(const QString &text)
{
    return {ErrorCode::InvalidParams,
        u"\"%1\" is no server address; write HOST, HOST:PORT or [IPV6]:PORT."_s.arg(text), {}};
}

std::optional<quint16> parsePort(QStringView text)
{
    const bool isDigits = std::ranges::all_of(text, [](QChar c) { return c >= u'0' && c <= u'9'; });
    bool isNumber = false;
    const quint16 port = text.toUShort(&isNumber);
    if (!isDigits || !isNumber || port == 0)
        return std::nullopt;
    return port;
}

bool isIpv6(const QString &host)
{
    return QHostAddress(host).protocol() == QAbstractSocket::IPv6Protocol;
}

bool isHostName(QStringView host)
{
    constexpr qsizetype maxLength = 253; // RFC 1035, 2.3.4
    return !host.isEmpty() && host.size() <= maxLength && std::ranges::all_of(host, [](QChar c) {
        return c.isLetterOrNumber() || c.isMark() || c == u'-' || c == u'.' || c == u'_';
    });
}

Result<ServerAddress> parseBracketed(const QString &text)
{
    const qsizetype end = text.indexOf(u']');
    if (end < 0 || !isIpv6(text.mid(1, end - 1)))
        return notAnAddress(text);
    ServerAddress address{text.mid(1, end - 1), defaultPort};
    const QString rest = text.mid(end + 1);
    if (rest.isEmpty())
        return address;
    const std::optional<quint16> port
        = rest.startsWith(u':') ? parsePort(QStringView(rest).sliced(1)) : std::nullopt;
    if (!port)
        return notAnAddress(text);
    address.port = *port;
    return address;
}

} // namespace

Result<ServerAddress> parseServerAddress(const QString &text)
{
    if (text.startsWith(u'['))
        return parseBracketed(text);
    if (isIpv6(text))
        return ServerAddress{text, defaultPort};
    const qsizetype colon = text.indexOf(u':');
    const QString host = colon < 0 ? text : text.left(colon);
    if (!isHostName(host))
        return notAnAddress(text);
    if (colon < 0)
        return ServerAddress{host, defaultPort};
    const std::optional<quint16> port = parsePort(QStringView(text).sliced(colon + 1));
    if (!port)
        return notAnAddress(text);
    return ServerAddress{host, *port};
}

QString toString(const ServerAddress &address)
{
    const QString form = address.host.contains(u':') ? u"[%1]:%2"_s : u"%1:%2"_s;
    return form.arg(address.host).arg(address.port);
}

} // namespace roster
