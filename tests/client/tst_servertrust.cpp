#include "common/client/RosterClient.h"
#include "common/net/ClientTls.h"
#include "tests/client/FakeServer.h"

#include <QDir>
#include <QProcess>
#include <QScopeGuard>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace roster;
using namespace roster::test;
using namespace Qt::StringLiterals;
using Kind = ConnectionError::Kind;

namespace {

struct Attempt
{
    std::optional<ConnectionError> failure;
    bool isLoggedIn = false;

    [[nodiscard]] bool isDone() const { return isLoggedIn || failure; }
};

ClientOptions optionsFor(quint16 port, const QList<QSslCertificate> &authorities)
{
    ClientOptions options;
    options.server = {u"127.0.0.1"_s, port};
    options.authorities = authorities;
    options.kind = u"other"_s;
    return options;
}

void tryToLogIn(RosterClient &client, Attempt *attempt)
{
    client.login(u"alice"_s, SecretBytes::copyOf(u"correct"_s), &client,
        [attempt](const CallOutcome &outcome) {
            attempt->isLoggedIn = outcome.isOk();
            if (outcome.failure())
                attempt->failure = *outcome.failure();
        });
}

} // namespace

/// R3: a wrong server gets not one byte, least of all a password.
class ServerTrustTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void acceptsTheServerOfItsAuthority();
    void speaksOnlyTls13();
    void refusesWrongServers_data();
    void refusesWrongServers();
    void refusesWrongHostName();
    void refusesSystemAuthorityBesideAPrivateOne();
    void refusesRogueAuthorityOfTheWorkingFolder();
    void refusesOtherApplications_data();
    void refusesOtherApplications();
    void refusesPlaintext();
    void refusesOlderTls();

private:
    static void verifyRefused(
        FakeServer &server, const ClientOptions &options, Kind kind, const QString &words);
};

void ServerTrustTest::verifyRefused(
    FakeServer &server, const ClientOptions &options, Kind kind, const QString &words)
{
    RosterClient client(options);
    Attempt attempt;
    tryToLogIn(client, &attempt);
    QTRY_VERIFY(attempt.isDone());
    QVERIFY(attempt.failure);
    QCOMPARE(attempt.failure->kind, kind);
    QVERIFY2(attempt.failure->message.contains(words), qPrintable(attempt.failure->message));
    QVERIFY(!attempt.failure->wasSent);
    // Whatever was on its way has arrived when the server has seen the end.
    QTRY_COMPARE(server.openConnections(), 0);
    QVERIFY(server.acceptedConnections() > 0);
    QCOMPARE(server.applicationBytes(), 0);
    QVERIFY(server.calls(u"session.login"_s).isEmpty());
}

void ServerTrustTest::initTestCase()
{
    QVERIFY(initialiseCrypto());
}

void ServerTrustTest::acceptsTheServerOfItsAuthority()
{
    const TestIdentity identity = makeIdentity();
    FakeServer server(identity);
    QVERIFY(server.listen());
    RosterClient client(optionsFor(server.port(), identity.authorities()));
    Attempt attempt;
    tryToLogIn(client, &attempt);
    QTRY_VERIFY(attempt.isDone());
    QVERIFY(attempt.isLoggedIn);
}

void ServerTrustTest::speaksOnlyTls13()
{
    const QSslConfiguration configuration = clientTlsConfiguration({});
    QCOMPARE(configuration.protocol(), QSsl::TlsV1_3);
    QCOMPARE(configuration.peerVerifyMode(), QSslSocket::VerifyPeer);
    QCOMPARE(configuration.allowedNextProtocols(), QList<QByteArray>{"roster/1"});
    QVERIFY(configuration.caCertificates().isEmpty());
}

void ServerTrustTest::refusesWrongServers_data()
{
    QTest::addColumn<TestIdentity>("identity");
    QTest::addColumn<QList<QSslCertificate>>("authorities");
    QTest::addColumn<QString>("words");

    const QDateTime now = QDateTime::currentDateTimeUtc();
    const TestIdentity good = makeIdentity();
    const TestIdentity expired = makeIdentity({u"127.0.0.1"_s}, now.addDays(-500));
    const TestIdentity early = makeIdentity({u"127.0.0.1"_s}, now.addDays(2));
    const TestIdentity selfSigned = makeSelfSigned();
    const TestIdentity wrongUsage = makeWrongUsage();
    const TestIdentity other = makeIdentity();

    QTest::newRow("unknown authority") << good << other.authorities() << u"not among the trusted"_s;
    QTest::newRow("no authority at all")
        << good << QList<QSslCertificate>() << u"not among the trusted"_s;
    QTest::newRow("the system's authorities")
        << good << systemAuthorities() << u"not among the trusted"_s;
    QTest::newRow("expired") << expired << expired.authorities() << u"expired on"_s;
    QTest::newRow("not yet valid") << early << early.authorities() << u"valid only from"_s;
    QTest::newRow("self-signed") << selfSigned << good.authorities() << u"signed by itself"_s;
    QTest::newRow("for clients only")
        << wrongUsage << wrongUsage.authorities() << u"not issued for use by a server"_s;
}

void ServerTrustTest::refusesWrongServers()
{
    QFETCH(TestIdentity, identity);
    QFETCH(QList<QSslCertificate>, authorities);
    QFETCH(QString, words);
    FakeServer server(identity);
    QVERIFY(server.listen());
    verifyRefused(server, optionsFor(server.port(), authorities), Kind::Untrusted, words);
}

void ServerTrustTest::refusesWrongHostName()
{
    const TestIdentity identity = makeIdentity({u"payroll.example"_s});
    FakeServer server(identity);
    QVERIFY(server.listen());
    verifyRefused(server, optionsFor(server.port(), identity.authorities()), Kind::Untrusted,
        u"It is for payroll.example, not for 127.0.0.1"_s);
}

void ServerTrustTest::refusesSystemAuthorityBesideAPrivateOne()
{
    // The server's authority is what the whole process trusts, as the system's would be; the client
    // was given another one.
    const TestIdentity ofSystem = makeIdentity();
    const TestIdentity ofOurs = makeIdentity();
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"system.pem"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(ofSystem.authorityPem);
    file.close();
    qputenv("SSL_CERT_FILE", file.fileName().toLocal8Bit());
    QSslConfiguration defaults = QSslConfiguration::defaultConfiguration();
    const QSslConfiguration before = defaults;
    const auto restore = qScopeGuard([&] {
        qunsetenv("SSL_CERT_FILE");
        QSslConfiguration::setDefaultConfiguration(before);
    });
    defaults.setCaCertificates(ofSystem.authorities());
    QSslConfiguration::setDefaultConfiguration(defaults);

    FakeServer server(ofSystem);
    QVERIFY(server.listen());
    verifyRefused(server, optionsFor(server.port(), ofOurs.authorities()), Kind::Untrusted,
        u"not among the trusted"_s);
}

void ServerTrustTest::refusesRogueAuthorityOfTheWorkingFolder()
{
    const TestIdentity rogue = makeIdentity();
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"rogue.pem"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(rogue.authorityPem);
    file.close();
    QCOMPARE(QProcess::execute(u"openssl"_s, {u"rehash"_s, folder.path()}), 0);
    const QString startFolder = QDir::currentPath();
    QVERIFY(QDir::setCurrent(folder.path()));
    const auto restore = qScopeGuard([&] { QDir::setCurrent(startFolder); });

    FakeServer server(rogue);
    QVERIFY(server.listen());
    verifyRefused(server, optionsFor(server.port(), systemAuthorities()), Kind::Untrusted,
        u"not among the trusted"_s);
    verifyRefused(server, optionsFor(server.port(), makeIdentity().authorities()), Kind::Untrusted,
        u"not among the trusted"_s);
}

void ServerTrustTest::refusesOtherApplications_data()
{
    QTest::addColumn<QByteArray>("alpn");
    QTest::newRow("another protocol") << QByteArray("h2");
    QTest::newRow("no protocol") << QByteArray();
}

void ServerTrustTest::refusesOtherApplications()
{
    QFETCH(QByteArray, alpn);
    const TestIdentity identity = makeIdentity();
    FakeServer server(identity, alpn);
    QVERIFY(server.listen());
    verifyRefused(server, optionsFor(server.port(), identity.authorities()), Kind::NotRoster,
        u"Roster server"_s);
}

void ServerTrustTest::refusesPlaintext()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    connect(&server, &QTcpServer::newConnection, this,
        [&server] { server.nextPendingConnection()->write("HTTP/1.1 400 Bad Request\r\n\r\n"); });
    RosterClient client(optionsFor(server.serverPort(), makeIdentity().authorities()));
    Attempt attempt;
    tryToLogIn(client, &attempt);
    QTRY_VERIFY(attempt.isDone());
    QVERIFY(attempt.failure);
    QCOMPARE(attempt.failure->kind, Kind::NotRoster);
}

void ServerTrustTest::refusesOlderTls()
{
    const TestIdentity identity = makeIdentity();
    const QTemporaryDir folder;
    for (const auto &[name, content] : {std::pair{u"cert.pem"_s, identity.certificatePem},
             std::pair{u"key.pem"_s, identity.keyPem}}) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }
    QProcess server;
    server.setWorkingDirectory(folder.path());
    server.start(u"openssl"_s,
        {u"s_server"_s, u"-tls1_2"_s, u"-accept"_s, u"127.0.0.1:0"_s, u"-cert"_s, u"cert.pem"_s,
            u"-key"_s, u"key.pem"_s, u"-alpn"_s, u"roster/1"_s});
    QByteArray output;
    QTRY_VERIFY((output += server.readAll()).contains("ACCEPT 127.0.0.1:"));
    const quint16 port = output.mid(output.lastIndexOf(':') + 1).trimmed().toUShort();

    RosterClient client(optionsFor(port, identity.authorities()));
    Attempt attempt;
    tryToLogIn(client, &attempt);
    QTRY_VERIFY(attempt.isDone());
    QVERIFY(attempt.failure);
    QCOMPARE(attempt.failure->kind, Kind::NotRoster);
    server.kill();
    QVERIFY(server.waitForFinished());
}

QTEST_GUILESS_MAIN(ServerTrustTest)
#include "tst_servertrust.moc"
