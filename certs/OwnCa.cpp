#include "certs/OwnCa.h"

#include "certs/PrivateFile.h"
#include "certs/ServerPair.h"

namespace roster::certs {
namespace {

using namespace Qt::StringLiterals;

/// Without an overlap nothing of the old CA is needed, so this works whatever was lost.
Error withAdvice(Error error)
{
    if (error.code == ErrorCode::NotFound || error.code == ErrorCode::ValidationFailed) {
        error.message
            += u" Restore it from a backup, or run \"roster-server certificate replace-ca "
               "--overlap 0\" and give every client the new ca.pem."_s;
    }
    return error;
}

} // namespace

OwnCa::OwnCa(QString folder)
    : m_folder(std::move(folder))
{
}

Result<QByteArray> OwnCa::certificate() const
{
    Result<QByteArray> pem = readCertificateFile(certificatePath());
    if (!pem)
        return withAdvice(pem.error());
    return pem;
}

Result<SecretBytes> OwnCa::key() const
{
    Result<SecretBytes> pem = readPrivateFile(keyPath());
    if (!pem)
        return withAdvice(pem.error());
    return pem;
}

Result<IssuedPair> OwnCa::load() const
{
    const Result<QByteArray> pem = certificate();
    if (!pem)
        return pem.error();
    Result<SecretBytes> keyPem = key();
    if (!keyPem)
        return keyPem.error();
    const Result<bool> belong = belongTogether(*pem, keyPem->view());
    if (!belong) {
        return withAdvice(inFile(u"%1 and %2"_s.arg(certificatePath(), keyPath()), belong.error()));
    }
    if (!*belong) {
        return withAdvice({ErrorCode::ValidationFailed,
            u"%1 is not the key of %2."_s.arg(keyPath(), certificatePath()), {}});
    }
    return IssuedPair{*pem, *std::move(keyPem)};
}

} // namespace roster::certs
