#include "certs/CertificateFacts.h"
#include "certs/CertificateIssuer.h"
#include "tests/certs/Fixtures.h"

#include <QSignalSpy>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QSslSocket>
#include <QTest>

using namespace roster;
using namespace roster::certs;
using namespace roster::certs::test;

class CertificateIssuerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void caIsAPrivateRoot();
    void leafIsAServerCertificate();
    void factsAgreeWithQt();
    void serialsAndCasDiffer();
    void leafStaysWithinItsCa();
    void opensslVerifiesStrictly();
    void opensslPrintsWhatWasAskedFor();
    void handshakeNeedsTheRightName_data();
    void handshakeNeedsTheRightName();
    void handshakeNeedsTheRightCa();
    void refusesToIssue_data();
    void refusesToIssue();
    void longHostNamesFit();

private:
    QDateTime m_now = QDateTime::currentDateTimeUtc();
};

void CertificateIssuerTest::initTestCase()
{
    QVERIFY(initialiseCrypto());
}

void CertificateIssuerTest::caIsAPrivateRoot()
{
    const Issued issued = issueBoth(m_now);
    const auto facts = inspect(issued.ca.certificatePem);
    QVERIFY(facts);
    QVERIFY(facts->isCa);
    QCOMPARE(facts->subject, facts->issuer);
    QVERIFY(facts->subject.startsWith(u"CN=Roster CA testhost "_s));
    QCOMPARE(facts->notBefore.secsTo(m_now), 3600);
    QCOMPARE(facts->notBefore.daysTo(facts->notAfter), 3652);
    QCOMPARE(facts->keyKind, KeyKind::EllipticCurve);
    QCOMPARE(facts->keyText, u"EC 256 bits, prime256v1"_s);
}

void CertificateIssuerTest::leafIsAServerCertificate()
{
    const Issued issued = issueBoth(m_now);
    const auto facts = inspect(issued.chain());
    QVERIFY(facts);
    QVERIFY(!facts->isCa);
    QCOMPARE(facts->issuer, inspect(issued.ca.certificatePem)->subject);
    QCOMPARE(facts->subject, u"CN=payroll.example.org"_s);
    QCOMPARE(facts->names,
        QStringList({u"localhost"_s, u"127.0.0.1"_s, u"::1"_s, u"payroll.example.org"_s}));
    QCOMPARE(facts->notBefore.daysTo(facts->notAfter), 397);
}

void CertificateIssuerTest::factsAgreeWithQt()
{
    const Issued issued = issueBoth(m_now);
    const auto facts = inspect(issued.leaf.certificatePem);
    const QSslCertificate certificate(issued.leaf.certificatePem);
    QCOMPARE(facts->fingerprint, certificate.digest(QCryptographicHash::Sha256));
    QCOMPARE(facts->spkiFingerprint,
        QCryptographicHash::hash(certificate.publicKey().toDer(), QCryptographicHash::Sha256));
    QCOMPARE(facts->notAfter, certificate.expiryDate());
    QCOMPARE(facts->serial, QString::fromLatin1(certificate.serialNumber()).remove(u':'));
    QCOMPARE(fingerprintText(facts->fingerprint).size(), 95);
}

void CertificateIssuerTest::serialsAndCasDiffer()
{
    const Issued one = issueBoth(m_now);
    const Issued other = issueBoth(m_now);
    const auto a = inspect(one.ca.certificatePem);
    const auto b = inspect(other.ca.certificatePem);
    QVERIFY(a->serial != b->serial);
    QCOMPARE(a->serial.size(), 32);
    QVERIFY(a->subject != b->subject);
    QVERIFY(a->spkiFingerprint != b->spkiFingerprint);
}

void CertificateIssuerTest::leafStaysWithinItsCa()
{
    const auto ca = issueCa(u"h"_s, m_now);
    const auto caFacts = inspect(ca->certificatePem);
    const auto early = issueServer(
        ca->certificatePem, ca->keyPem.view(), {u"h"_s}, caFacts->notBefore.addSecs(60));
    QCOMPARE(inspect(early->certificatePem)->notBefore, caFacts->notBefore);
    const auto late = issueServer(
        ca->certificatePem, ca->keyPem.view(), {u"h"_s}, caFacts->notAfter.addDays(-10));
    QCOMPARE(inspect(late->certificatePem)->notAfter, caFacts->notAfter);
}

void CertificateIssuerTest::opensslVerifiesStrictly()
{
    QTemporaryDir folder;
    const Issued issued = issueBoth(m_now);
    QVERIFY(writeFile(folder.filePath(u"ca.pem"_s), issued.ca.certificatePem, ownerOnly));
    QVERIFY(writeFile(folder.filePath(u"leaf.pem"_s), issued.leaf.certificatePem, ownerOnly));
    for (const QString &name : {u"-verify_hostname localhost"_s, u"-verify_ip ::1"_s}) {
        const Run run = runOpenSsl(folder.path(),
            QStringList({u"verify"_s, u"-x509_strict"_s, u"-no-CApath"_s, u"-no-CAstore"_s,
                u"-CAfile"_s, u"ca.pem"_s, u"-purpose"_s, u"sslserver"_s})
                + name.split(u' ') + QStringList{u"leaf.pem"_s});
        QVERIFY2(run.exitCode == 0, qPrintable(run.output));
    }
}

void CertificateIssuerTest::opensslPrintsWhatWasAskedFor()
{
    QTemporaryDir folder;
    const Issued issued = issueBoth(m_now);
    QVERIFY(writeFile(folder.filePath(u"ca.pem"_s), issued.ca.certificatePem, ownerOnly));
    QVERIFY(writeFile(folder.filePath(u"leaf.pem"_s), issued.leaf.certificatePem, ownerOnly));
    const auto print = [&](const QString &file) {
        const Run run
            = runOpenSsl(folder.path(), {u"x509"_s, u"-noout"_s, u"-text"_s, u"-in"_s, file});
        return run.output.simplified();
    };
    const QString ca = print(u"ca.pem"_s);
    QVERIFY(ca.contains(u"Basic Constraints: critical CA:TRUE, pathlen:1"_s));
    QVERIFY(ca.contains(u"Key Usage: critical Certificate Sign, CRL Sign"_s));
    QVERIFY(ca.contains(u"Subject Key Identifier"_s));
    const QString leaf = print(u"leaf.pem"_s);
    QVERIFY(leaf.contains(u"Version: 3"_s));
    QVERIFY(leaf.contains(u"Signature Algorithm: ecdsa-with-SHA256"_s));
    QVERIFY(leaf.contains(u"Basic Constraints: critical CA:FALSE"_s));
    QVERIFY(leaf.contains(u"Key Usage: critical Digital Signature"_s));
    QVERIFY(leaf.contains(u"Extended Key Usage: TLS Web Server Authentication"_s));
    QVERIFY(leaf.contains(u"Authority Key Identifier"_s));
    QVERIFY(leaf.contains(u"DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1"_s));
}

/// A server with @p issued on loopback and a client that trusts @p caPem alone.
struct Handshake
{
    Handshake(const Issued &issued, const QByteArray &caPem, const QString &peerName)
    {
        QSslConfiguration ours = QSslConfiguration::defaultConfiguration();
        ours.setProtocol(QSsl::TlsV1_3OrLater);
        ours.setLocalCertificateChain(QSslCertificate::fromData(issued.chain()));
        ours.setPrivateKey(QSslKey(issued.leaf.keyPem.view().toByteArray(), QSsl::Ec));
        server.setSslConfiguration(ours);
        server.listen(QHostAddress::LocalHost);

        QSslConfiguration theirs = QSslConfiguration::defaultConfiguration();
        theirs.setProtocol(QSsl::TlsV1_3OrLater);
        theirs.setCaCertificates(QSslCertificate::fromData(caPem));
        client.setSslConfiguration(theirs);
        client.connectToHostEncrypted(u"127.0.0.1"_s, server.serverPort(), peerName);
    }

    [[nodiscard]] bool isOver() const { return encrypted.count() > 0 || refused.count() > 0; }

    QSslServer server;
    QSslSocket client;
    QSignalSpy encrypted{&client, &QSslSocket::encrypted};
    QSignalSpy refused{&client, &QSslSocket::sslErrors};
};

void CertificateIssuerTest::handshakeNeedsTheRightName_data()
{
    QTest::addColumn<QString>("peerName");
    QTest::addColumn<bool>("isAccepted");
    QTest::newRow("localhost") << u"localhost"_s << true;
    QTest::newRow("IPv4 loopback") << u"127.0.0.1"_s << true;
    QTest::newRow("IPv6 loopback") << u"::1"_s << true;
    QTest::newRow("extra name") << u"payroll.example.org"_s << true;
    QTest::newRow("other name") << u"example.org"_s << false;
    QTest::newRow("name below") << u"x.localhost"_s << false;
    QTest::newRow("other address") << u"127.0.0.2"_s << false;
}

void CertificateIssuerTest::handshakeNeedsTheRightName()
{
    QFETCH(QString, peerName);
    QFETCH(bool, isAccepted);
    const Issued issued = issueBoth(m_now);
    const Handshake handshake(issued, issued.ca.certificatePem, peerName);
    QTRY_VERIFY(handshake.isOver());
    QCOMPARE(handshake.refused.count() == 0, isAccepted);
    QCOMPARE(handshake.client.isEncrypted(), isAccepted);
    if (isAccepted)
        QCOMPARE(handshake.client.sessionProtocol(), QSsl::TlsV1_3);
    else
        QCOMPARE(
            handshake.client.sslHandshakeErrors().front().error(), QSslError::HostNameMismatch);
}

void CertificateIssuerTest::handshakeNeedsTheRightCa()
{
    const Handshake handshake(issueBoth(m_now), issueBoth(m_now).ca.certificatePem, u"localhost"_s);
    QTRY_VERIFY(handshake.isOver());
    QCOMPARE(handshake.refused.count(), 1);
    QVERIFY(!handshake.client.isEncrypted());
}

void CertificateIssuerTest::refusesToIssue_data()
{
    const Issued one = issueBoth(m_now);
    const Issued other = issueBoth(m_now);
    const QByteArray key = one.ca.keyPem.view().toByteArray();
    const QStringList good{u"localhost"_s};
    QTest::addColumn<QByteArray>("caPem");
    QTest::addColumn<QByteArray>("caKey");
    QTest::addColumn<QStringList>("names");
    QTest::addColumn<QDateTime>("now");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("no names") << one.ca.certificatePem << key << QStringList() << m_now
                              << ErrorCode::InvalidParams;
    QTest::newRow("name that is none")
        << one.ca.certificatePem << key << QStringList{u"a,DNS:evil.example"_s} << m_now
        << ErrorCode::InvalidParams;
    QTest::newRow("CA that is none")
        << one.leaf.certificatePem << one.leaf.keyPem.view().toByteArray() << good << m_now
        << ErrorCode::ValidationFailed;
    QTest::newRow("another CA's key")
        << one.ca.certificatePem << other.ca.keyPem.view().toByteArray() << good << m_now
        << ErrorCode::ValidationFailed;
    QTest::newRow("expired CA") << one.ca.certificatePem << key << good << m_now.addYears(11)
                                << ErrorCode::ValidationFailed;
    QTest::newRow("CA of tomorrow")
        << one.ca.certificatePem << key << good << m_now.addDays(-1) << ErrorCode::ValidationFailed;
    QTest::newRow("garbage") << QByteArray("garbage") << key << good << m_now
                             << ErrorCode::ValidationFailed;
}

void CertificateIssuerTest::refusesToIssue()
{
    QFETCH(QByteArray, caPem);
    QFETCH(QByteArray, caKey);
    QFETCH(QStringList, names);
    QFETCH(QDateTime, now);
    QFETCH(ErrorCode, code);
    const auto leaf = issueServer(caPem, caKey, names, now);
    QVERIFY(!leaf);
    QCOMPARE(leaf.error().code, code);
}

void CertificateIssuerTest::longHostNamesFit()
{
    const QString label(60, u'a');
    const QString longName = label + u'.' + label + u".example"_s;
    const auto ca = issueCa(longName, m_now);
    QVERIFY(ca);
    const auto leaf = issueServer(ca->certificatePem, ca->keyPem.view(), {longName}, m_now);
    QVERIFY(leaf);
    QCOMPARE(inspect(leaf->certificatePem)->names, QStringList{longName});
}

QTEST_GUILESS_MAIN(CertificateIssuerTest)
#include "tst_certificateissuer.moc"
