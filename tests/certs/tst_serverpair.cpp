#include "certs/ServerPair.h"
#include "tests/certs/Fixtures.h"

#include <QTest>

using namespace roster;
using namespace roster::certs;
using namespace roster::certs::test;

/// Each defect by its name, made when the test runs.
class ServerPairTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void acceptsWhatWeIssue();
    void acceptsOwnCertificates_data();
    void acceptsOwnCertificates();
    void refusesBroken_data();
    void refusesBroken();
    void refusesForeign_data();
    void refusesForeign();
    void validFromTheFirstToTheLastSecond();
    void loadNamesTheFile_data();
    void loadNamesTheFile();
    void loadRefusesWiderKeys();
    void inspectRefusesGarbage();

private:
    void makeForeign(const QStringList &key, const QStringList &extensions);

    QDateTime m_now = QDateTime::currentDateTimeUtc();
    QTemporaryDir m_folder;
    QByteArray m_certificate;
    QByteArray m_key;
};

void ServerPairTest::initTestCase()
{
    QVERIFY(initialiseCrypto());
}

void ServerPairTest::acceptsWhatWeIssue()
{
    const Issued issued = issueBoth(m_now);
    const Outcome chain = checkServerPair(issued.chain(), issued.leaf.keyPem.view(), m_now);
    QVERIFY2(chain, chain ? "" : qPrintable(chain.error().message));
    QVERIFY(checkServerPair(issued.leaf.certificatePem, issued.leaf.keyPem.view(), m_now));
}

/// A self-signed server certificate as another program would make it.
void ServerPairTest::makeForeign(const QStringList &key, const QStringList &extensions)
{
    QStringList arguments{u"req"_s, u"-x509"_s, u"-nodes"_s, u"-subj"_s, u"/CN=x"_s, u"-days"_s,
        u"30"_s, u"-keyout"_s, u"x.key"_s, u"-out"_s, u"x.pem"_s};
    for (const QString &extension : extensions)
        arguments += {u"-addext"_s, extension};
    const Run run = runOpenSsl(m_folder.path(), arguments + key);
    QVERIFY2(run.exitCode == 0, qPrintable(run.output));
    m_certificate = contentOf(m_folder.filePath(u"x.pem"_s));
    m_key = contentOf(m_folder.filePath(u"x.key"_s));
}

const QStringList p256{u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:P-256"_s};
const QStringList noCa{u"basicConstraints=critical,CA:FALSE"_s};

void ServerPairTest::acceptsOwnCertificates_data()
{
    QTest::addColumn<QStringList>("key");
    QTest::addColumn<QStringList>("extensions");
    QTest::addColumn<KeyKind>("kind");
    QTest::newRow("RSA 2048") << QStringList{u"-newkey"_s, u"rsa:2048"_s} << noCa << KeyKind::Rsa;
    QTest::newRow("P-256") << p256 << noCa << KeyKind::EllipticCurve;
    QTest::newRow("P-384, for servers and clients")
        << QStringList{u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:P-384"_s}
        << noCa + QStringList{u"extendedKeyUsage=serverAuth,clientAuth"_s}
        << KeyKind::EllipticCurve;
}

void ServerPairTest::acceptsOwnCertificates()
{
    QFETCH(QStringList, key);
    QFETCH(QStringList, extensions);
    QFETCH(KeyKind, kind);
    makeForeign(key, extensions);
    const Outcome checked = checkServerPair(m_certificate, m_key, m_now.addSecs(60));
    QVERIFY2(checked, checked ? "" : qPrintable(checked.error().message));
    QCOMPARE(inspect(m_certificate)->keyKind, kind);
}

void ServerPairTest::refusesBroken_data()
{
    const Issued good = issueBoth(m_now);
    const Issued other = issueBoth(m_now);
    const Issued old = issueBoth(m_now.addDays(-398));
    const Issued early = issueBoth(m_now.addDays(2));
    const QByteArray key = good.leaf.keyPem.view().toByteArray();
    const QByteArray leaf = good.leaf.certificatePem;
    QTest::addColumn<QByteArray>("certificate");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QString>("says");
    QTest::newRow("expired") << old.chain() << old.leaf.keyPem.view().toByteArray() << u"expired"_s;
    QTest::newRow("not yet valid")
        << early.chain() << early.leaf.keyPem.view().toByteArray() << u"not valid before"_s;
    QTest::newRow("another's key")
        << good.chain() << other.leaf.keyPem.view().toByteArray() << u"does not belong"_s;
    QTest::newRow("CA as leaf") << good.ca.certificatePem << good.ca.keyPem.view().toByteArray()
                                << u"a CA's own"_s;
    QTest::newRow("another's CA") << leaf + other.ca.certificatePem << key << u"did not sign"_s;
    QTest::newRow("CA first") << good.ca.certificatePem + leaf << key << u"a CA's own"_s;
    QTest::newRow("no certificate") << QByteArray() << key << u"no certificate"_s;
    QTest::newRow("garbage for a certificate")
        << QByteArray("garbage\n") << key << u"no certificate"_s;
    QTest::newRow("key for a certificate") << key << key << u"no certificate"_s;
    QTest::newRow("certificate cut short") << leaf.left(leaf.size() / 2) << key << u"cut short"_s;
    QTest::newRow("CA cut short") << good.chain().chopped(100) << key << u"cut short"_s;
    QTest::newRow("DER") << QByteArray::fromBase64(leaf.mid(28)) << key << u"no certificate"_s;
    QTest::newRow("flipped byte") << QByteArray(leaf).replace(100, 1, "!") << key << u"damaged"_s;
    QTest::newRow("no key") << good.chain() << QByteArray() << u"private key"_s;
    QTest::newRow("garbage for a key") << good.chain() << QByteArray("garbage") << u"private key"_s;
    QTest::newRow("certificate for a key") << good.chain() << leaf << u"private key"_s;
    QTest::newRow("key cut short") << good.chain() << key.left(key.size() / 2) << u"private key"_s;
}

void ServerPairTest::refusesBroken()
{
    QFETCH(QByteArray, certificate);
    QFETCH(QByteArray, key);
    QFETCH(QString, says);
    const Outcome checked = checkServerPair(certificate, key, m_now);
    QVERIFY(!checked);
    QCOMPARE(checked.error().code, ErrorCode::ValidationFailed);
    QVERIFY2(checked.error().message.contains(says), qPrintable(checked.error().message));
}

void ServerPairTest::refusesForeign_data()
{
    QTest::addColumn<QStringList>("key");
    QTest::addColumn<QStringList>("extensions");
    QTest::addColumn<QString>("says");
    QTest::newRow("RSA 1024") << QStringList{u"-newkey"_s, u"rsa:1024"_s} << noCa << u"weak"_s;
    QTest::newRow("curve that TLS 1.3 has not")
        << QStringList{u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:secp256k1"_s}
        << noCa << u"curve"_s;
    QTest::newRow("Ed25519") << QStringList{u"-newkey"_s, u"ed25519"_s} << noCa << u"type"_s;
    QTest::newRow("for clients only")
        << p256 << noCa + QStringList{u"extendedKeyUsage=clientAuth"_s} << u"not a server's"_s;
    QTest::newRow("for key agreement only")
        << p256 << noCa + QStringList{u"keyUsage=keyAgreement"_s} << u"keyUsage"_s;
    QTest::newRow("CA") << p256 << QStringList() << u"a CA's own"_s;
    QTest::newRow("SHA-1") << p256 + QStringList{u"-sha1"_s} << noCa << u"hash"_s;
    QTest::newRow("passphrase") << p256 + QStringList{u"-passout"_s, u"pass:secret"_s} << noCa
                                << u"passphrase"_s;
}

void ServerPairTest::refusesForeign()
{
    QFETCH(QStringList, key);
    QFETCH(QStringList, extensions);
    QFETCH(QString, says);
    makeForeign(key, extensions);
    if (key.contains(u"-passout"_s)) {
        const Run run = runOpenSsl(m_folder.path(),
            {u"pkey"_s, u"-in"_s, u"x.key"_s, u"-aes256"_s, u"-passout"_s, u"pass:secret"_s});
        m_key = run.output.toLatin1();
    }
    const Outcome checked = checkServerPair(m_certificate, m_key, m_now.addSecs(60));
    QVERIFY(!checked);
    QCOMPARE(checked.error().code, ErrorCode::ValidationFailed);
    QVERIFY2(checked.error().message.contains(says), qPrintable(checked.error().message));
}

void ServerPairTest::validFromTheFirstToTheLastSecond()
{
    const Issued issued = issueBoth(m_now);
    const auto facts = inspect(issued.leaf.certificatePem);
    const auto check = [&](const QDateTime &at) {
        return checkServerPair(issued.chain(), issued.leaf.keyPem.view(), at).isOk();
    };
    QVERIFY(!check(facts->notBefore.addSecs(-1)));
    QVERIFY(check(facts->notBefore));
    QVERIFY(check(facts->notAfter));
    QVERIFY(!check(facts->notAfter.addSecs(1)));
}

void ServerPairTest::loadNamesTheFile_data()
{
    const Issued good = issueBoth(m_now);
    const QByteArray key = good.leaf.keyPem.view().toByteArray();
    QTest::addColumn<QByteArray>("certificate");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QString>("named");
    QTest::newRow("missing certificate") << QByteArray() << key << u"x.pem"_s;
    QTest::newRow("missing key") << good.chain() << QByteArray() << u"x.key"_s;
    QTest::newRow("broken certificate") << QByteArray("x") << key << u"x.pem"_s;
    QTest::newRow("expired certificate")
        << issueBoth(m_now.addDays(-398)).chain() << key << u"x.pem"_s;
    QTest::newRow("broken key") << good.chain() << QByteArray("x") << u"x.key"_s;
    QTest::newRow("another's key")
        << good.chain() << good.ca.keyPem.view().toByteArray() << u"x.key"_s;
}

void ServerPairTest::loadNamesTheFile()
{
    QFETCH(QByteArray, certificate);
    QFETCH(QByteArray, key);
    QFETCH(QString, named);
    const QTemporaryDir folder;
    const QString certificatePath = folder.filePath(u"x.pem"_s);
    const QString keyPath = folder.filePath(u"x.key"_s);
    if (!certificate.isEmpty())
        QVERIFY(writeFile(certificatePath, certificate, ownerOnly));
    if (!key.isEmpty())
        QVERIFY(writeFile(keyPath, key, ownerOnly));
    const auto pair = loadPair(certificatePath, keyPath, m_now);
    QVERIFY(!pair);
    QVERIFY2(
        pair.error().message.contains(folder.filePath(named)), qPrintable(pair.error().message));
    QVERIFY(!pair.error().message.contains(u"PRIVATE"_s));
}

void ServerPairTest::loadRefusesWiderKeys()
{
    const QTemporaryDir folder;
    const Issued good = issueBoth(m_now);
    const QString keyPath = folder.filePath(u"x.key"_s);
    QVERIFY(writeFile(folder.filePath(u"x.pem"_s), good.chain(), ownerOnly | QFile::ReadOther));
    for (const QFile::Permission wide : {QFile::ReadGroup, QFile::ReadOther}) {
        QVERIFY(writeFile(keyPath, good.leaf.keyPem.view(), ownerOnly | wide));
        const auto pair = loadPair(folder.filePath(u"x.pem"_s), keyPath, m_now);
        QVERIFY(!pair);
        QCOMPARE(pair.error().code, ErrorCode::PermissionDenied);
    }
    QVERIFY(writeFile(keyPath, good.leaf.keyPem.view(), ownerOnly));
    const auto pair = loadPair(folder.filePath(u"x.pem"_s), keyPath, m_now);
    QVERIFY(pair);
    QCOMPARE(pair->certificateChainPem, good.chain());
    QCOMPARE(pair->keyPem.view().toByteArray(), good.leaf.keyPem.view().toByteArray());
}

void ServerPairTest::inspectRefusesGarbage()
{
    QCOMPARE(inspect("").error().code, ErrorCode::ValidationFailed);
    QCOMPARE(inspect("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n").error().code,
        ErrorCode::ValidationFailed);
}

QTEST_GUILESS_MAIN(ServerPairTest)
#include "tst_serverpair.moc"
