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
    return {authority->certificatePem, server->certificatePem, server->keyPem.view().toByteArray()};
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
