#include "server/net/ListeningSocket.h"

#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <bit>
#include <cerrno>
#include <cstring>
#include <system_error>

using namespace Qt::StringLiterals;

namespace roster::server {
namespace {

constexpr int backlog = 4096;
/// A peer that vanished (cable, power) is noticed after four minutes.
constexpr int keepAliveIdleSeconds = 120;
constexpr int keepAliveIntervalSeconds = 30;
constexpr int keepAliveProbes = 4;

struct SocketAddress
{
    sockaddr_storage storage{};
    socklen_t length = sizeof(sockaddr_storage);

    [[nodiscard]] sockaddr *data() { return reinterpret_cast<sockaddr *>(&storage); }
};

SocketAddress socketAddress(const QHostAddress &address, quint16 port)
{
    SocketAddress result;
    if (address.protocol() == QAbstractSocket::IPv4Protocol) {
        sockaddr_in ipv4{};
        ipv4.sin_family = AF_INET;
        ipv4.sin_port = htons(port);
        ipv4.sin_addr.s_addr = htonl(address.toIPv4Address());
        std::memcpy(&result.storage, &ipv4, sizeof ipv4);
        result.length = sizeof ipv4;
    } else {
        sockaddr_in6 ipv6{};
        ipv6.sin6_family = AF_INET6;
        ipv6.sin6_port = htons(port);
        ipv6.sin6_addr = std::bit_cast<in6_addr>(address.toIPv6Address());
        ipv6.sin6_scope_id = ::if_nametoindex(address.scopeId().toLatin1().constData());
        std::memcpy(&result.storage, &ipv6, sizeof ipv6);
        result.length = sizeof ipv6;
    }
    return result;
}

bool setOption(const FileDescriptor &socket, int level, int name, int value)
{
    return ::setsockopt(socket.get(), level, name, &value, sizeof value) == 0;
}

bool setOptions(const FileDescriptor &socket, bool isIpv6)
{
    return setOption(socket, SOL_SOCKET, SO_REUSEADDR, 1)
        && (!isIpv6 || setOption(socket, IPPROTO_IPV6, IPV6_V6ONLY, 1))
        && setOption(socket, IPPROTO_TCP, TCP_NODELAY, 1)
        && setOption(socket, SOL_SOCKET, SO_KEEPALIVE, 1)
        && setOption(socket, IPPROTO_TCP, TCP_KEEPIDLE, keepAliveIdleSeconds)
        && setOption(socket, IPPROTO_TCP, TCP_KEEPINTVL, keepAliveIntervalSeconds)
        && setOption(socket, IPPROTO_TCP, TCP_KEEPCNT, keepAliveProbes);
}

QString reason(int number)
{
    return QString::fromStdString(std::system_category().message(number));
}

Error cannotListen(const QHostAddress &address, quint16 port, int number)
{
    const bool isIpv6 = address.protocol() == QAbstractSocket::IPv6Protocol;
    const QString host = isIpv6 ? u"[%1]"_s.arg(address.toString()) : address.toString();
    return {ErrorCode::InternalError,
        u"Cannot listen on %1:%2: %3."_s.arg(host, QString::number(port), reason(number)), {}};
}

} // namespace

Result<FileDescriptor> openListeningSocket(const QHostAddress &address, quint16 port)
{
    const bool isIpv6 = address.protocol() == QAbstractSocket::IPv6Protocol;
    if (!isIpv6 && address.protocol() != QAbstractSocket::IPv4Protocol)
        return cannotListen(address, port, EAFNOSUPPORT);
    FileDescriptor listening(::socket(
        isIpv6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP));
    SocketAddress bound = socketAddress(address, port);
    if (!listening.isValid() || !setOptions(listening, isIpv6)
        || ::bind(listening.get(), bound.data(), bound.length) != 0
        || ::listen(listening.get(), backlog) != 0)
        return cannotListen(address, port, errno);
    return listening;
}

Result<quint16> portOf(const FileDescriptor &listening)
{
    SocketAddress bound;
    if (::getsockname(listening.get(), bound.data(), &bound.length) != 0)
        return Error{ErrorCode::InternalError,
            u"The port of a listening socket cannot be read: %1."_s.arg(reason(errno)), {}};
    // The port stands at the same place for both families (RFC 3493, 3.3 and POSIX).
    sockaddr_in ipv4{};
    std::memcpy(&ipv4, &bound.storage, sizeof ipv4);
    return ntohs(ipv4.sin_port);
}

QHostAddress peerAddressOf(const FileDescriptor &connected)
{
    SocketAddress peer;
    if (::getpeername(connected.get(), peer.data(), &peer.length) != 0)
        return {};
    return QHostAddress(peer.data());
}

} // namespace roster::server
