#include "server/app/DataLock.h"

#include "server/app/DataFolder.h"

#include <QFile>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

Error lockError(const QString &path, int number)
{
    return {ErrorCode::StorageUnavailable,
        u"The lock %1 cannot be taken: %2."_s.arg(path, qt_error_string(number)), {}};
}

Error heldByAnother(const DataFolder &folder, const FileDescriptor &file)
{
    std::array<char, 32> text{};
    const ssize_t size = ::pread(file.get(), text.data(), text.size(), 0);
    const QByteArray pid = QByteArray(text.data(), std::max<ssize_t>(size, 0)).trimmed();
    const QString who
        = pid.isEmpty() ? u"another process"_s : u"process %1"_s.arg(QString::fromLatin1(pid));
    return {
        ErrorCode::Conflict, u"The data folder %1 is in use by %2."_s.arg(folder.path(), who), {}};
}

/// For people only; the lock itself is the system's.
bool writePid(const FileDescriptor &file)
{
    const QByteArray pid = QByteArray::number(::getpid()) + '\n';
    return ::ftruncate(file.get(), 0) == 0
        && ::pwrite(file.get(), pid.constData(), static_cast<size_t>(pid.size()), 0) == pid.size();
}

} // namespace

Result<DataLock> DataLock::acquire(const DataFolder &folder)
{
    const QString path = folder.lockFile();
    FileDescriptor file(::open(
        QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!file.isValid())
        return lockError(path, errno);
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK)
            return heldByAnother(folder, file);
        return lockError(path, errno);
    }
    if (!writePid(file))
        return lockError(path, errno);
    return DataLock(std::move(file));
}

bool DataLock::isHeld(const DataFolder &folder)
{
    const FileDescriptor file(::open(QFile::encodeName(folder.lockFile()).constData(),
        O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    return file.isValid() && ::flock(file.get(), LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

} // namespace roster::server
