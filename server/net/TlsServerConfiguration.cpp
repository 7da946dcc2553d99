#include "server/net/TlsServerConfiguration.h"

#include "certs/ServerPair.h"

#include <QSslCertificate>
#include <QSslCipher>
#include <QSslDiffieHellmanParameters>
#include <QSslKey>
#include <QSslSocket>

using namespace Qt::StringLiterals;

namespace roster::server {
namespace {

Error unusable(const QString &message)
{
    return {ErrorCode::InternalError, message, {}};
}

QSslKey readKey(const SecretBytes &keyPem)
{
    const QByteArray pem = QByteArray::fromRawData(keyPem.view().data(), keyPem.view().size());
    for (const QSsl::KeyAlgorithm algorithm : {QSsl::Ec, QSsl::Rsa}) {
        QSslKey key(pem, algorithm);
        if (!key.isNull())
            return key;
    }
    return {};
}

QList<QSslCipher> tls13Suites()
{
    return {QSslCipher(u"TLS_AES_256_GCM_SHA384"_s), QSslCipher(u"TLS_CHACHA20_POLY1305_SHA256"_s),
        QSslCipher(u"TLS_AES_128_GCM_SHA256"_s)};
}

} // namespace

Result<QSslConfiguration> makeTlsServerConfiguration(
    const QByteArray &chainPem, const SecretBytes &keyPem)
{
    const QList<QSslCertificate> chain = QSslCertificate::fromData(chainPem, QSsl::Pem);
    if (chain.isEmpty())
        return unusable(u"The certificate file holds no certificate in PEM form."_s);
    const QSslKey key = readKey(keyPem);
    if (key.isNull())
        return unusable(u"The key file holds no unencrypted EC or RSA key in PEM form."_s);
    const Result<bool> matches = certs::belongTogether(chainPem, keyPem.view());
    if (!matches)
        return matches.error();
    if (!*matches)
        return unusable(u"The key does not belong to the first certificate."_s);

    QSslConfiguration configuration;
    configuration.setProtocol(QSsl::TlsV1_3);
    configuration.setCiphers(tls13Suites());
    configuration.setDiffieHellmanParameters(QSslDiffieHellmanParameters());
    configuration.setAllowedNextProtocols({applicationProtocol.toByteArray()});
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    // Set, though empty: else Qt loads the system's CAs into every connection.
    configuration.setCaCertificates({});
    // Each connection has a context of its own, so no ticket could ever be redeemed at another one.
    // Stateless tickets would only hand out session secrets; without them OpenSSL sends two short
    // ones that mean nothing elsewhere.
    configuration.setSslOption(QSsl::SslOptionDisableSessionTickets, true);
    configuration.setSslOption(QSsl::SslOptionDisableSessionSharing, true);
    configuration.setSslOption(QSsl::SslOptionDisableSessionPersistence, true);
    configuration.setLocalCertificateChain(chain);
    configuration.setPrivateKey(key);
    return configuration;
}

} // namespace roster::server
