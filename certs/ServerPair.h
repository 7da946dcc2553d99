#pragma once

#include "certs/CertificateFacts.h"
#include "common/base/Result.h"
#include "common/base/SecretBytes.h"

#include <QByteArray>
#include <QDateTime>
#include <QString>

namespace roster::certs {

/// What a TLS server shows and what proves it, both in PEM.
struct ServerPair
{
    /// The leaf first, then its CA if there was one.
    QByteArray certificateChainPem;
    SecretBytes keyPem;
    /// Of the leaf; QSslKey must be told the keyKind, which is never Other here.
    CertificateFacts facts;
};

/// Whether a TLS 1.3 server may start with this pair at @p now. `validation_failed` says what is
/// wrong in one sentence: not PEM, expired, not yet valid, a CA's certificate, not for servers
/// (keyUsage without digitalSignature, extKeyUsage without serverAuth), signed with a weak hash, a
/// certificate that the next one did not sign, a key that is weak (RSA under 2,048 bits, curves
/// that TLS 1.3 has not), of a type that Qt cannot load, or another certificate's.
[[nodiscard]] Outcome checkServerPair(
    QByteArrayView certificateChainPem, QByteArrayView keyPem, const QDateTime &now);

/// Reads both files and checks them as checkServerPair() does and the key's mode and owner as
/// checkPrivateFile() does. The message names the file; codes of PrivateFile.h besides.
[[nodiscard]] Result<ServerPair> loadPair(
    const QString &certificatePath, const QString &keyPath, const QDateTime &now);

/// A file of certificates, at most 1 MiB; unlike a key it may be open to all.
[[nodiscard]] Result<QByteArray> readCertificateFile(const QString &path);

/// Whether the key belongs to the first certificate; `validation_failed` if either is unreadable.
[[nodiscard]] Result<bool> belongTogether(QByteArrayView certificatePem, QByteArrayView keyPem);

/// Whether the first certificate of @p caPem signed the first one of @p certificatePem.
[[nodiscard]] Result<bool> isSignedBy(QByteArrayView certificatePem, QByteArrayView caPem);

} // namespace roster::certs
