#include "certs/PrivateFile.h"

#include "common/base/FileDescriptor.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace roster::certs {

using namespace Qt::StringLiterals;

namespace {

constexpr off_t largestPrivateFile = off_t{1} << 20;

Error systemError(const QString &doing, const QString &path, int number)
{
    const ErrorCode code = number == ENOENT   ? ErrorCode::NotFound
        : number == EACCES || number == EPERM ? ErrorCode::PermissionDenied
                                              : ErrorCode::StorageUnavailable;
    return {code, u"Cannot %1 %2: %3."_s.arg(doing, path, qt_error_string(number)), {}};
}

Outcome syncFolderOf(const QString &path)
{
    const QString folder = QFileInfo(path).path();
    const FileDescriptor descriptor(
        ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!descriptor.isValid() || ::fsync(descriptor.get()) != 0)
        return systemError(u"sync"_s, folder, errno);
    return Done{};
}

Outcome checkPrivate(const struct stat &status, const QString &path)
{
    if (!S_ISREG(status.st_mode))
        return Error{ErrorCode::PermissionDenied, u"%1 is not a regular file."_s.arg(path), {}};
    if ((status.st_mode & 07777 & ~mode_t{0600}) != 0)
        return Error{ErrorCode::PermissionDenied,
            u"%1 is open to other users (mode 0%2): run chmod 600 on it."_s.arg(
                path, QString::number(status.st_mode & 07777, 8)),
            {}};
    if (status.st_uid != ::geteuid() && status.st_uid != 0)
        return Error{ErrorCode::PermissionDenied,
            u"%1 belongs to another user (uid %2): run chown on it."_s.arg(
                path, QString::number(status.st_uid)),
            {}};
    return Done{};
}

/// O_NONBLOCK: a FIFO in the place of a file must not stall the start.
int openForReading(const QString &path)
{
    return ::open(
        QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
}

bool readAll(int descriptor, SecretBytes &into)
{
    size_t done = 0;
    while (done < into.size()) {
        const ssize_t got = ::read(descriptor, into.data() + done, into.size() - done);
        if (got == 0)
            errno = EIO;
        if (got == 0 || (got < 0 && errno != EINTR))
            return false;
        if (got > 0)
            done += static_cast<size_t>(got);
    }
    return true;
}

} // namespace

Error inFile(const QString &path, Error error)
{
    error.message.prepend(path + u": "_s);
    return error;
}

Outcome writeFileAtomically(const QString &path, QByteArrayView bytes, mode_t mode)
{
    const QFileInfo target(path);
    QByteArray temporary
        = QFile::encodeName(u"%1/.%2.tmp-XXXXXX"_s.arg(target.path(), target.fileName()));
    const FileDescriptor file(::mkostemp(temporary.data(), O_CLOEXEC));
    if (!file.isValid())
        return systemError(u"write"_s, path, errno);
    if (!writeAll(file.get(), bytes) || ::fchmod(file.get(), mode) != 0 || ::fsync(file.get()) != 0
        || ::rename(temporary.constData(), QFile::encodeName(path).constData()) != 0) {
        const int number = errno;
        ::unlink(temporary.constData());
        return systemError(u"write"_s, path, number);
    }
    return syncFolderOf(path);
}

Outcome renameDurably(const QString &from, const QString &to)
{
    if (::rename(QFile::encodeName(from).constData(), QFile::encodeName(to).constData()) != 0)
        return systemError(u"rename"_s, from, errno);
    return syncFolderOf(to);
}

Outcome removeDurably(const QString &path)
{
    if (::unlink(QFile::encodeName(path).constData()) != 0) {
        if (errno == ENOENT)
            return Done{};
        return systemError(u"remove"_s, path, errno);
    }
    return syncFolderOf(path);
}

Outcome checkPrivateFile(const QString &path)
{
    struct stat status = {};
    if (::stat(QFile::encodeName(path).constData(), &status) != 0)
        return systemError(u"read"_s, path, errno);
    return checkPrivate(status, path);
}

Result<SecretBytes> readPrivateFile(const QString &path)
{
    const FileDescriptor file(openForReading(path));
    struct stat status = {};
    if (!file.isValid() || ::fstat(file.get(), &status) != 0)
        return systemError(u"read"_s, path, errno);
    if (Outcome checked = checkPrivate(status, path); !checked)
        return checked.error();
    if (status.st_size > largestPrivateFile)
        return systemError(u"read"_s, path, EFBIG);
    SecretBytes bytes(static_cast<size_t>(status.st_size));
    if (!readAll(file.get(), bytes))
        return systemError(u"read"_s, path, errno);
    return bytes;
}

Outcome ensurePrivateFolder(const QString &path)
{
    const QByteArray name = QFile::encodeName(path);
    QDir().mkpath(QFileInfo(path).path());
    if (::mkdir(name.constData(), 0700) != 0 && errno != EEXIST)
        return systemError(u"create"_s, path, errno);
    const FileDescriptor folder(::open(name.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    struct stat status = {};
    if (!folder.isValid() || ::fstat(folder.get(), &status) != 0)
        return systemError(u"open"_s, path, errno);
    if (status.st_uid != ::geteuid())
        return Error{ErrorCode::PermissionDenied,
            u"The folder %1 belongs to another user (uid %2)."_s.arg(
                path, QString::number(status.st_uid)),
            {}};
    if ((status.st_mode & 0777) != 0700 && ::fchmod(folder.get(), 0700) != 0)
        return systemError(u"protect"_s, path, errno);
    return syncFolderOf(path);
}

} // namespace roster::certs
