#include "common/client/ServerAddress.h"

#include <QTest>

using namespace roster;

class ServerAddressTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsHostAndPort_data();
    void readsHostAndPort();
    void refusesWhatIsNoAddress_data();
    void refusesWhatIsNoAddress();
};

void ServerAddressTest::readsHostAndPort_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<quint16>("port");
    QTest::addColumn<QString>("written");
    const auto row = [](const char *text, const char *host, quint16 port, const char *written) {
        QTest::newRow(text) << QString::fromLatin1(host) << port << QString::fromLatin1(written);
    };
    row("payroll.example", "payroll.example", 7433, "payroll.example:7433");
    row("payroll.example:8000", "payroll.example", 8000, "payroll.example:8000");
    row("127.0.0.1:1", "127.0.0.1", 1, "127.0.0.1:1");
    row("[::1]:7434", "::1", 7434, "[::1]:7434");
    row("[::1]", "::1", 7433, "[::1]:7433");
    row("::1", "::1", 7433, "[::1]:7433");
    row("fe80::1:2", "fe80::1:2", 7433, "[fe80::1:2]:7433");
}

void ServerAddressTest::readsHostAndPort()
{
    QFETCH(QString, host);
    QFETCH(quint16, port);
    QFETCH(QString, written);
    const Result<ServerAddress> address
        = parseServerAddress(QString::fromLatin1(QTest::currentDataTag()));
    QVERIFY(address);
    QCOMPARE(address->host, host);
    QCOMPARE(address->port, port);
    QCOMPARE(toString(*address), written);
}

void ServerAddressTest::refusesWhatIsNoAddress_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"", ":7433", "host:", "host:0", "host:65536", "host:x", "host: 1",
             "host:+1", "https://host", "host/path", "user@host", "ho st", "[::1", "[::1]7433",
             "[::1]:", "[host]:1", "host:1:2"}) {
        QTest::newRow(*text ? text : "empty") << QString::fromLatin1(text);
    }
}

void ServerAddressTest::refusesWhatIsNoAddress()
{
    QFETCH(QString, text);
    const Result<ServerAddress> address = parseServerAddress(text);
    QVERIFY(!address);
    QCOMPARE(address.error().code, ErrorCode::InvalidParams);
}

QTEST_APPLESS_MAIN(ServerAddressTest)
#include "tst_serveraddress.moc"
