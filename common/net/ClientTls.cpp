#include "common/net/ClientTls.h"

#include <QFile>
#include <QSsl>
#include <QStringList>

namespace roster {
namespace {

using namespace Qt::StringLiterals;

QString issuerOf(const QSslCertificate &certificate)
{
    const QString name = certificate.issuerInfo(QSslCertificate::CommonName).join(u' ');
    return name.isEmpty() ? u"an unnamed authority"_s : u"\"%1\""_s.arg(name);
}

QString causeOf(const QSslError &error, const QString &host)
{
    const QSslCertificate certificate = error.certificate();
    switch (error.error()) {
    case QSslError::UnableToGetIssuerCertificate:
    case QSslError::UnableToGetLocalIssuerCertificate:
    case QSslError::UnableToVerifyFirstCertificate:
    case QSslError::SelfSignedCertificateInChain:
    case QSslError::CertificateUntrusted:
        return u"It was issued by %1, which is not among the trusted authorities."_s.arg(
            issuerOf(certificate));
    case QSslError::SelfSignedCertificate:
        return u"It is signed by itself and not among the trusted authorities."_s;
    case QSslError::CertificateExpired:
        return u"It expired on %1."_s.arg(certificate.expiryDate().toUTC().toString(Qt::ISODate));
    case QSslError::CertificateNotYetValid:
        return u"It is valid only from %1 on; is the clock of this computer right?"_s.arg(
            certificate.effectiveDate().toUTC().toString(Qt::ISODate));
    case QSslError::HostNameMismatch:
        return u"It is for %1, not for %2."_s.arg(hostsOf(certificate), host);
    case QSslError::InvalidPurpose:
        return u"It was not issued for use by a server."_s;
    case QSslError::InvalidCaCertificate:
        return u"It was issued by a certificate that may not issue others."_s;
    default:
        return error.errorString() + u'.';
    }
}

} // namespace

QString hostsOf(const QSslCertificate &certificate)
{
    QStringList names = certificate.subjectAlternativeNames().values();
    names.sort();
    return names.isEmpty() ? u"no host at all"_s : names.join(u", "_s);
}

Result<QList<QSslCertificate>> readAuthorities(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return Error{ErrorCode::NotFound,
            u"The CA file %1 cannot be read: %2."_s.arg(path, file.errorString()), {}};
    }
    const QList<QSslCertificate> certificates = QSslCertificate::fromDevice(&file, QSsl::Pem);
    if (certificates.isEmpty()) {
        return Error{ErrorCode::ValidationFailed,
            u"The CA file %1 holds no certificate in PEM form."_s.arg(path), {}};
    }
    return certificates;
}

QList<QSslCertificate> systemAuthorities()
{
    return QSslConfiguration::systemCaCertificates();
}

QSslConfiguration clientTlsConfiguration(const QList<QSslCertificate> &authorities)
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setProtocol(QSsl::TlsV1_3);
    configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
    // Also switches off loading the system's authorities on demand.
    configuration.setCaCertificates(authorities);
    configuration.setAllowedNextProtocols({QByteArray(rosterAlpn)});
    return configuration;
}

QString explainSslErrors(const QList<QSslError> &errors, const QString &host)
{
    QStringList causes;
    for (const QSslError &error : errors) {
        const QString cause = causeOf(error, host);
        if (!causes.contains(cause))
            causes.append(cause);
    }
    return u"The certificate of %1 is not accepted. "_s.arg(host) + causes.join(u' ');
}

} // namespace roster
