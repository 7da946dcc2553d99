#include "server/auth/AddressBlock.h"

#include <algorithm>

namespace roster::server {

using namespace Qt::StringLiterals;

namespace {

constexpr std::ptrdiff_t prefixBytes = 8;

QHostAddress plain(const QHostAddress &address)
{
    bool isIpv4 = false;
    const quint32 ipv4 = address.toIPv4Address(&isIpv4);
    if (isIpv4)
        return QHostAddress(ipv4);
    QHostAddress unscoped = address;
    unscoped.setScopeId(QString());
    return unscoped;
}

} // namespace

QString addressText(const QHostAddress &address)
{
    return plain(address).toString();
}

QString addressBlockOf(const QHostAddress &address)
{
    const QHostAddress host = plain(address);
    if (host.protocol() != QAbstractSocket::IPv6Protocol)
        return host.toString();
    Q_IPV6ADDR bytes = host.toIPv6Address();
    std::fill(bytes.c + prefixBytes, std::end(bytes.c), quint8{0});
    return QHostAddress(bytes).toString() + "/64"_L1;
}

} // namespace roster::server
