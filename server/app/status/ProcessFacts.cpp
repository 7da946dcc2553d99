#include "server/app/status/ProcessFacts.h"

#include <QDir>
#include <QFile>

#include <sys/resource.h>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

/// The value of a line such as `VmRSS:     1234 kB`.
qint64 bytesOf(const QByteArray &status, const QByteArray &name)
{
    for (const QByteArray &line : status.split('\n')) {
        if (line.startsWith(name + ':'))
            return line.sliced(name.size() + 1).simplified().split(' ').first().toLongLong() * 1024;
    }
    return 0;
}

} // namespace

ProcessStatus processStatus()
{
    ProcessStatus process;
    QFile file(u"/proc/self/status"_s);
    if (file.open(QIODevice::ReadOnly)) {
        const QByteArray status = file.readAll();
        process.residentBytes = bytesOf(status, "VmRSS");
        process.peakResidentBytes = bytesOf(status, "VmHWM");
    }
    const QDir descriptors(u"/proc/self/fd"_s);
    process.descriptors
        = descriptors.entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot).size();
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0)
        process.maxDescriptors = static_cast<qint64>(limit.rlim_cur);
    return process;
}

} // namespace roster::server
