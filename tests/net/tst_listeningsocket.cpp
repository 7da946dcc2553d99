#include "server/net/ListeningSocket.h"

#include <QTest>

#include <fcntl.h>
#include <sys/socket.h>

using namespace Qt::StringLiterals;

namespace roster::server {

class ListeningSocketTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void opensAFreePort_data();
    void opensAFreePort();
    void doesNotBlockAndClosesOnExec();
    void bothFamiliesShareAPort();
    void namesAddressAndReason_data();
    void namesAddressAndReason();
};

void ListeningSocketTest::opensAFreePort_data()
{
    QTest::addColumn<QHostAddress>("address");
    QTest::newRow("IPv4") << QHostAddress(QHostAddress::LocalHost);
    QTest::newRow("IPv6") << QHostAddress(QHostAddress::LocalHostIPv6);
    QTest::newRow("every IPv4") << QHostAddress(QHostAddress::AnyIPv4);
}

void ListeningSocketTest::opensAFreePort()
{
    QFETCH(QHostAddress, address);
    const Result<FileDescriptor> listening = openListeningSocket(address, 0);
    QVERIFY2(listening, listening ? "" : qPrintable(listening.error().message));
    const Result<quint16> port = portOf(*listening);
    QVERIFY(port);
    QVERIFY(*port != 0);
}

void ListeningSocketTest::doesNotBlockAndClosesOnExec()
{
    const auto listening = openListeningSocket(QHostAddress(QHostAddress::LocalHost), 0);
    QVERIFY(::fcntl(listening->get(), F_GETFL) & O_NONBLOCK);
    QVERIFY(::fcntl(listening->get(), F_GETFD) & FD_CLOEXEC);
    QVERIFY(::fcntl(listening->duplicate().get(), F_GETFD) & FD_CLOEXEC);
}

void ListeningSocketTest::bothFamiliesShareAPort()
{
    const auto ipv6 = openListeningSocket(QHostAddress(QHostAddress::AnyIPv6), 0);
    QVERIFY(ipv6);
    QVERIFY(openListeningSocket(QHostAddress(QHostAddress::LocalHost), *portOf(*ipv6)));
}

void ListeningSocketTest::namesAddressAndReason_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<bool>("isPortTaken");
    QTest::addColumn<QString>("shownAddress");
    QTest::addColumn<QString>("reason");
    QTest::newRow("port taken") << u"127.0.0.1"_s << true << u"127.0.0.1:"_s
                                << u"Address already in use"_s;
    QTest::newRow("IPv6 port taken")
        << u"::1"_s << true << u"[::1]:"_s << u"Address already in use"_s;
    QTest::newRow("not our address")
        << u"192.0.2.1"_s << false << u"192.0.2.1:"_s << u"Cannot assign requested address"_s;
    QTest::newRow("no address") << u""_s << false << u":"_s << u"Address family not supported"_s;
}

void ListeningSocketTest::namesAddressAndReason()
{
    QFETCH(QString, address);
    QFETCH(bool, isPortTaken);
    QFETCH(QString, shownAddress);
    QFETCH(QString, reason);
    FileDescriptor occupant;
    quint16 port = 0;
    if (isPortTaken) {
        occupant = *openListeningSocket(QHostAddress(address), 0);
        port = *portOf(occupant);
    }
    const auto refused = openListeningSocket(QHostAddress(address), port);
    QVERIFY(!refused);
    QVERIFY2(refused.error().message.contains(shownAddress + QString::number(port)),
        qPrintable(refused.error().message));
    QVERIFY2(refused.error().message.contains(reason), qPrintable(refused.error().message));
}

} // namespace roster::server

QTEST_APPLESS_MAIN(roster::server::ListeningSocketTest)
#include "tst_listeningsocket.moc"
