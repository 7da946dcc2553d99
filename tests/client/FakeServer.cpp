#include "tests/client/FakeServer.h"

#include "common/protocol/StrictJson.h"

#include <QJsonArray>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslSocket>

namespace roster::test {
namespace {

using namespace Qt::StringLiterals;

QSslConfiguration configurationOf(const TestIdentity &identity, const QByteArray &alpn)
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setProtocol(QSsl::TlsV1_3);
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    configuration.setLocalCertificateChain(QSslCertificate::fromData(
        identity.certificatePem + identity.bridgePem + identity.authorityPem, QSsl::Pem));
    QSslKey key(identity.keyPem, QSsl::Ec, QSsl::Pem);
    if (key.isNull())
        key = QSslKey(identity.keyPem, QSsl::Rsa, QSsl::Pem);
    configuration.setPrivateKey(key);
    if (!alpn.isEmpty())
        configuration.setAllowedNextProtocols({alpn});
    return configuration;
}

} // namespace

FakeServer::FakeServer(const TestIdentity &identity, const QByteArray &alpn)
    : m_configuration(configurationOf(identity, alpn))
{
    connect(&m_listener, &Listener::accepted, this, &FakeServer::onAccepted);
    on(u"session.login"_s, [](const QJsonObject &params) -> Answer {
        if (params.value("password"_L1) != QJsonValue(u"correct"_s)) {
            return Error{
                ErrorCode::InvalidCredentials, u"The user name or the password is wrong."_s, {}};
        }
        return hrLogin();
    });
    on(u"session.resume"_s, [](const QJsonObject &) -> Answer {
        QJsonObject result = hrLogin();
        result.remove("token"_L1);
        return result;
    });
    always(u"session.logout"_s, QJsonObject());
}

FakeServer::~FakeServer()
{
    dropConnections();
}

bool FakeServer::listen()
{
    const bool isListening = m_listener.listen(QHostAddress::LocalHost, m_port);
    m_port = m_listener.serverPort();
    return isListening;
}

void FakeServer::stopListening()
{
    m_listener.close();
}

void FakeServer::on(const QString &method, Handler handler)
{
    m_handlers.insert(method, std::move(handler));
}

void FakeServer::always(const QString &method, const Answer &answer)
{
    on(method, [answer](const QJsonObject &) { return answer; });
}

void FakeServer::once(const QString &method, const QList<Answer> &answers)
{
    m_scripts[method].append(answers);
}

void FakeServer::notifyAll(const QString &method, const QJsonObject &params)
{
    sendRaw(writeJson(encodeNotification(method, params)) + '\n');
}

void FakeServer::sendRaw(const QByteArray &bytes)
{
    for (QSslSocket *socket : m_decoders.keys())
        socket->write(bytes);
}

void FakeServer::dropConnections()
{
    for (QSslSocket *socket : m_decoders.keys()) {
        socket->disconnect(this);
        socket->abort();
        socket->deleteLater();
    }
    m_decoders.clear();
}

void FakeServer::onAccepted(qintptr descriptor)
{
    ++m_accepted;
    auto *socket = new QSslSocket(this);
    m_decoders.insert(socket, {});
    connect(socket, &QSslSocket::readyRead, this, [this, socket] { onReadyRead(socket); });
    connect(socket, &QSslSocket::errorOccurred, socket,
        [socket] { QMetaObject::invokeMethod(socket, &QSslSocket::abort, Qt::QueuedConnection); });
    connect(socket, &QSslSocket::disconnected, this, [this, socket] {
        m_decoders.remove(socket);
        socket->deleteLater();
    });
    socket->setSslConfiguration(m_configuration);
    socket->setSocketDescriptor(descriptor);
    socket->startServerEncryption();
}

void FakeServer::onReadyRead(QSslSocket *socket)
{
    const QByteArray bytes = socket->readAll();
    m_applicationBytes += bytes.size();
    m_decoders[socket].append(bytes);
    while (m_decoders.contains(socket)) {
        const std::optional<QByteArray> line = m_decoders[socket].next(lineCapOfServer);
        if (!line)
            return;
        const Result<IncomingMessage> message = decodeMessage(*line);
        if (message) {
            for (const RequestOrError &item : message->items)
                serve(socket, std::get<Request>(item));
        }
    }
}

Answer FakeServer::answerTo(const Request &request)
{
    QList<Answer> &script = m_scripts[request.method];
    if (!script.isEmpty())
        return script.takeFirst();
    const Handler handler = m_handlers.value(request.method);
    if (handler)
        return handler(request.params);
    return Error{ErrorCode::UnknownMethod, u"There is no such method."_s, {}};
}

void FakeServer::serve(QSslSocket *socket, const Request &request)
{
    m_calls[request.method].append(request.params);
    const Answer answer = answerTo(request);
    if (const auto *result = std::get_if<QJsonObject>(&answer))
        socket->write(writeJson(encodeReply(request.id, *result)) + '\n');
    else if (const auto *error = std::get_if<Error>(&answer))
        socket->write(writeJson(encodeError(request.id, *error)) + '\n');
    else if (std::holds_alternative<HangUp>(answer))
        QMetaObject::invokeMethod(socket, &QSslSocket::close, Qt::QueuedConnection);
}

QJsonObject FakeServer::loginResult(const QStringList &permissions, const QString &access)
{
    return {{u"token"_s, u"dG9rZW4"_s}, {u"username"_s, u"alice"_s}, {u"role"_s, u"hr"_s},
        {u"permissions"_s, QJsonArray::fromStringList(permissions)},
        {u"fields"_s,
            QJsonObject{{u"ssn"_s, access}, {u"date_of_birth"_s, access}, {u"salary"_s, access}}},
        {u"expires_at"_s, u"2030-01-01T00:00:00Z"_s}, {u"idle_seconds"_s, 1800},
        {u"must_change_password"_s, false},
        {u"currency"_s, QJsonObject{{u"code"_s, u"USD"_s}, {u"digits"_s, 2}}}};
}

QJsonObject FakeServer::hrLogin()
{
    return loginResult(
        {u"employee.get"_s, u"employee.add"_s, u"employee.update"_s, u"employee.delete"_s},
        u"write"_s);
}

} // namespace roster::test
