#include "tests/net/EchoServer.h"
#include "server/net/DescriptorLimit.h"

#include <QCoreApplication>
#include <QTextStream>

/// A TlsListener in a process of its own, so that it can run out of descriptors alone. Takes as
/// many connections as its limit allows or, given a number, that many; prints its port.
int main(int argc, char **argv)
{
    using namespace roster::server;
    const QCoreApplication application(argc, argv);
    const auto limit = DescriptorLimit::raise();
    if (!limit)
        return 1;
    EchoServer::Options options;
    options.maximum = argc > 1 ? QByteArray(argv[1]).toInt() : limit->connectionCap(1);
    EchoServer server(options);
    QTextStream(stdout) << server.port() << Qt::endl;
    return QCoreApplication::exec();
}
