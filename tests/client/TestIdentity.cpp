#include "tests/client/TestIdentity.h"

#include "certs/CertificateIssuer.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

namespace roster::test {
namespace {

using namespace Qt::StringLiterals;

void openssl(const QTemporaryDir &folder, const QStringList &arguments)
{
    QProcess process;
    process.setWorkingDirectory(folder.path());
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(u"openssl"_s, arguments);
    if (!process.waitForFinished() || process.exitCode() != 0)
        qFatal("openssl: %s", process.readAll().constData());
}

QByteArray contentOf(const QTemporaryDir &folder, const QString &name)
{
    QFile file(folder.filePath(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QTemporaryDir &folder, const QString &name, const QByteArray &content)
{
    QFile file(folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write a test file");
}

/// The new authority's key under the old one's signature, but as a server's certificate.
QByteArray makeBridgeThatIsNoCa(const TestIdentity &old, const TestIdentity &next)
{
    const QTemporaryDir folder;
    write(folder, u"ca.pem"_s, old.authorityPem);
    write(folder, u"ca.key"_s, old.authorityKeyPem);
    write(folder, u"next.key"_s, next.authorityKeyPem);
    write(folder, u"extensions.txt"_s,
        "basicConstraints=critical,CA:FALSE\nsubjectKeyIdentifier=hash\n"
        "authorityKeyIdentifier=keyid:always\n");
    const QString name
        = old.authorities().first().subjectInfo(QSslCertificate::CommonName).join(u' ');
    openssl(folder,
        {u"req"_s, u"-new"_s, u"-key"_s, u"next.key"_s, u"-out"_s, u"request.pem"_s, u"-subj"_s,
            u"/CN="_s + name});
    openssl(folder,
        {u"x509"_s, u"-req"_s, u"-in"_s, u"request.pem"_s, u"-CA"_s, u"ca.pem"_s, u"-CAkey"_s,
            u"ca.key"_s, u"-CAcreateserial"_s, u"-days"_s, u"30"_s, u"-extfile"_s,
            u"extensions.txt"_s, u"-out"_s, u"bridge.pem"_s});
    return contentOf(folder, u"bridge.pem"_s);
}

} // namespace

QList<QSslCertificate> TestIdentity::authorities() const
{
    return QSslCertificate::fromData(authorityPem, QSsl::Pem);
}

TestIdentity makeIdentity(const QStringList &names, const QDateTime &issuedAt)
{
    const Result<certs::IssuedPair> authority = certs::issueCa(u"test"_s, issuedAt);
    if (!authority)
        qFatal("no authority: %s", qPrintable(authority.error().message));
    const Result<certs::IssuedPair> server
        = certs::issueServer(authority->certificatePem, authority->keyPem.view(), names, issuedAt);
    if (!server)
        qFatal("no certificate: %s", qPrintable(server.error().message));
    return {authority->certificatePem, server->certificatePem, server->keyPem.view().toByteArray(),
        {}, authority->keyPem.view().toByteArray()};
}

TestIdentity makeSuccessor(const TestIdentity &old, BridgeDefect defect)
{
    // An expired bridge is of a replacement that was long ago, and to a root as long ago.
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const bool isExpired = defect == BridgeDefect::Expired;
    const TestIdentity signer = defect == BridgeDefect::Stranger ? makeNamesake(old) : old;
    const auto next = certs::issueSuccessor(signer.authorityPem, signer.authorityKeyPem,
        isExpired ? now.addDays(-10) : now, std::chrono::days(isExpired ? 5 : 30));
    if (!next)
        qFatal("no successor: %s", qPrintable(next.error().message));
    const auto server = certs::issueServer(
        next->ca.certificatePem, next->ca.keyPem.view(), {u"localhost"_s, u"127.0.0.1"_s}, now);
    TestIdentity identity{next->ca.certificatePem, server->certificatePem,
        server->keyPem.view().toByteArray(), next->bridgePem, next->ca.keyPem.view().toByteArray()};
    if (defect == BridgeDefect::NoCa)
        identity.bridgePem = makeBridgeThatIsNoCa(old, identity);
    return identity;
}

TestIdentity makeNamesake(const TestIdentity &original)
{
    // A successor shares the name; without the bridge nothing else links the two.
    const auto next = certs::issueSuccessor(original.authorityPem, original.authorityKeyPem,
        QDateTime::currentDateTimeUtc(), std::chrono::days(1));
    const auto server = certs::issueServer(next->ca.certificatePem, next->ca.keyPem.view(),
        {u"localhost"_s, u"127.0.0.1"_s}, QDateTime::currentDateTimeUtc());
    return {next->ca.certificatePem, server->certificatePem, server->keyPem.view().toByteArray(),
        {}, next->ca.keyPem.view().toByteArray()};
}

TestIdentity makeCommonNameOnly()
{
    const QTemporaryDir folder;
    openssl(folder,
        {u"req"_s, u"-x509"_s, u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:P-256"_s,
            u"-nodes"_s, u"-keyout"_s, u"key.pem"_s, u"-out"_s, u"self.pem"_s, u"-subj"_s,
            u"/CN=127.0.0.1"_s});
    const QByteArray certificate = contentOf(folder, u"self.pem"_s);
    return {certificate, certificate, contentOf(folder, u"key.pem"_s)};
}

TestIdentity makeSelfSigned()
{
    const QTemporaryDir folder;
    openssl(folder,
        {u"req"_s, u"-x509"_s, u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:P-256"_s,
            u"-nodes"_s, u"-keyout"_s, u"key.pem"_s, u"-out"_s, u"self.pem"_s, u"-subj"_s,
            u"/CN=localhost"_s, u"-addext"_s, u"subjectAltName=DNS:localhost,IP:127.0.0.1"_s});
    const QByteArray certificate = contentOf(folder, u"self.pem"_s);
    return {certificate, certificate, contentOf(folder, u"key.pem"_s)};
}

TestIdentity makeWrongUsage()
{
    const QTemporaryDir folder;
    const Result<certs::IssuedPair> authority
        = certs::issueCa(u"test"_s, QDateTime::currentDateTimeUtc());
    write(folder, u"ca.pem"_s, authority->certificatePem);
    write(folder, u"ca.key"_s, authority->keyPem.view().toByteArray());
    write(folder, u"usage.txt"_s,
        "subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=clientAuth\n");
    openssl(folder,
        {u"req"_s, u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:P-256"_s, u"-nodes"_s,
            u"-keyout"_s, u"key.pem"_s, u"-out"_s, u"request.pem"_s, u"-subj"_s,
            u"/CN=localhost"_s});
    openssl(folder,
        {u"x509"_s, u"-req"_s, u"-in"_s, u"request.pem"_s, u"-CA"_s, u"ca.pem"_s, u"-CAkey"_s,
            u"ca.key"_s, u"-CAcreateserial"_s, u"-days"_s, u"30"_s, u"-extfile"_s, u"usage.txt"_s,
            u"-out"_s, u"leaf.pem"_s});
    return {authority->certificatePem, contentOf(folder, u"leaf.pem"_s),
        contentOf(folder, u"key.pem"_s)};
}

} // namespace roster::test
