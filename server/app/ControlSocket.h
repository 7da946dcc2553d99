#pragma once

#include "server/app/AdminCommands.h"
#include "server/requests/Mailbox.h"

#include <QLocalServer>

class QLocalSocket;

namespace roster::server {

/// Takes administrator's commands for the running server on `DIR/control.sock`, mode 0600. Lives on
/// the main thread. A server that stops answers its commands, so it stops before this is destroyed.
///
/// A client, which must be of the server's own user or root (SO_PEERCRED, unix(7)), sends one line,
/// `{"command":"user.disable","params":{"name":"alice"}}`, and gets one, `{"result":{..}}` or
/// `{"error":{"reason":"..","message":".."}}`; then the connection is closed.
class ControlSocket : public QObject
{
    Q_OBJECT
public:
    explicit ControlSocket(AdminBackend backend);
    ~ControlSocket() override;

    /// Replaces a socket that an earlier server left behind; the caller holds the DataLock.
    /// Commands are taken once the event loop runs. Errors: StorageUnavailable.
    [[nodiscard]] Outcome listen(const QString &path);
    /// Takes no more commands and removes the socket.
    void close();

private:
    void onNewConnection();
    void onReadyRead(QLocalSocket *client);
    static void reply(QLocalSocket *client, const Result<QJsonObject> &result);
    void runCommand(QLocalSocket *client, const QByteArray &line);

    AdminCommands m_commands;
    Mailbox m_mailbox;
    QLocalServer m_server;
    QString m_path;
};

} // namespace roster::server
