#include "server/app/status/MetricsFile.h"

#include <QFile>
#include <QFileInfo>
#include <QLoggingCategory>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <utility>

namespace roster::server {
namespace {

Q_LOGGING_CATEGORY(metricsLog, "roster.metrics", QtInfoMsg)

using namespace Qt::StringLiterals;

/// How each file of a server begins: by it, one that a crash has left is known.
constexpr QByteArrayView ownBeginning = "# HELP roster_";

Error cannotWrite(const QString &path, const QString &why)
{
    return {ErrorCode::StorageUnavailable,
        u"The metrics file %1 cannot be written: %2."_s.arg(path, why), {}};
}

Error cannotWrite(const QString &path, int error)
{
    return cannotWrite(path, qt_error_string(error));
}

bool isSameFile(const FileDescriptor &file, const struct stat &other)
{
    struct stat status = {};
    return file.isValid() && ::fstat(file.get(), &status) == 0 && status.st_dev == other.st_dev
        && status.st_ino == other.st_ino;
}

/// @p path is a regular file, as far as was known just now.
bool beginsAsOurs(const QByteArray &path)
{
    const FileDescriptor file(
        ::open(path.constData(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    QByteArray beginning(ownBeginning.size(), '\0');
    return file.isValid()
        && ::pread(file.get(), beginning.data(), static_cast<size_t>(beginning.size()), 0)
        == beginning.size()
        && beginning == ownBeginning;
}

/// In the same folder, and by a name that collectors pass over.
QByteArray nameBeside(const QString &path)
{
    const QFileInfo file(path);
    return QFile::encodeName(file.path() + u"/."_s + file.fileName() + u".new"_s);
}

} // namespace

MetricsFile::MetricsFile(QString path)
    : m_path(std::move(path))
{
}

MetricsFile::~MetricsFile()
{
    const QByteArray path = QFile::encodeName(m_path);
    struct stat status = {};
    if (::lstat(path.constData(), &status) == 0 && isSameFile(m_written, status))
        ::unlink(path.constData());
}

Outcome MetricsFile::check(const QString &dataPath) const
{
    if (const Outcome folder = checkFolder(dataPath); !folder)
        return folder;
    return checkTarget();
}

Outcome MetricsFile::checkFolder(const QString &dataPath) const
{
    const QFileInfo folder(QFileInfo(m_path).path());
    if (folder.exists() && !folder.isDir())
        return cannotWrite(m_path, ENOTDIR);
    if (::access(QFile::encodeName(folder.filePath()).constData(), W_OK | X_OK) != 0)
        return cannotWrite(m_path, errno);
    // A data folder that is still to be made holds nothing.
    const QString data = QFileInfo(dataPath).canonicalFilePath();
    if (!data.isEmpty() && (folder.canonicalFilePath() + u'/').startsWith(data + u'/'))
        return cannotWrite(m_path, u"the data folder is the server's alone"_s);
    return Done{};
}

Outcome MetricsFile::checkTarget() const
{
    const QByteArray path = QFile::encodeName(m_path);
    struct stat status = {};
    if (::lstat(path.constData(), &status) != 0)
        return errno == ENOENT ? Outcome(Done{}) : Outcome(cannotWrite(m_path, errno));
    if (!S_ISREG(status.st_mode))
        return cannotWrite(m_path, u"what is there is no regular file"_s);
    if (!isSameFile(m_written, status) && !beginsAsOurs(path))
        return cannotWrite(m_path, u"another file is there, which no server wrote"_s);
    return Done{};
}

Outcome MetricsFile::claim()
{
    return write(ownBeginning.toByteArray() + "build_info The server starts.\n");
}

Outcome MetricsFile::write(const QByteArray &text)
{
    if (const Outcome target = checkTarget(); !target)
        return target;
    const QByteArray beside = nameBeside(m_path);
    Result<FileDescriptor> written = writeBeside(beside, text);
    if (written && ::rename(beside.constData(), QFile::encodeName(m_path).constData()) != 0)
        written = cannotWrite(m_path, errno);
    if (!written) {
        ::unlink(beside.constData());
        return written.error();
    }
    m_written = *std::move(written);
    return Done{};
}

/// What a crash left is removed first: the file is always a new one of our own, no link.
Result<FileDescriptor> MetricsFile::writeBeside(
    const QByteArray &path, const QByteArray &text) const
{
    ::unlink(path.constData());
    FileDescriptor file(
        ::open(path.constData(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    // The mode is set apart from the opening, which the umask narrows.
    if (!file.isValid() || ::fchmod(file.get(), 0644) != 0)
        return cannotWrite(m_path, errno);
    if (!writeAll(file.get(), text))
        return cannotWrite(m_path, errno);
    return file;
}

void MetricsFile::update(const QByteArray &text)
{
    const Outcome written = write(text);
    const bool hadFailed = std::exchange(m_hasFailed, !written);
    if (!written && !hadFailed)
        qCWarning(metricsLog).noquote() << written.error().message;
    else if (written && hadFailed)
        qCInfo(metricsLog).noquote() << "the metrics file" << m_path << "is written again";
}

} // namespace roster::server
