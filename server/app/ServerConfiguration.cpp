#include "server/app/ServerConfiguration.h"

#include <QStandardPaths>

#include <unistd.h>

#include <algorithm>
#include <thread>

namespace roster::server {

using namespace Qt::StringLiterals;

std::optional<ListenAddress> ListenAddress::parse(const QString &text)
{
    const qsizetype colon = text.lastIndexOf(u':');
    if (colon < 0)
        return std::nullopt;
    QString host = text.left(colon);
    const bool isBracketed = host.startsWith(u'[') && host.endsWith(u']');
    if (isBracketed)
        host = host.sliced(1, host.size() - 2);
    const QHostAddress address(host);
    const bool isIpv6 = address.protocol() == QAbstractSocket::IPv6Protocol;
    bool isNumber = false;
    const QString digits = text.sliced(colon + 1);
    const ushort port = digits.toUShort(&isNumber);
    if (address.isNull() || isIpv6 != isBracketed || !isNumber || digits.startsWith(u'+'))
        return std::nullopt;
    return ListenAddress{address, port};
}

QString ListenAddress::text() const
{
    const bool isIpv6 = address.protocol() == QAbstractSocket::IPv6Protocol;
    const QString host = isIpv6 ? u"[%1]"_s.arg(address.toString()) : address.toString();
    return u"%1:%2"_s.arg(host).arg(port);
}

int ServerConfiguration::workerCount() const
{
    if (workers > 0)
        return workers;
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

int ServerConfiguration::cacheMiBPerConnection() const
{
    if (cacheMiB > 0)
        return cacheMiB;
    const long mib = ::sysconf(_SC_PHYS_PAGES) / (1024 * 1024 / ::sysconf(_SC_PAGESIZE));
    const long caches = workerCount() + 2; // and that of the writer, and the records
    return static_cast<int>(std::clamp(mib / 8 / caches, 64L, 1024L));
}

QString defaultDataPath()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation)
        + u"/roster-server"_s;
}

} // namespace roster::server
