#include "server/app/doctor/FolderExamination.h"

#include "server/storage/DatabaseKind.h"

#include <QDirIterator>
#include <QFile>

#include <cerrno>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

const QString folderSubject = u"folder"_s;
constexpr qsizetype mostFindings = 20;

QString userName(uid_t uid)
{
    const passwd *entry = ::getpwuid(uid);
    return entry ? QString::fromLocal8Bit(entry->pw_name) : u"#%1"_s.arg(uid);
}

QString octal(mode_t mode)
{
    return u"0%1"_s.arg(QString::number(mode & 07777, 8));
}

std::optional<struct stat> statusOf(const QString &path)
{
    struct stat status = {};
    if (::stat(QFile::encodeName(path).constData(), &status) != 0)
        return std::nullopt;
    return status;
}

/// Certificates are no secret, but nobody else may replace them.
mode_t forbiddenBits(const DataFolder &folder, const QString &path, const struct stat &status)
{
    const bool isCertificate = path.startsWith(folder.tlsPath() + u'/') && path.endsWith(u".pem");
    return S_ISREG(status.st_mode) && isCertificate ? 022 : 077;
}

std::optional<Finding> examineEntry(const DataFolder &folder, const QString &path)
{
    const std::optional<struct stat> status = statusOf(path);
    if (!status) {
        // A file that a running server has just removed is fine.
        if (errno == ENOENT && !QFile::exists(path) && QFile::symLinkTarget(path).isEmpty())
            return std::nullopt;
        return error(folderSubject,
            u"%1 cannot be looked at: %2."_s.arg(path, qt_error_string(errno)),
            u"ls -l %1"_s.arg(shellWord(path)));
    }
    if (status->st_uid != ::geteuid()) {
        return error(folderSubject, u"%1 belongs to %2."_s.arg(path, userName(status->st_uid)),
            u"as root: chown -h %1: %2"_s.arg(userName(::geteuid()), shellWord(path)));
    }
    const mode_t open = status->st_mode & forbiddenBits(folder, path, *status);
    if (open == 0)
        return std::nullopt;
    const bool isFolder = S_ISDIR(status->st_mode);
    return error(folderSubject,
        u"%1 is open to other users (mode %2)."_s.arg(path, octal(status->st_mode)),
        u"chmod %1 %2"_s.arg(isFolder ? u"700"_s : u"600"_s, shellWord(path)));
}

} // namespace

std::optional<Finding> obstacleOf(const DataFolder &folder)
{
    const QString &path = folder.path();
    const std::optional<struct stat> status = statusOf(path);
    if (!status || !S_ISDIR(status->st_mode)) {
        return error(folderSubject, u"There is no folder %1."_s.arg(path),
            u"name the right one with --data, or: roster-server init --data %1"_s.arg(
                shellWord(path)));
    }
    if (status->st_uid != ::geteuid()) {
        return error(folderSubject,
            u"%1 belongs to %2, and this command runs as %3."_s.arg(
                path, userName(status->st_uid), userName(::geteuid())),
            u"runuser -u %1 -- roster-server doctor --data %2"_s.arg(
                userName(status->st_uid), shellWord(path)));
    }
    if (!QFile::exists(folder.userDatabase()) && !QFile::exists(folder.employeeDatabase())) {
        return error(folderSubject, u"%1 holds no databases of a server."_s.arg(path),
            u"name the right one with --data, or: roster-server init --data %1"_s.arg(
                shellWord(path)));
    }
    const DatabaseKind users = databaseKind(folder.userDatabase());
    const DatabaseKind employees = databaseKind(folder.employeeDatabase());
    if (users == DatabaseKind::OriginalUsers || employees == DatabaseKind::OriginalEmployees) {
        return warning(folderSubject,
            u"%1 holds the original program's data; the next start takes them over."_s.arg(path),
            u"roster-server init --data %1"_s.arg(shellWord(path)));
    }
    return std::nullopt;
}

QList<Finding> examineFolder(const DataFolder &folder)
{
    QList<Finding> findings;
    if (folder.isSetupPending()) {
        findings.append(error(folderSubject, u"The first start has not come to its end."_s,
            u"roster-server init --data %1"_s.arg(shellWord(folder.path()))));
    }
    if (const auto finding = examineEntry(folder, folder.path()))
        findings.append(*finding);
    QDirIterator entries(folder.path(),
        QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
        QDirIterator::Subdirectories);
    qsizetype count = 1;
    for (; entries.hasNext() && findings.size() < mostFindings; ++count) {
        if (const auto finding = examineEntry(folder, entries.next()))
            findings.append(*finding);
    }
    if (findings.isEmpty()) {
        findings.append(fine(folderSubject,
            u"%1 and what is in it (%2 entries) are closed to other users."_s.arg(folder.path())
                .arg(count)));
    }
    return findings;
}

} // namespace roster::server
