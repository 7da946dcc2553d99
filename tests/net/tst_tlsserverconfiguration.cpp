#include "tests/net/TestCertificate.h"
#include "server/net/TlsServerConfiguration.h"

#include <QSslCertificate>
#include <QSslCipher>
#include <QSslKey>
#include <QTest>

namespace roster::server {

class TlsServerConfigurationTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void offersOnlyTls13AndItsSuites();
    void trustsNoCaOfTheSystem();
    void sendsTheWholeChain();
    void refusesUnusableFiles_data();
    void refusesUnusableFiles();
};

void TlsServerConfigurationTest::offersOnlyTls13AndItsSuites()
{
    const TestCertificate identity = TestCertificate::make();
    const auto tls = makeTlsServerConfiguration(identity.certificatePem, identity.keyPem);
    QVERIFY(tls);
    QCOMPARE(tls->protocol(), QSsl::TlsV1_3);
    QCOMPARE(tls->ciphers().size(), 3);
    for (const QSslCipher &cipher : tls->ciphers())
        QVERIFY(!cipher.isNull() && cipher.protocol() == QSsl::TlsV1_3);
    QCOMPARE(tls->allowedNextProtocols(), QList<QByteArray>({"roster/1"}));
}

void TlsServerConfigurationTest::trustsNoCaOfTheSystem()
{
    const TestCertificate identity = TestCertificate::make();
    const auto tls = makeTlsServerConfiguration(identity.certificatePem, identity.keyPem);
    QVERIFY(tls->caCertificates().isEmpty());
    QCOMPARE(tls->peerVerifyMode(), QSslSocket::VerifyNone);
}

void TlsServerConfigurationTest::sendsTheWholeChain()
{
    const TestCertificate identity = TestCertificate::make();
    const TestCertificate other = TestCertificate::make();
    const auto tls = makeTlsServerConfiguration(
        identity.certificatePem + other.certificatePem, identity.keyPem);
    QVERIFY(tls);
    QCOMPARE(tls->localCertificateChain().size(), 2);
    QCOMPARE(tls->localCertificateChain().first(), QSslCertificate(identity.certificatePem));
    QVERIFY(!tls->privateKey().isNull());
}

void TlsServerConfigurationTest::refusesUnusableFiles_data()
{
    QTest::addColumn<QByteArray>("chain");
    QTest::addColumn<QByteArray>("key");
    const TestCertificate identity = TestCertificate::make();
    const QByteArray key = identity.keyPem.view().toByteArray();
    const QByteArray otherKey = TestCertificate::make().keyPem.view().toByteArray();
    QTest::newRow("no certificate") << QByteArray() << key;
    QTest::newRow("no key") << identity.certificatePem << QByteArray();
    QTest::newRow("garbage for a certificate") << QByteArray("garbage") << key;
    QTest::newRow("garbage for a key") << identity.certificatePem << QByteArray("garbage");
    QTest::newRow("swapped") << key << identity.certificatePem;
    QTest::newRow("another key") << identity.certificatePem << otherKey;
    QTest::newRow("key cut off") << identity.certificatePem << key.first(key.size() / 2);
}

void TlsServerConfigurationTest::refusesUnusableFiles()
{
    QFETCH(QByteArray, chain);
    QFETCH(QByteArray, key);
    const auto tls = makeTlsServerConfiguration(chain, SecretBytes::copyOf(QByteArrayView(key)));
    QVERIFY(!tls);
    QVERIFY(!tls.error().message.isEmpty());
}

} // namespace roster::server

QTEST_GUILESS_MAIN(roster::server::TlsServerConfigurationTest)
#include "tst_tlsserverconfiguration.moc"
