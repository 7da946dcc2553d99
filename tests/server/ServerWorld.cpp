#include "tests/server/ServerWorld.h"

#include "common/base/SecretBytes.h"
#include "server/app/FirstStart.h"
#include "server/storage/Database.h"
#include "server/storage/RoleStore.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QJsonDocument>
#include <QSslConfiguration>

#include <stdexcept>

namespace roster::server::tests {
namespace {

using namespace Qt::StringLiterals;

void check(const Outcome &outcome)
{
    if (!outcome)
        throw std::runtime_error(outcome.error().message.toStdString());
}

} // namespace

ServerWorld::ServerWorld(const std::function<void(ServerConfiguration &)> &change)
{
    if (!initialiseCrypto() || !m_folder.isValid())
        throw std::runtime_error("no world");
    m_configuration.dataPath = m_folder.path();
    m_configuration.listen = {{QHostAddress(QHostAddress::LocalHost), 0}};
    m_configuration.workers = 2;
    m_configuration.auth.argon2 = {1, 64 * 1024};
    m_configuration.auth.failedLoginTime = std::chrono::milliseconds(50);
    if (change)
        change(m_configuration);
    prepare();
    start();
    for (const char *role : {"hr", "viewer", "administrator"}) {
        const QString name = QString::fromLatin1(role);
        if (name == "administrator"_L1) {
            const Result<IssuedPassword> reset = waitFor<IssuedPassword>([&](auto done) {
                m_app->accounts().resetPassword(name, SecretBytes::copyOf(password()), {}, done);
            });
            check(reset ? Outcome(Done{}) : reset.error());
        } else {
            addUser(name, name);
        }
    }
}

ServerWorld::~ServerWorld() = default;

void ServerWorld::prepare()
{
    check(FirstStart(m_configuration, DataFolder(m_folder.path())).run([](const IssuedPassword &) {
        return true;
    }));
}

void ServerWorld::start()
{
    m_app = std::make_unique<ServerApp>(m_configuration);
    check(m_app->start());
}

quint16 ServerWorld::port() const
{
    return m_app->addresses().first().section(u':', -1).toUShort();
}

void ServerWorld::addRole(const QString &name, const Rights &rights)
{
    m_app.reset();
    {
        const auto database = Database::open({m_folder.filePath(u"user.db"_s)});
        check(database ? RoleStore(**database).put(Role{name, rights, false})
                       : Outcome(database.error()));
    }
    start();
}

void ServerWorld::addUser(const QString &name, const QString &role)
{
    const Result<IssuedPassword> added = waitFor<IssuedPassword>([&](auto done) {
        m_app->accounts().addUser(name, role, SecretBytes::copyOf(password()), {}, done);
    });
    check(added ? Outcome(Done{}) : added.error());
}

void ServerWorld::restart()
{
    m_app.reset();
    start();
}

LineClient::LineClient(const ServerWorld &world, bool isConnecting)
    : m_port(world.port())
{
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setProtocol(QSsl::TlsV1_3OrLater);
    tls.setCaCertificates(QSslCertificate::fromPath(world.folder() + u"/tls/ca.pem"_s));
    tls.setAllowedNextProtocols({"roster/1"_ba});
    m_socket.setSslConfiguration(tls);
    if (isConnecting && !connectTls())
        throw std::runtime_error("no connection");
}

bool LineClient::connectTls()
{
    m_socket.connectToHostEncrypted(u"127.0.0.1"_s, m_port, u"localhost"_s);
    return m_socket.waitForEncrypted(10'000);
}

void LineClient::send(const QByteArray &bytes)
{
    m_socket.write(bytes);
    m_socket.flush();
}

std::optional<QByteArray> LineClient::line()
{
    const QDeadlineTimer deadline(60'000);
    for (;;) {
        const qsizetype end = m_buffer.indexOf('\n');
        if (end >= 0) {
            const QByteArray line = m_buffer.left(end);
            m_buffer.remove(0, end + 1);
            return line;
        }
        const bool hasMore = m_socket.bytesAvailable() > 0
            || m_socket.waitForReadyRead(static_cast<int>(deadline.remainingTime()));
        const QByteArray more = m_socket.readAll();
        if (more.isEmpty() && (!hasMore || deadline.hasExpired()))
            return std::nullopt;
        m_buffer += more;
        m_received += more;
    }
}

QJsonObject LineClient::json()
{
    return QJsonDocument::fromJson(line().value_or(QByteArray())).object();
}

bool LineClient::isClosedWithin(std::chrono::milliseconds limit)
{
    const QDeadlineTimer deadline(limit);
    while (m_socket.state() == QAbstractSocket::ConnectedState && !deadline.hasExpired()) {
        if (m_socket.waitForReadyRead(static_cast<int>(deadline.remainingTime())))
            m_received += m_socket.readAll();
    }
    return m_socket.state() != QAbstractSocket::ConnectedState;
}

QByteArray LineClient::request(const QString &method, const QJsonObject &params)
{
    const QJsonObject request{{u"jsonrpc"_s, u"2.0"_s}, {u"id"_s, ++m_lastId},
        {u"method"_s, method}, {u"params"_s, params}};
    return QJsonDocument(request).toJson(QJsonDocument::Compact);
}

QJsonObject LineClient::call(const QString &method, const QJsonObject &params)
{
    sendLine(request(method, params));
    for (;;) {
        const QJsonObject reply = json();
        if (!reply.contains("method"_L1))
            return reply;
        m_notices.append(reply);
    }
}

QJsonObject LineClient::login(const QString &user, const QString &password)
{
    return call(u"session.login"_s, {{u"username"_s, user}, {u"password"_s, password}});
}

QList<QJsonObject> LineClient::notices(qsizetype count)
{
    while (m_notices.size() < count) {
        const QJsonObject notice = json();
        if (notice.isEmpty())
            break;
        m_notices.append(notice);
    }
    return m_notices;
}

QString reasonOf(const QJsonObject &reply)
{
    if (reply.contains("result"_L1))
        return u"ok"_s;
    return reply["error"_L1]["data"_L1]["reason"_L1].toString(u"nothing"_s);
}

QJsonObject resultOf(const QJsonObject &reply)
{
    return reply["result"_L1].toObject();
}

QJsonObject person(const QString &firstName, const QString &ssn)
{
    return {{u"first_name"_s, firstName}, {u"last_name"_s, u"O'Brien"_s}, {u"ssn"_s, ssn},
        {u"date_of_birth"_s, u"1996-02-29"_s}, {u"salary"_s, u"45210.50"_s}};
}

std::unique_ptr<LineClient> clientOf(const ServerWorld &world, const QString &user)
{
    auto client = std::make_unique<LineClient>(world);
    if (reasonOf(client->login(user)) != "ok"_L1)
        throw std::runtime_error("no login");
    return client;
}

qint64 addPerson(LineClient &client)
{
    const QJsonObject added = resultOf(client.call(u"employee.add"_s, {{u"employee"_s, person()}}));
    return added["employee"_L1]["id"_L1].toInteger();
}

} // namespace roster::server::tests
