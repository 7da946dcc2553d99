#include "cli-client/session/PrivateFolder.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace roster::cli {
namespace {

using namespace Qt::StringLiterals;

constexpr mode_t othersBits = S_IRWXG | S_IRWXO;
constexpr std::size_t largestFile = 64 * 1024;
/// One writer at a time holds the folder, so one name does.
constexpr char unfinishedName[] = ".new";

Error failure(const QString &path)
{
    const ErrorCode code = errno == ENOENT ? ErrorCode::NotFound : ErrorCode::StorageUnavailable;
    return {code, u"%1: %2."_s.arg(path, QString::fromLocal8Bit(std::strerror(errno))), {}};
}

/// Of @p descriptor, which is open at @p path.
Outcome checkPrivate(int descriptor, const QString &path, mode_t type)
{
    struct stat status
    {
    };
    if (fstat(descriptor, &status) != 0)
        return failure(path);
    if ((status.st_mode & S_IFMT) != type) {
        return Error{ErrorCode::PermissionDenied,
            u"%1 is not what it should be: a %2."_s.arg(
                path, type == S_IFDIR ? u"folder"_s : u"plain file"_s),
            {}};
    }
    if (status.st_uid != geteuid())
        return Error{ErrorCode::PermissionDenied, u"%1 belongs to another user."_s.arg(path), {}};
    if ((status.st_mode & othersBits) != 0) {
        return Error{ErrorCode::PermissionDenied,
            u"%1 is open to others (mode %2); it is not used. Remove it, and log in again."_s.arg(
                path, QString::number(status.st_mode & 07777, 8).rightJustified(4, u'0')),
            {}};
    }
    return Done{};
}

void makeFolder(const QString &path)
{
    QDir().mkpath(QFileInfo(path).path());
    // Whether it stands and is private is looked at after it was opened.
    (void)::mkdir(QFile::encodeName(path).constData(), S_IRWXU);
}

} // namespace

Result<PrivateFolder> PrivateFolder::open(const QString &path, Access access)
{
    if (access == Access::Change)
        makeFolder(path);
    PrivateFolder folder(path,
        FileDescriptor(
            ::open(QFile::encodeName(path).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)));
    const int descriptor = folder.m_descriptor.get();
    if (descriptor < 0)
        return failure(path);
    if (Outcome isPrivate = checkPrivate(descriptor, path, S_IFDIR); !isPrivate)
        return isPrivate.error();
    if (access == Access::Change && flock(descriptor, LOCK_EX) != 0)
        return failure(path);
    return folder;
}

PrivateFolder::PrivateFolder(const QString &path, FileDescriptor descriptor)
    : m_path(path)
    , m_descriptor(std::move(descriptor))
{
}

QStringList PrivateFolder::names(const QString &suffix) const
{
    return QDir(m_path).entryList({u'*' + suffix}, QDir::Files | QDir::System, QDir::Name);
}

Result<SecretBytes> PrivateFolder::read(const QString &name) const
{
    const QString path = m_path + u'/' + name;
    const FileDescriptor file(openat(m_descriptor.get(), QFile::encodeName(name).constData(),
        O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!file.isValid())
        return failure(path);
    if (Outcome isPrivate = checkPrivate(file.get(), path, S_IFREG); !isPrivate)
        return isPrivate.error();
    SecretBytes buffer(largestFile);
    std::size_t size = 0;
    while (size < buffer.size()) {
        const ssize_t count = ::read(file.get(), buffer.data() + size, buffer.size() - size);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return failure(path);
        if (count == 0)
            break;
        size += static_cast<std::size_t>(count);
    }
    return SecretBytes::copyOf(buffer.view().first(static_cast<qsizetype>(size)));
}

Outcome PrivateFolder::write(const QString &name, const SecretBytes &content) const
{
    const QString path = m_path + u'/' + name;
    (void)unlinkat(m_descriptor.get(), unfinishedName, 0); // of a process that was killed
    const FileDescriptor file(openat(m_descriptor.get(), unfinishedName,
        O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (!file.isValid())
        return failure(path);
    const bool isWritten = fchmod(file.get(), S_IRUSR | S_IWUSR) == 0
        && writeAll(file.get(), content.view()) && fsync(file.get()) == 0
        && renameat(m_descriptor.get(), unfinishedName, m_descriptor.get(),
               QFile::encodeName(name).constData())
            == 0;
    if (isWritten)
        return Done{};
    Error error = failure(path);
    (void)unlinkat(m_descriptor.get(), unfinishedName, 0);
    return error;
}

Outcome PrivateFolder::remove(const QString &name) const
{
    if (unlinkat(m_descriptor.get(), QFile::encodeName(name).constData(), 0) != 0
        && errno != ENOENT)
        return failure(m_path + u'/' + name);
    return Done{};
}

} // namespace roster::cli
