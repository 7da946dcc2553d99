#include "server/app/status/MetricsFile.h"

#include "common/base/FileDescriptor.h"

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

Error cannotWrite(const QString &path, int error)
{
    return {ErrorCode::StorageUnavailable,
        u"The metrics file %1 cannot be written: %2."_s.arg(path, qt_error_string(error)), {}};
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
    if (m_isThere)
        ::unlink(QFile::encodeName(m_path).constData());
}

Outcome MetricsFile::write(const QByteArray &text)
{
    const QByteArray beside = nameBeside(m_path);
    Outcome written = writeBeside(beside, text);
    if (written && ::rename(beside.constData(), QFile::encodeName(m_path).constData()) != 0)
        written = cannotWrite(m_path, errno);
    if (!written)
        ::unlink(beside.constData());
    m_isThere = m_isThere || written.isOk();
    return written;
}

/// What a crash left is removed first: the file is always a new one of our own, no link.
Outcome MetricsFile::writeBeside(const QByteArray &path, const QByteArray &text) const
{
    ::unlink(path.constData());
    const FileDescriptor file(
        ::open(path.constData(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    // The mode is set apart from the opening, which the umask narrows.
    if (!file.isValid() || ::fchmod(file.get(), 0644) != 0)
        return cannotWrite(m_path, errno);
    if (!writeAll(file.get(), text))
        return cannotWrite(m_path, errno);
    return Done{};
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
