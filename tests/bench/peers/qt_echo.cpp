#include <QCoreApplication>
#include <QEventLoop>
#include <QFile>
#include <QSslCertificate>
#include <QSslCipher>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QSslSocket>
#include <QTextStream>
#include <QThread>

#include <fcntl.h>

#include <memory>
#include <vector>

namespace {

using namespace Qt::StringLiterals;

/// As the server's own: TLS 1.3, the same suites, no tickets that nobody could redeem, no list of
/// the system's CAs in each connection.
QSslConfiguration configuration(const QString &certificate, const QString &key)
{
    QFile keyFile(key);
    QSslConfiguration tls;
    if (!keyFile.open(QIODevice::ReadOnly))
        return tls;
    tls.setProtocol(QSsl::TlsV1_3);
    tls.setCiphers({QSslCipher(u"TLS_AES_256_GCM_SHA384"_s),
        QSslCipher(u"TLS_CHACHA20_POLY1305_SHA256"_s), QSslCipher(u"TLS_AES_128_GCM_SHA256"_s)});
    tls.setAllowedNextProtocols({"roster/1"});
    tls.setPeerVerifyMode(QSslSocket::VerifyNone);
    tls.setCaCertificates({});
    tls.setSslOption(QSsl::SslOptionDisableSessionTickets, true);
    tls.setSslOption(QSsl::SslOptionDisableSessionSharing, true);
    tls.setSslOption(QSsl::SslOptionDisableSessionPersistence, true);
    tls.setLocalCertificateChain(QSslCertificate::fromPath(certificate, QSsl::Pem));
    tls.setPrivateKey(QSslKey(&keyFile, QSsl::Ec));
    return tls;
}

/// Answers each line with a line of the fixed size.
void serve(QSslSocket *socket, const QByteArray &reply)
{
    socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    QObject::connect(socket, &QSslSocket::readyRead, socket, [socket, reply] {
        const auto lines = socket->readAll().count('\n');
        for (qsizetype i = 0; i < lines; ++i)
            socket->write(reply);
    });
    QObject::connect(socket, &QSslSocket::disconnected, socket, &QObject::deleteLater);
}

void acceptAll(QSslServer &server, const QByteArray &reply)
{
    while (QTcpSocket *socket = server.nextPendingConnection())
        serve(static_cast<QSslSocket *>(socket), reply);
}

std::unique_ptr<QSslServer> makeServer(const QSslConfiguration &tls, const QByteArray &reply)
{
    auto server = std::make_unique<QSslServer>();
    server->setSslConfiguration(tls);
    server->setMaxPendingConnections(1000);
    QObject::connect(server.get(), &QTcpServer::pendingConnectionAvailable, server.get(),
        [server = server.get(), reply] { acceptAll(*server, reply); });
    return server;
}

} // namespace

/// The limit of Qt: QSslServer and QSslSocket with Qt's own event loop, and nothing else. More
/// threads accept from duplicates of the one listening descriptor.
int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() != 5) {
        QTextStream(stderr) << "Usage: peer-qt-echo CERTIFICATE KEY REPLY-SIZE THREADS\n";
        return 2;
    }
    const QSslConfiguration tls = configuration(arguments[1], arguments[2]);
    const QByteArray reply = QByteArray(arguments[3].toLongLong(), 'x') + '\n';
    const std::unique_ptr<QSslServer> server = makeServer(tls, reply);
    if (tls.privateKey().isNull() || !server->listen(QHostAddress::LocalHost))
        return 1;
    QTextStream(stdout) << "listening on 127.0.0.1:" << server->serverPort() << Qt::endl;
    std::vector<std::unique_ptr<QThread>> threads;
    for (int i = 1; i < arguments[4].toInt(); ++i) {
        const int descriptor
            = ::fcntl(static_cast<int>(server->socketDescriptor()), F_DUPFD_CLOEXEC, 0);
        threads.emplace_back(QThread::create([&tls, &reply, descriptor] {
            const std::unique_ptr<QSslServer> another = makeServer(tls, reply);
            QEventLoop loop;
            if (another->setSocketDescriptor(descriptor))
                loop.exec();
        }));
        threads.back()->start();
    }
    return QCoreApplication::exec();
}
