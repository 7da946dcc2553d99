#include "certs/CertificateFacts.h"

#include "certs/Pem.h"

#include <QCryptographicHash>
#include <QHostAddress>

#include <array>

namespace roster::certs {

using namespace Qt::StringLiterals;

namespace {

QString nameText(const X509_NAME *name)
{
    const BioPtr bio(BIO_new(BIO_s_mem()));
    X509_NAME_print_ex(bio.get(), name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
    char *text = nullptr;
    const auto size = BIO_get_mem_data(bio.get(), &text);
    return QString::fromUtf8(text, static_cast<qsizetype>(size));
}

QByteArray bytesOf(const ASN1_STRING *string)
{
    return {
        reinterpret_cast<const char *>(ASN1_STRING_get0_data(string)), ASN1_STRING_length(string)};
}

QString serialText(X509 *certificate)
{
    return QString::fromLatin1(bytesOf(X509_get0_serialNumber(certificate)).toHex());
}

QString addressText(const QByteArray &bytes)
{
    const auto *octets = reinterpret_cast<const quint8 *>(bytes.constData());
    if (bytes.size() == 16)
        return QHostAddress(octets).toString();
    if (bytes.size() != 4)
        return {};
    const quint32 number = (quint32{octets[0]} << 24) | (quint32{octets[1]} << 16)
        | (quint32{octets[2]} << 8) | quint32{octets[3]};
    return QHostAddress(number).toString();
}

QStringList subjectNames(X509 *certificate)
{
    const GeneralNamesPtr extension(static_cast<GENERAL_NAMES *>(
        X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
    QStringList names;
    for (int i = 0; i < sk_GENERAL_NAME_num(extension.get()); ++i) {
        const GENERAL_NAME *name = sk_GENERAL_NAME_value(extension.get(), i);
        if (name->type == GEN_DNS)
            names.append(QString::fromLatin1(bytesOf(name->d.dNSName)).toLower());
        else if (name->type == GEN_IPADD)
            names.append(addressText(bytesOf(name->d.iPAddress)));
    }
    return names;
}

QByteArray sha256(unsigned char *der, int size)
{
    const QByteArrayView bytes(der, size < 0 ? 0 : size);
    QByteArray digest = QCryptographicHash::hash(bytes.toByteArray(), QCryptographicHash::Sha256);
    OPENSSL_free(der);
    return digest;
}

QByteArray certificateSha256(X509 *certificate)
{
    unsigned char *der = nullptr;
    const int size = i2d_X509(certificate, &der);
    return sha256(der, size);
}

QByteArray spkiSha256(X509 *certificate)
{
    unsigned char *der = nullptr;
    const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &der);
    return sha256(der, size);
}

KeyKind keyKind(const EVP_PKEY *key)
{
    switch (EVP_PKEY_get_base_id(key)) {
    case EVP_PKEY_RSA:
        return KeyKind::Rsa;
    case EVP_PKEY_EC:
        return KeyKind::EllipticCurve;
    default:
        return KeyKind::Other;
    }
}

QString keyText(const EVP_PKEY *key)
{
    if (!key)
        return u"unknown"_s;
    QString text = u"%1 %2 bits"_s.arg(QString::fromLatin1(EVP_PKEY_get0_type_name(key)))
                       .arg(EVP_PKEY_get_bits(key));
    std::array<char, 64> curve{};
    if (EVP_PKEY_get_base_id(key) == EVP_PKEY_EC
        && EVP_PKEY_get_group_name(key, curve.data(), curve.size(), nullptr) == 1)
        text += u", %1"_s.arg(QString::fromLatin1(curve.data()));
    return text;
}

} // namespace

Result<CertificateFacts> inspect(QByteArrayView pem)
{
    const auto chain = readCertificates(pem);
    if (!chain)
        return chain.error();
    X509 *certificate = chain->front().get();
    const EVP_PKEY *key = X509_get0_pubkey(certificate);
    CertificateFacts facts;
    facts.subject = nameText(X509_get_subject_name(certificate));
    facts.issuer = nameText(X509_get_issuer_name(certificate));
    facts.serial = serialText(certificate);
    facts.notBefore = toUtc(X509_get0_notBefore(certificate));
    facts.notAfter = toUtc(X509_get0_notAfter(certificate));
    facts.names = subjectNames(certificate);
    facts.isCa = X509_check_ca(certificate) > 0;
    facts.fingerprint = certificateSha256(certificate);
    facts.spkiFingerprint = spkiSha256(certificate);
    facts.keyKind = key ? keyKind(key) : KeyKind::Other;
    facts.keyText = keyText(key);
    return facts;
}

QString fingerprintText(const QByteArray &fingerprint)
{
    return QString::fromLatin1(fingerprint.toHex(':')).toUpper();
}

} // namespace roster::certs
