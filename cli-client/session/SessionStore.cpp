#include "cli-client/session/SessionStore.h"

#include "cli-client/session/PrivateFolder.h"
#include "common/protocol/StrictJson.h"

#include <QCryptographicHash>
#include <QDir>
#include <QJsonObject>

#include <optional>

namespace roster::cli {
namespace {

using namespace Qt::StringLiterals;

constexpr QLatin1StringView suffix(".session");
constexpr QLatin1StringView currentName("current"); ///< holds the name of the last login's file

/// User names taken over from elsewhere may hold anything; a hash is a file name whatever they are.
QString fileNameFor(const ServerAddress &server, const QString &username)
{
    const QByteArray key = (toString(server).toLower() + u'\n' + username).toUtf8();
    const QByteArray hash = QCryptographicHash::hash(key, QCryptographicHash::Sha256);
    return QString::fromLatin1(hash.toHex().first(32)) + suffix;
}

SecretBytes encode(const StoredSession &session)
{
    QString token = QString::fromUtf8(session.token.view());
    QByteArray text
        = writeJson(QJsonObject{{u"server"_s, toString(session.server)},
              {u"user"_s, session.username}, {u"ca"_s, session.caFile}, {u"token"_s, token}})
        + '\n';
    SecretBytes content = SecretBytes::copyOf(QByteArrayView(text));
    wipe(token);
    wipe(text);
    return content;
}

std::optional<StoredSession> decode(const SecretBytes &content)
{
    const Result<QJsonValue> json = readStrictJson(content.view().trimmed());
    if (!json || !json->isObject())
        return std::nullopt;
    const QJsonObject object = json->toObject();
    const Result<ServerAddress> server = parseServerAddress(object.value("server"_L1).toString());
    StoredSession session;
    session.username = object.value("user"_L1).toString();
    session.caFile = object.value("ca"_L1).toString();
    session.token = SecretBytes::copyOf(object.value("token"_L1).toString());
    if (!server || session.username.isEmpty())
        return std::nullopt;
    session.server = *server;
    return session;
}

/// Empty where no session is the current one.
Result<QString> readCurrentName(const PrivateFolder &folder)
{
    const Result<SecretBytes> content = folder.read(currentName);
    if (content)
        return QString::fromUtf8(content->view()).trimmed();
    if (content.error().code == ErrorCode::NotFound)
        return QString();
    return content.error();
}

/// With the same token; a file that cannot be understood counts as any session's.
Result<bool> isStored(const PrivateFolder &folder, const StoredSession &session)
{
    const Result<SecretBytes> content = folder.read(fileNameFor(session.server, session.username));
    if (!content && content.error().code == ErrorCode::NotFound)
        return false;
    if (!content)
        return content.error();
    const std::optional<StoredSession> stored = decode(*content);
    return !stored || stored->token.view() == session.token.view();
}

} // namespace

SessionStore::SessionStore(QString folder)
    : m_folder(std::move(folder))
{
}

QString SessionStore::defaultFolder(const QProcessEnvironment &environment)
{
    // A relative path is to be ignored (XDG Base Directory Specification).
    const QString state = environment.value(u"XDG_STATE_HOME"_s);
    const QString base
        = QDir::isAbsolutePath(state) ? state : QDir::homePath() + u"/.local/state"_s;
    return QDir::cleanPath(base) + u"/roster"_s;
}

Result<std::vector<StoredSession>> SessionStore::sessions() const
{
    const Result<PrivateFolder> folder = PrivateFolder::open(m_folder, PrivateFolder::Access::Read);
    if (!folder && folder.error().code == ErrorCode::NotFound)
        return std::vector<StoredSession>();
    if (!folder)
        return folder.error();
    const Result<QString> current = readCurrentName(*folder);
    if (!current)
        return current.error();
    std::vector<StoredSession> sessions;
    for (const QString &name : folder->names(QString(suffix))) {
        const Result<SecretBytes> content = folder->read(name);
        if (!content && content.error().code == ErrorCode::NotFound)
            continue; // another process logged out meanwhile
        if (!content)
            return content.error();
        if (std::optional<StoredSession> session = decode(*content)) {
            session->isCurrent = name == *current;
            sessions.push_back(*std::move(session));
        }
    }
    return sessions;
}

Outcome SessionStore::save(const StoredSession &session) const
{
    const Result<PrivateFolder> folder
        = PrivateFolder::open(m_folder, PrivateFolder::Access::Change);
    if (!folder)
        return folder.error();
    const QString name = fileNameFor(session.server, session.username);
    if (Outcome written = folder->write(name, encode(session)); !written)
        return written;
    return folder->write(currentName, SecretBytes::copyOf(name));
}

Outcome SessionStore::retire(const StoredSession &session) const
{
    const Result<PrivateFolder> folder
        = PrivateFolder::open(m_folder, PrivateFolder::Access::Change);
    if (!folder)
        return folder.error();
    const Result<bool> isPresent = isStored(*folder, session);
    if (!isPresent)
        return isPresent.error();
    const StoredSession ended{session.server, session.username, session.caFile, {}, false};
    const QString name = fileNameFor(session.server, session.username);
    return *isPresent ? folder->write(name, encode(ended)) : Outcome(Done{});
}

Outcome SessionStore::remove(const StoredSession &session) const
{
    const Result<PrivateFolder> folder
        = PrivateFolder::open(m_folder, PrivateFolder::Access::Change);
    if (!folder)
        return folder.error();
    const Result<bool> isPresent = isStored(*folder, session);
    if (!isPresent)
        return isPresent.error();
    if (!*isPresent)
        return Done{};
    const QString name = fileNameFor(session.server, session.username);
    const Result<QString> current = readCurrentName(*folder);
    if (current && *current == name) {
        if (Outcome removed = folder->remove(currentName); !removed)
            return removed;
    }
    return folder->remove(name);
}

} // namespace roster::cli
