#include "common/client/KnownServers.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QHostAddress>
#include <QLockFile>
#include <QSaveFile>
#include <QStandardPaths>
#include <QUrl>

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>

namespace roster {
namespace {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

constexpr auto lockPatience = 5s;
constexpr qint64 largestFile = qint64{1} << 20;
constexpr QFile::Permissions ownerOnly = QFile::ReadOwner | QFile::WriteOwner;
constexpr char firstLine[]
    = "# Servers that Roster's clients know: HOST:PORT, since when, and by which certificate.";

/// The one spelling of an address: what people type differs in case, final dots and zeros.
QString nameOf(const ServerAddress &server)
{
    ServerAddress canonical = server;
    if (const QHostAddress address(server.host); !address.isNull()) {
        canonical.host = address.toString();
    } else {
        const QString ascii = QString::fromLatin1(QUrl::toAce(server.host));
        canonical.host = (ascii.isEmpty() ? server.host : ascii).toLower();
        if (canonical.host.endsWith(u'.'))
            canonical.host.chop(1);
    }
    return toString(canonical);
}

bool isRemark(const QByteArray &line)
{
    return line.trimmed().isEmpty() || line.startsWith('#');
}

/// The name that a line begins with, whatever follows.
QString nameIn(const QByteArray &line)
{
    const QString word = QString::fromUtf8(line.simplified().split(' ').first());
    const Result<ServerAddress> server = parseServerAddress(word);
    return server ? nameOf(*server) : QString();
}

std::optional<KnownServer> parse(const QByteArray &line)
{
    const QList<QByteArray> words = line.simplified().split(' ');
    if (words.size() != 3)
        return std::nullopt;
    const Result<ServerAddress> server = parseServerAddress(QString::fromUtf8(words[0]));
    const QDateTime since = QDateTime::fromString(QString::fromLatin1(words[1]), Qt::ISODate);
    const auto der
        = QByteArray::fromBase64Encoding(words[2], QByteArray::AbortOnBase64DecodingErrors);
    if (!server || !since.isValid() || !der)
        return std::nullopt;
    const QSslCertificate certificate(*der, QSsl::Der);
    // Bytes that follow a certificate would have been read as none of it.
    if (certificate.isNull() || certificate.toDer() != *der)
        return std::nullopt;
    return KnownServer{{*server, certificate}, since};
}

QByteArray lineOf(const KnownServer &known)
{
    return nameOf(known.identity.server).toUtf8() + ' '
        + known.since.toUTC().toString(Qt::ISODate).toLatin1() + ' '
        + known.identity.certificate.toDer().toBase64();
}

Result<std::optional<KnownServer>> findIn(const QList<QByteArray> &lines, const QString &name)
{
    std::optional<KnownServer> found;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        if (isRemark(lines[i]) || nameIn(lines[i]) != name)
            continue;
        const std::optional<KnownServer> known = parse(lines[i]);
        const bool isContradiction
            = known && found && known->identity.certificate != found->identity.certificate;
        if (!known || isContradiction) {
            return Error{ErrorCode::ValidationFailed,
                u"Line %1 of the known servers, that of %2, is damaged. Forget the server there, "
                "then accept it anew."_s.arg(QString::number(i + 1), name),
                {}};
        }
        found = known;
    }
    return found;
}

Error unusable(const QString &path, const QString &why)
{
    return {ErrorCode::PermissionDenied,
        u"The known servers in %1 do not count: %2."_s.arg(path, why), {}};
}

Outcome ensureFolder(const QString &path)
{
    const QString folder = QFileInfo(path).path();
    if (QFileInfo(folder).isDir())
        return Done{};
    if (QDir().mkpath(QFileInfo(folder).path())
        && QDir().mkdir(folder, ownerOnly | QFile::ExeOwner))
        return Done{};
    // Another client may just have made it.
    if (QFileInfo(folder).isDir())
        return Done{};
    return Error{ErrorCode::StorageUnavailable, u"The folder %1 cannot be made."_s.arg(folder), {}};
}

} // namespace

KnownServers::KnownServers(QString path)
    : m_path(std::move(path))
{
}

QString KnownServers::defaultPath()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)
        + u"/roster/known_servers"_s;
}

Result<KnownServers::Listing> KnownServers::list() const
{
    const Result<Lines> lines = read();
    if (!lines)
        return lines.error();
    Listing listing;
    for (qsizetype i = 0; i < lines->size(); ++i) {
        const QByteArray &line = lines->at(i);
        if (isRemark(line))
            continue;
        const std::optional<KnownServer> known = parse(line);
        const bool isSound = known && findIn(*lines, nameIn(line)).isOk();
        if (isSound)
            listing.servers.append(*known);
        else
            listing.damagedLines.append(static_cast<int>(i + 1));
    }
    return listing;
}

Result<std::optional<KnownServer>> KnownServers::find(const ServerAddress &server) const
{
    const Result<Lines> lines = read();
    if (!lines)
        return lines.error();
    return findIn(*lines, nameOf(server));
}

Outcome KnownServers::add(const KnownServer &server) const
{
    return edit([&server](Lines &lines) -> Outcome {
        const auto present = findIn(lines, nameOf(server.identity.server));
        if (!present)
            return present.error();
        if (*present && (*present)->identity.fingerprint() != server.identity.fingerprint()) {
            return Error{ErrorCode::Conflict,
                u"%1 is already known by another key."_s.arg(toString(server.identity.server)), {}};
        }
        if (!*present)
            lines.append(lineOf(server));
        return Done{};
    });
}

Outcome KnownServers::replace(const KeyFingerprint &key, const KnownServer &server) const
{
    return edit([&](Lines &lines) -> Outcome {
        const QString name = nameOf(server.identity.server);
        for (QByteArray &line : lines) {
            const auto known = isRemark(line) ? std::nullopt : parse(line);
            if (known && nameOf(known->identity.server) == name
                && known->identity.fingerprint() == key)
                line = lineOf(server);
        }
        return Done{};
    });
}

Outcome KnownServers::forget(const ServerAddress &server) const
{
    return edit([&server](Lines &lines) -> Outcome {
        const QString name = nameOf(server);
        const auto removed = lines.removeIf(
            [&name](const QByteArray &line) { return !isRemark(line) && nameIn(line) == name; });
        if (removed == 0)
            return Error{ErrorCode::NotFound, u"%1 is not a known server."_s.arg(name), {}};
        return Done{};
    });
}

Result<KnownServers::Lines> KnownServers::read() const
{
    QFile file(m_path);
    if (!file.exists())
        return Lines();
    if (!file.open(QIODevice::ReadOnly))
        return unusable(m_path, file.errorString());
    struct stat status = {};
    if (::fstat(file.handle(), &status) != 0 || !S_ISREG(status.st_mode))
        return unusable(m_path, u"it is not a file"_s);
    if (status.st_uid != ::geteuid() && status.st_uid != 0)
        return unusable(m_path, u"it belongs to another user"_s);
    if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0)
        return unusable(m_path, u"others can write it; run chmod 600 on it"_s);
    if (status.st_size > largestFile)
        return unusable(m_path, u"it is too large"_s);
    Lines lines = file.readAll().split('\n');
    if (lines.last().isEmpty())
        lines.removeLast();
    return lines;
}

Outcome KnownServers::write(const Lines &lines) const
{
    QSaveFile file(m_path);
    if (file.open(QIODevice::WriteOnly) && file.setPermissions(ownerOnly)) {
        for (const QByteArray &line : lines)
            file.write(line + '\n');
        if (file.commit())
            return Done{};
    }
    return Error{ErrorCode::StorageUnavailable,
        u"The known servers in %1 cannot be written: %2."_s.arg(m_path, file.errorString()), {}};
}

Outcome KnownServers::edit(const std::function<Outcome(Lines &)> &change) const
{
    if (Outcome made = ensureFolder(m_path); !made)
        return made;
    QLockFile lock(m_path + u".lock"_s);
    if (!lock.tryLock(static_cast<int>(std::chrono::milliseconds(lockPatience).count()))) {
        return Error{
            ErrorCode::TryLater, u"Another client holds %1.lock for long."_s.arg(m_path), {}};
    }
    Result<Lines> lines = read();
    if (!lines)
        return lines.error();
    const Lines before = *lines;
    if (lines->isEmpty())
        lines->append(firstLine);
    if (Outcome changed = change(*lines); !changed)
        return changed;
    return *lines == before ? Outcome(Done{}) : write(*lines);
}

} // namespace roster
