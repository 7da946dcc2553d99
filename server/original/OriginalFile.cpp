#include "server/original/OriginalFile.h"

#include "server/original/FileProblem.h"
#include "server/original/PlainFile.h"

#include <QFileInfo>

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

// From PENDING_BYTE to the end of the shared range: whoever reads, writes, or has a write-ahead
// log open, holds some of it.
constexpr off_t lockStart = 0x40000000;
constexpr off_t lockLength = 512;

Error cannotCopy(const QString &path, const QString &why)
{
    return fileProblem(ErrorCode::StorageUnavailable, path, u"cannot be copied: %1."_s.arg(why));
}

bool takeLock(int descriptor)
{
    struct flock range = {};
    range.l_type = F_WRLCK;
    range.l_whence = SEEK_SET;
    range.l_start = lockStart;
    range.l_len = lockLength;
    // Of the open file, not of the process: closing another descriptor of the file keeps it.
    return ::fcntl(descriptor, F_OFD_SETLK, &range) == 0;
}

bool isMarkedReadOnly(const QString &path)
{
    struct stat status = {};
    return ::stat(QFile::encodeName(path).constData(), &status) == 0
        && (status.st_mode & S_IWUSR) == 0;
}

} // namespace

const QStringList &OriginalFile::suffixes()
{
    static const QStringList all{u""_s, u"-journal"_s, u"-wal"_s};
    return all;
}

OriginalFile::OriginalFile(const QString &path)
    : m_path(path)
    , m_file(path)
{
}

Result<std::unique_ptr<OriginalFile>> OriginalFile::lock(const QString &path)
{
    if (isMarkedReadOnly(path)) {
        return fileProblem(ErrorCode::PermissionDenied, path,
            u"is read-only and cannot be taken over. Nothing was changed; run chmod u+w on it."_s);
    }
    std::unique_ptr<OriginalFile> file(new OriginalFile(path));
    if (!file->m_file.open(
            QIODevice::ReadWrite | QIODevice::ExistingOnly | QIODevice::Unbuffered)) {
        return fileProblem(ErrorCode::PermissionDenied, path,
            u"cannot be opened for writing: %1. Nothing was changed."_s.arg(
                file->m_file.errorString()));
    }
    if (takeLock(file->m_file.handle()))
        return file;
    if (errno != EAGAIN && errno != EACCES) {
        return fileProblem(ErrorCode::StorageUnavailable, path,
            u"cannot be locked: %1. Nothing was changed."_s.arg(qt_error_string(errno)));
    }
    return fileProblem(ErrorCode::Conflict, path,
        u"is in use by another program. Nothing was changed; stop that program first."_s);
}

QString OriginalFile::name() const
{
    return QFileInfo(m_path).fileName();
}

QStringList OriginalFile::parts() const
{
    QStringList found;
    for (const QString &suffix : suffixes()) {
        if (QFile::exists(m_path + suffix))
            found.append(suffix);
    }
    return found;
}

Outcome OriginalFile::copyTo(const QString &folder)
{
    for (const QString &suffix : parts()) {
        QFile part(m_path + suffix);
        if (!part.open(QIODevice::ReadOnly))
            return cannotCopy(part.fileName(), part.errorString());
        if (Outcome copied = copyPart(part, folder + u'/' + name() + suffix); !copied)
            return copied;
    }
    return Done{};
}

Outcome OriginalFile::copyPart(QFile &from, const QString &to)
{
    constexpr qint64 chunk = 1024 * 1024;
    QFile copy(to);
    if (!createPrivately(copy))
        return cannotCopy(from.fileName(), copy.errorString());
    while (!from.atEnd()) {
        const QByteArray bytes = from.read(chunk);
        if (bytes.isEmpty())
            return cannotCopy(from.fileName(), from.errorString());
        if (copy.write(bytes) != bytes.size())
            return cannotCopy(from.fileName(), copy.errorString());
    }
    if (!syncToDisk(copy))
        return cannotCopy(from.fileName(), copy.errorString());
    return Done{};
}

} // namespace roster::server
