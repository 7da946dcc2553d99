#include "certs/ServerPair.h"

#include "certs/Pem.h"
#include "certs/PrivateFile.h"

#include <QFile>
#include <QFileInfo>

#include <openssl/err.h>

#include <algorithm>
#include <array>

namespace roster::certs {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 largestCertificateFile = qint64{1} << 20;
constexpr int smallestRsaKey = 2048;
/// 112 bits are those of RSA with 2,048; below it OpenSSL's default level refuses a signature.
constexpr int leastSecurityBits = 112;

Error invalid(const QString &message)
{
    return {ErrorCode::ValidationFailed, message, {}};
}

QString dateText(const QDateTime &date)
{
    return date.toString(Qt::ISODate);
}

Outcome checkTime(X509 *certificate, const QString &which, const QDateTime &now)
{
    const QDateTime notBefore = toUtc(X509_get0_notBefore(certificate));
    const QDateTime notAfter = toUtc(X509_get0_notAfter(certificate));
    if (!notBefore.isValid() || !notAfter.isValid())
        return invalid(u"%1 has no readable dates."_s.arg(which));
    if (now > notAfter)
        return invalid(u"%1 expired at %2."_s.arg(which, dateText(notAfter)));
    if (now < notBefore)
        return invalid(u"%1 is not valid before %2: check it and the machine's clock."_s.arg(
            which, dateText(notBefore)));
    return Done{};
}

Outcome checkPurpose(X509 *leaf)
{
    if (X509_check_ca(leaf) > 0)
        return invalid(u"The first certificate is a CA's own; the server's must come first."_s);
    if ((X509_get_key_usage(leaf) & KU_DIGITAL_SIGNATURE) == 0)
        return invalid(u"The certificate is not for signatures (keyUsage), which TLS 1.3 needs."_s);
    if ((X509_get_extended_key_usage(leaf) & (XKU_SSL_SERVER | XKU_ANYEKU)) == 0)
        return invalid(u"The certificate is not a server's (extKeyUsage lacks serverAuth)."_s);
    return Done{};
}

Outcome checkSignatureHash(X509 *leaf)
{
    int securityBits = 0;
    if (X509_get_signature_info(leaf, nullptr, nullptr, &securityBits, nullptr) != 1
        || securityBits < leastSecurityBits)
        return invalid(u"The certificate is signed with a hash that clients refuse."_s);
    return Done{};
}

bool isSignedBy(X509 *certificate, X509 *issuer)
{
    EVP_PKEY *key = X509_get0_pubkey(issuer);
    const bool isSigned = key && X509_check_issued(issuer, certificate) == X509_V_OK
        && X509_verify(certificate, key) == 1;
    ERR_clear_error();
    return isSigned;
}

Outcome checkIssuers(const CertificateChain &chain, const QDateTime &now)
{
    for (std::size_t i = 1; i < chain.size(); ++i) {
        const QString which = u"Certificate %1 of the file"_s.arg(i + 1);
        if (!isSignedBy(chain[i - 1].get(), chain[i].get()))
            return invalid(u"%1 did not sign the one before it."_s.arg(which));
        if (Outcome checked = checkTime(chain[i].get(), which, now); !checked)
            return checked;
    }
    return Done{};
}

Outcome checkChain(const CertificateChain &chain, const QDateTime &now)
{
    X509 *leaf = chain.front().get();
    if (Outcome checked = checkTime(leaf, u"The certificate"_s, now); !checked)
        return checked;
    if (Outcome checked = checkPurpose(leaf); !checked)
        return checked;
    if (Outcome checked = checkSignatureHash(leaf); !checked)
        return checked;
    return checkIssuers(chain, now);
}

/// The curves of RFC 8446, 4.2.3.
bool isTls13Curve(const EVP_PKEY *key)
{
    std::array<char, 64> name{};
    EVP_PKEY_get_group_name(key, name.data(), name.size(), nullptr);
    const QByteArrayView curve(name.data());
    return curve == "prime256v1" || curve == "secp384r1" || curve == "secp521r1";
}

Outcome checkStrength(const EVP_PKEY *key)
{
    switch (EVP_PKEY_get_base_id(key)) {
    case EVP_PKEY_RSA:
        if (EVP_PKEY_get_bits(key) < smallestRsaKey)
            return invalid(u"The key is weak: RSA needs %1 bits, this one has %2."_s.arg(
                QString::number(smallestRsaKey), QString::number(EVP_PKEY_get_bits(key))));
        return Done{};
    case EVP_PKEY_EC:
        if (!isTls13Curve(key))
            return invalid(u"The key's curve is not one of TLS 1.3 (P-256, P-384, P-521)."_s);
        return Done{};
    default:
        return invalid(u"The key is of a type that is not served: use ECDSA P-256 or RSA."_s);
    }
}

bool belongTogether(X509 *certificate, EVP_PKEY *key)
{
    const bool belong = X509_check_private_key(certificate, key) == 1;
    ERR_clear_error();
    return belong;
}

Outcome checkKey(X509 *leaf, EVP_PKEY *key)
{
    if (Outcome checked = checkStrength(key); !checked)
        return checked;
    if (!belongTogether(leaf, key))
        return invalid(u"The key does not belong to the certificate."_s);
    return Done{};
}

} // namespace

Outcome checkServerPair(
    QByteArrayView certificateChainPem, QByteArrayView keyPem, const QDateTime &now)
{
    const auto chain = readCertificates(certificateChainPem);
    if (!chain)
        return chain.error();
    if (Outcome checked = checkChain(*chain, now); !checked)
        return checked;
    const auto key = readPrivateKey(keyPem);
    if (!key)
        return key.error();
    return checkKey(chain->front().get(), key->get());
}

Result<ServerPair> loadPair(
    const QString &certificatePath, const QString &keyPath, const QDateTime &now)
{
    const auto pem = readCertificateFile(certificatePath);
    if (!pem)
        return pem.error();
    auto keyPem = readPrivateFile(keyPath);
    if (!keyPem)
        return keyPem.error();
    const auto chain = readCertificates(*pem);
    if (!chain)
        return inFile(certificatePath, chain.error());
    if (Outcome checked = checkChain(*chain, now); !checked)
        return inFile(certificatePath, checked.error());
    const auto key = readPrivateKey(keyPem->view());
    if (!key)
        return inFile(keyPath, key.error());
    if (Outcome checked = checkKey(chain->front().get(), key->get()); !checked)
        return inFile(keyPath, checked.error());
    auto facts = inspect(*pem);
    if (!facts)
        return inFile(certificatePath, facts.error());
    return ServerPair{*pem, *std::move(keyPem), *std::move(facts)};
}

Result<QByteArray> readCertificateFile(const QString &path)
{
    QFile file(path);
    if (!QFileInfo(file).isFile())
        return Error{
            ErrorCode::NotFound, u"Cannot read %1: there is no such file."_s.arg(path), {}};
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::PermissionDenied,
            u"Cannot read %1: %2."_s.arg(path, file.errorString()), {}};
    QByteArray pem = file.read(largestCertificateFile);
    if (file.error() != QFileDevice::NoError)
        return Error{ErrorCode::StorageUnavailable,
            u"Cannot read %1: %2."_s.arg(path, file.errorString()), {}};
    return pem;
}

Result<bool> belongTogether(QByteArrayView certificatePem, QByteArrayView keyPem)
{
    const auto chain = readCertificates(certificatePem);
    if (!chain)
        return chain.error();
    const auto key = readPrivateKey(keyPem);
    if (!key)
        return key.error();
    return belongTogether(chain->front().get(), key->get());
}

Result<bool> isSignedBy(QByteArrayView certificatePem, QByteArrayView caPem)
{
    const auto chain = readCertificates(certificatePem);
    if (!chain)
        return chain.error();
    const auto ca = readCertificates(caPem);
    if (!ca)
        return ca.error();
    return isSignedBy(chain->front().get(), ca->front().get());
}

} // namespace roster::certs
