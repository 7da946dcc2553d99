#include "certs/Pem.h"

#include <QTimeZone>

#include <openssl/err.h>
#include <openssl/pem.h>

#include <array>
#include <ctime>

namespace roster::certs {

using namespace Qt::StringLiterals;

namespace {

int refusePassphrase(char *, int, int, void *)
{
    return -1;
}

BioPtr bioOver(QByteArrayView bytes)
{
    return BioPtr(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
}

QByteArrayView contents(BIO *bio)
{
    char *data = nullptr;
    const auto size = BIO_get_mem_data(bio, &data);
    return {data, static_cast<qsizetype>(size)};
}

} // namespace

Result<CertificateChain> readCertificates(QByteArrayView pem)
{
    ERR_clear_error();
    const BioPtr bio = bioOver(pem);
    CertificateChain chain;
    while (X509 *certificate = PEM_read_bio_X509(bio.get(), nullptr, refusePassphrase, nullptr))
        chain.emplace_back(certificate);
    const bool isAtEnd = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    ERR_clear_error();
    if (!isAtEnd)
        return Error{
            ErrorCode::ValidationFailed, u"The certificate is damaged or cut short."_s, {}};
    if (chain.empty())
        return Error{ErrorCode::ValidationFailed, u"There is no certificate in PEM form."_s, {}};
    return chain;
}

Result<KeyPtr> readPrivateKey(QByteArrayView pem)
{
    ERR_clear_error();
    const BioPtr bio = bioOver(pem);
    KeyPtr key(PEM_read_bio_PrivateKey(bio.get(), nullptr, refusePassphrase, nullptr));
    ERR_clear_error();
    if (key)
        return key;
    if (pem.contains("ENCRYPTED"))
        return Error{ErrorCode::ValidationFailed,
            u"The key is under a passphrase, which a server cannot type: store it without one."_s,
            {}};
    return Error{
        ErrorCode::ValidationFailed, u"There is no readable private key in PEM form."_s, {}};
}

QByteArray writeCertificate(X509 *certificate)
{
    const BioPtr bio(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(bio.get(), certificate);
    return contents(bio.get()).toByteArray();
}

SecretBytes writePrivateKey(EVP_PKEY *key)
{
    // A memory BIO wipes its buffer when it grows and when it is freed.
    const BioPtr bio(BIO_new(BIO_s_mem()));
    PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
    return SecretBytes::copyOf(contents(bio.get()));
}

QDateTime toUtc(const ASN1_TIME *time)
{
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1)
        return {};
    return QDateTime::fromSecsSinceEpoch(timegm(&parts), Qt::UTC);
}

QString takeOpenSslError()
{
    std::array<char, 256> text{};
    ERR_error_string_n(ERR_peek_last_error(), text.data(), text.size());
    ERR_clear_error();
    return QString::fromLatin1(text.data());
}

} // namespace roster::certs
