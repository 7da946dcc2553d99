#pragma once

#include "common/base/Result.h"
#include "common/protocol/LineCodec.h"
#include "common/protocol/Message.h"
#include "tests/client/TestIdentity.h"

#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QObject>
#include <QSslConfiguration>
#include <QTcpServer>

#include <functional>
#include <variant>

class QSslSocket;

namespace roster::test {

/// What a scripted answer may be beside a result or an error.
struct Silence
{
};
struct HangUp
{
};
using Answer = std::variant<QJsonObject, Error, Silence, HangUp>;

/// Hands on every connection from its first packet on: QSslServer would hide those whose handshake
/// fails.
class Listener : public QTcpServer
{
    Q_OBJECT

Q_SIGNALS:
    void accepted(qintptr descriptor);

protected:
    void incomingConnection(qintptr descriptor) override { Q_EMIT accepted(descriptor); }
};

/// A Roster server that says what a test scripted. It logs in anybody with the password `correct`,
/// unless told otherwise, resumes any session, and answers the rest with `unknown_method`.
class FakeServer : public QObject
{
    Q_OBJECT

public:
    using Handler = std::function<Answer(const QJsonObject &params)>;

    explicit FakeServer(const TestIdentity &identity, const QByteArray &alpn = "roster/1");
    ~FakeServer() override;

    /// Listens on 127.0.0.1; the second time on the port of the first.
    bool listen();
    /// Listens on @p port, as one that took another server's place would.
    void takePort(quint16 port) { m_port = port; }
    void stopListening();
    [[nodiscard]] quint16 port() const { return m_port; }

    void on(const QString &method, Handler handler);
    void always(const QString &method, const Answer &answer);
    /// The next @p answers, one a call, before what on() says.
    void once(const QString &method, const QList<Answer> &answers);
    void notifyAll(const QString &method, const QJsonObject &params);
    void sendRaw(const QByteArray &bytes);
    void dropConnections();

    /// The parameters of every call of @p method so far.
    [[nodiscard]] QList<QJsonObject> calls(const QString &method) const
    {
        return m_calls.value(method);
    }
    /// Decrypted bytes that ever arrived, on whatever connection.
    [[nodiscard]] qint64 applicationBytes() const { return m_applicationBytes; }
    [[nodiscard]] qsizetype openConnections() const { return m_decoders.size(); }
    [[nodiscard]] int acceptedConnections() const { return m_accepted; }

    /// What a login answers, as @p role with these rights.
    [[nodiscard]] static QJsonObject loginResult(
        const QStringList &permissions, const QString &access);
    [[nodiscard]] static QJsonObject hrLogin();

private:
    void onAccepted(qintptr descriptor);
    void onReadyRead(QSslSocket *socket);
    void serve(QSslSocket *socket, const Request &request);
    [[nodiscard]] Answer answerTo(const Request &request);

    Listener m_listener;
    QSslConfiguration m_configuration;
    quint16 m_port = 0;
    QHash<QString, Handler> m_handlers;
    QHash<QString, QList<Answer>> m_scripts;
    QHash<QString, QList<QJsonObject>> m_calls;
    QHash<QSslSocket *, LineDecoder> m_decoders;
    qint64 m_applicationBytes = 0;
    int m_accepted = 0;
};

} // namespace roster::test
