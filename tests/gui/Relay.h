#pragma once

#include <QHash>
#include <QTcpServer>
#include <QTcpSocket>

#include <functional>

namespace roster::gui::test {

/// The wire between clients and a server on 127.0.0.1, which can be deaf in one direction and be
/// cut. Passes bytes on as they are.
class Relay : public QObject
{
    Q_OBJECT

public:
    /// @p serverPort is asked at each connection: a server that starts again may have another.
    explicit Relay(std::function<quint16()> serverPort);
    ~Relay() override;

    [[nodiscard]] quint16 port() const { return m_listener.serverPort(); }
    /// From now on the clients get nothing; what they send still arrives.
    void loseReplies() { m_losesReplies = true; }
    /// Cuts every connection, and is whole again for those to come.
    void cut();
    /// Bytes from clients to the server, all in all.
    [[nodiscard]] qint64 sent() const { return m_sent; }
    /// Bytes for clients that were lost.
    [[nodiscard]] qint64 lost() const { return m_lost; }

private:
    void onConnected();

    QTcpServer m_listener;
    std::function<quint16()> m_serverPort;
    QHash<QTcpSocket *, QTcpSocket *> m_serverOf; ///< by the client's socket
    bool m_losesReplies = false;
    qint64 m_sent = 0;
    qint64 m_lost = 0;
};

} // namespace roster::gui::test
