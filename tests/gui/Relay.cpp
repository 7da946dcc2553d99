#include "tests/gui/Relay.h"

#include <stdexcept>

namespace roster::gui::test {

Relay::Relay(std::function<quint16()> serverPort)
    : m_serverPort(std::move(serverPort))
{
    connect(&m_listener, &QTcpServer::newConnection, this, &Relay::onConnected);
    if (!m_listener.listen(QHostAddress::LocalHost))
        throw std::runtime_error("no port for the relay");
}

Relay::~Relay()
{
    cut();
}

void Relay::cut()
{
    m_losesReplies = false;
    const auto pairs = std::exchange(m_serverOf, {});
    for (auto it = pairs.begin(); it != pairs.end(); ++it) {
        for (QTcpSocket *socket : {it.key(), it.value()}) {
            socket->disconnect(this);
            socket->abort();
            socket->deleteLater();
        }
    }
}

void Relay::onConnected()
{
    while (QTcpSocket *client = m_listener.nextPendingConnection()) {
        auto *server = new QTcpSocket(this);
        client->setParent(this);
        m_serverOf.insert(client, server);
        connect(client, &QTcpSocket::readyRead, this, [this, client, server] {
            const QByteArray bytes = client->readAll();
            m_sent += bytes.size();
            server->write(bytes); // kept until it is connected
        });
        connect(server, &QTcpSocket::readyRead, this, [this, client, server] {
            const QByteArray bytes = server->readAll();
            if (m_losesReplies)
                m_lost += bytes.size();
            else
                client->write(bytes);
        });
        connect(client, &QTcpSocket::disconnected, server, &QTcpSocket::disconnectFromHost);
        connect(server, &QTcpSocket::disconnected, client, &QTcpSocket::disconnectFromHost);
        server->connectToHost(QHostAddress::LocalHost, m_serverPort());
    }
}

} // namespace roster::gui::test
