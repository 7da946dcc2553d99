#pragma once

#include "server/app/DataLock.h"
#include "server/app/ServerApp.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QSslSocket>
#include <QTemporaryDir>

#include <memory>
#include <optional>

namespace roster::server::tests {

/// A real server in this process, in a folder of its own, with one user for each role: `hr`,
/// `viewer`, `administrator` and any others, all with password(). Its hashes are cheap and failed
/// logins quick.
class ServerWorld
{
public:
    /// @p change may alter the configuration before the start.
    explicit ServerWorld(const std::function<void(ServerConfiguration &)> &change = {});
    ~ServerWorld();

    [[nodiscard]] static QString password()
    {
        return QStringLiteral("correct horse battery staple");
    }
    [[nodiscard]] quint16 port() const;
    [[nodiscard]] QString folder() const { return m_folder.path(); }
    [[nodiscard]] ServerApp &app() { return *m_app; }
    /// Adds a role straight into the database, before the first start() that is to know it.
    void addRole(const QString &name, const Rights &rights);
    void addUser(const QString &name, const QString &role);
    /// Ends the server and starts it again on the same folder, with another port.
    void restart();

private:
    void prepare();
    void start();

    QTemporaryDir m_folder;
    ServerConfiguration m_configuration;
    std::unique_ptr<ServerApp> m_app;
};

/// A client that says what it is told, byte by byte if need be, and waits for answers. Blocking:
/// the server's workers have their own threads.
class LineClient
{
public:
    explicit LineClient(const ServerWorld &world, bool isConnecting = true);

    [[nodiscard]] bool connectTls();
    [[nodiscard]] QSslSocket &socket() { return m_socket; }
    void send(const QByteArray &bytes);
    void sendLine(const QByteArray &line) { send(line + '\n'); }
    /// The next line without its end; nothing when the connection closes or a minute passes.
    [[nodiscard]] std::optional<QByteArray> line();
    [[nodiscard]] QJsonObject json();
    /// True once the server has closed.
    [[nodiscard]] bool isClosedWithin(std::chrono::milliseconds limit);

    /// A request with the next id.
    [[nodiscard]] QByteArray request(const QString &method, const QJsonObject &params = {});
    /// Asks and waits for that answer; notifications on the way are kept in notices().
    [[nodiscard]] QJsonObject call(const QString &method, const QJsonObject &params = {});
    [[nodiscard]] QJsonObject login(
        const QString &user, const QString &password = ServerWorld::password());
    /// Notifications that came, the oldest first; waits until there are @p count.
    [[nodiscard]] QList<QJsonObject> notices(qsizetype count);
    /// Everything ever received.
    [[nodiscard]] const QByteArray &received() const { return m_received; }

private:
    QSslSocket m_socket;
    quint16 m_port;
    QByteArray m_buffer;
    QByteArray m_received;
    QList<QJsonObject> m_notices;
    qint64 m_lastId = 0;
};

/// `error.data.reason`, or `ok`.
[[nodiscard]] QString reasonOf(const QJsonObject &reply);
[[nodiscard]] QJsonObject resultOf(const QJsonObject &reply);
/// A whole employee for `employee.add`.
[[nodiscard]] QJsonObject person(const QString &firstName = QStringLiteral("Zoë"),
    const QString &ssn = QStringLiteral("123456789"));
/// A client of @p user, logged in; throws when it cannot be.
[[nodiscard]] std::unique_ptr<LineClient> clientOf(const ServerWorld &world, const QString &user);
/// Adds a person(): its id.
[[nodiscard]] qint64 addPerson(LineClient &client);

} // namespace roster::server::tests
