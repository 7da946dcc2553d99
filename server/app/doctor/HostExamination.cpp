#include "server/app/doctor/HostExamination.h"

#include "common/base/Clock.h"
#include "common/base/IsoText.h"
#include "server/app/ServerConfiguration.h"
#include "server/net/DescriptorLimit.h"

#include <QFile>
#include <QLocale>

#include <cerrno>
#include <limits>
#include <sys/statvfs.h>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

constexpr qint64 mebibyte = 1024 * 1024;
constexpr qint64 scarce = 1024 * mebibyte;
constexpr qint64 nothing = 64 * mebibyte;
/// What clocks that are kept right may differ by.
constexpr milliseconds tolerance = 1min;
/// 2026-01-01: this program is younger.
constexpr milliseconds programBegan{1'767'225'600'000};
constexpr int fewConnections = 500;

QString sizeText(qint64 bytes)
{
    return QLocale(QLocale::English).formattedDataSize(bytes, 1);
}

/// The limit @p name in /proc/PID/limits: @p column 0 is the soft one, 1 the hard one.
std::optional<QByteArray> limitIn(const QByteArray &limits, QByteArrayView name, qsizetype column)
{
    for (const QByteArray &line : limits.split('\n')) {
        if (!line.startsWith(name))
            continue;
        const QList<QByteArray> values = line.sliced(name.size()).simplified().split(' ');
        if (values.size() > column)
            return values[column];
    }
    return std::nullopt;
}

Finding examineDescriptors(const QByteArray &value, const ServerConfiguration &configuration)
{
    const QString subject = u"open files"_s;
    const QString remedy
        = u"raise it: LimitNOFILE=65536 in the service's unit, or ulimit -n 65536 before the start"_s;
    constexpr int most = std::numeric_limits<int>::max();
    bool isNumber = false;
    const qlonglong number = value.toLongLong(&isNumber);
    const int descriptors = isNumber ? static_cast<int>(std::min<qlonglong>(number, most)) : most;
    const int cap = DescriptorLimit(descriptors).connectionCap(configuration.workerCount());
    if (configuration.maxConnections > cap) {
        return warning(subject,
            u"The limit allows %1 connections, max-connections wants %2."_s.arg(cap).arg(
                configuration.maxConnections),
            remedy);
    }
    if (configuration.maxConnections == 0 && cap < fewConnections)
        return warning(subject, u"The limit allows %1 connections only."_s.arg(cap), remedy);
    return fine(subject, u"The limit allows %1 connections."_s.arg(cap));
}

} // namespace

Finding examineSpace(const QString &path, qint64 freeBytes, qint64 totalBytes)
{
    const QString subject = u"disk space"_s;
    const QString message
        = u"%1 of %2 are free at %3."_s.arg(sizeText(freeBytes), sizeText(totalBytes), path);
    const QString remedy = u"make room: du -xh %1 shows what takes it"_s.arg(shellWord(path));
    if (freeBytes < nothing)
        return error(subject, message, remedy);
    if (freeBytes < scarce || freeBytes < totalBytes / 10)
        return warning(subject, message, remedy);
    return fine(subject, message);
}

Finding examineSpace(const QString &path)
{
    struct statvfs status = {};
    if (::statvfs(QFile::encodeName(path).constData(), &status) != 0) {
        return warning(u"disk space"_s,
            u"The free space at %1 cannot be told: %2."_s.arg(path, qt_error_string(errno)),
            u"df -h %1"_s.arg(shellWord(path)));
    }
    const auto block = static_cast<qint64>(status.f_frsize);
    return examineSpace(path, static_cast<qint64>(status.f_bavail) * block,
        static_cast<qint64>(status.f_blocks) * block);
}

Finding examineClock(milliseconds now, milliseconds lastEventAt)
{
    const QString subject = u"clock"_s;
    const QString remedy = u"set the clock (timedatectl set-ntp true), then restart the server"_s;
    if (now < programBegan) {
        return error(subject, u"The clock says %1, which cannot be."_s.arg(isoUtc(now)), remedy);
    }
    if (now + tolerance < lastEventAt) {
        return error(subject,
            u"The clock says %1, but the databases tell of %2."_s.arg(
                isoUtc(now), isoUtc(lastEventAt)),
            remedy);
    }
    return fine(subject, u"The clock says %1, after all that is recorded."_s.arg(isoUtc(now)));
}

QList<Finding> examineLimits(const QByteArray &limits, const ServerConfiguration &configuration)
{
    QList<Finding> findings;
    // The server raises the soft limit to the hard one.
    if (const auto descriptors = limitIn(limits, "Max open files", 1))
        findings.append(examineDescriptors(*descriptors, configuration));
    const QString subject = u"core dumps"_s;
    const auto core = limitIn(limits, "Max core file size", 0);
    if (!core || *core != "0") {
        findings.append(
            warning(subject, u"The server could leave its memory, with keys, in a core dump."_s,
                u"LimitCORE=0 in the service's unit; restart the server"_s));
    } else {
        findings.append(fine(subject, u"Off."_s));
    }
    return findings;
}

QList<Finding> examineLimits(qint64 pid, const ServerConfiguration &configuration)
{
    QFile file(u"/proc/%1/limits"_s.arg(pid > 0 ? QString::number(pid) : u"self"_s));
    if (!file.open(QIODevice::ReadOnly)) {
        return {warning(u"limits"_s,
            u"%1 cannot be read: %2"_s.arg(file.fileName(), file.errorString()),
            u"mount -t proc proc /proc"_s)};
    }
    return examineLimits(file.readAll(), configuration);
}

} // namespace roster::server
