#include "server/app/ControlSocket.h"

#include "server/app/ControlAddress.h"

#include <QFile>
#include <QJsonDocument>
#include <QLocalSocket>
#include <QLoggingCategory>
#include <QPointer>
#include <QTimer>

#include <sys/stat.h>

namespace roster::server {
namespace {

Q_LOGGING_CATEGORY(controlLog, "roster.control", QtInfoMsg)

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

constexpr qint64 longestLine = 64 * 1024;
constexpr auto clientPatience = 60s;

Error socketError(const QString &path, int number)
{
    return {ErrorCode::StorageUnavailable,
        u"The control socket %1 cannot be opened: %2."_s.arg(path, qt_error_string(number)), {}};
}

/// The socket of a server that is gone: the lock on the folder says that none runs.
Outcome removeStale(const QString &path)
{
    const QByteArray name = QFile::encodeName(path);
    struct stat status = {};
    if (::lstat(name.constData(), &status) != 0)
        return errno == ENOENT ? Outcome(Done{}) : Outcome(socketError(path, errno));
    if (!S_ISSOCK(status.st_mode))
        return socketError(path, EEXIST);
    return ::unlink(name.constData()) == 0 ? Outcome(Done{}) : Outcome(socketError(path, errno));
}

/// Bound and closed to others before anybody can connect, whatever the umask.
Result<FileDescriptor> openSocket(const QString &path)
{
    const Result<ControlAddress> address = ControlAddress::of(path);
    if (!address)
        return address.error();
    FileDescriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!socket.isValid() || ::bind(socket.get(), address->data(), address->size()) != 0
        || ::chmod(QFile::encodeName(path).constData(), 0600) != 0
        || ::listen(socket.get(), SOMAXCONN) != 0)
        return socketError(path, errno);
    return socket;
}

std::optional<uid_t> peerUid(const QLocalSocket &client)
{
    ucred peer{};
    socklen_t size = sizeof peer;
    const int socket = static_cast<int>(client.socketDescriptor());
    if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
        return std::nullopt;
    return peer.uid;
}

Actor actorOf(uid_t uid)
{
    return {{}, u"local uid %1"_s.arg(uid)};
}

QJsonObject toJson(const Error &error)
{
    QJsonObject json{
        {u"reason"_s, QString(errorReason(error.code))}, {u"message"_s, error.message}};
    if (!error.data.isEmpty())
        json.insert(u"data"_s, error.data);
    return json;
}

} // namespace

ControlSocket::ControlSocket(AdminBackend backend)
    : m_commands(std::move(backend))
{
    connect(&m_server, &QLocalServer::newConnection, this, &ControlSocket::onNewConnection);
}

ControlSocket::~ControlSocket()
{
    close();
    m_mailbox.close();
}

Outcome ControlSocket::listen(const QString &path)
{
    if (Outcome removed = removeStale(path); !removed)
        return removed;
    Result<FileDescriptor> socket = openSocket(path);
    if (!socket)
        return socket.error();
    if (!m_server.listen(socket->get()))
        return socketError(path, EINVAL);
    static_cast<void>(socket->release());
    m_path = path;
    return Done{};
}

void ControlSocket::close()
{
    if (!m_server.isListening())
        return;
    m_server.close();
    QFile::remove(m_path);
}

void ControlSocket::onNewConnection()
{
    while (QLocalSocket *client = m_server.nextPendingConnection()) {
        connect(client, &QLocalSocket::disconnected, client, &QObject::deleteLater);
        const std::optional<uid_t> uid = peerUid(*client);
        if (!uid || (*uid != ::geteuid() && *uid != 0)) {
            qCWarning(controlLog) << "refused a connection of uid" << qint64{uid.value_or(0)};
            client->abort();
            continue;
        }
        client->setReadBufferSize(longestLine);
        connect(client, &QLocalSocket::readyRead, this, [this, client] { onReadyRead(client); });
        QTimer::singleShot(clientPatience, client, [client] { client->abort(); });
        onReadyRead(client);
    }
}

void ControlSocket::onReadyRead(QLocalSocket *client)
{
    if (client->canReadLine()) {
        client->disconnect(this);
        runCommand(client, client->readLine(longestLine));
    } else if (client->bytesAvailable() >= longestLine) {
        client->abort();
    }
}

void ControlSocket::runCommand(QLocalSocket *client, const QByteArray &line)
{
    const QJsonObject request = QJsonDocument::fromJson(line).object();
    const QString name = request.value("command"_L1).toString();
    const std::optional<uid_t> uid = peerUid(*client);
    if (AdminCommands::find(name))
        qCInfo(controlLog).noquote() << name << "asked for by uid" << qint64{uid.value_or(0)};
    m_commands.run(name, request.value("params"_L1).toObject(), actorOf(uid.value_or(0)),
        [this, target = QPointer<QLocalSocket>(client)](Result<QJsonObject> result) {
            m_mailbox.post([target, result = std::move(result)] {
                if (target)
                    reply(target, result);
            });
        });
}

void ControlSocket::reply(QLocalSocket *client, const Result<QJsonObject> &result)
{
    const QJsonObject line = result ? QJsonObject{{u"result"_s, *result}}
                                    : QJsonObject{{u"error"_s, toJson(result.error())}};
    client->write(QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n');
    client->disconnectFromServer();
}

} // namespace roster::server
