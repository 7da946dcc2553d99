#pragma once

#include "certs/OpenSslHandles.h"
#include "common/base/Result.h"
#include "common/base/SecretBytes.h"

#include <QByteArray>
#include <QDateTime>

namespace roster::certs {

// PEM (RFC 7468) to OpenSSL's objects and back. Private to this library. Nothing here ever asks a
// passphrase on the terminal, and no error stays in OpenSSL's queue, which QSslSocket shares.

/// Every certificate in @p pem, at least one; `validation_failed` if there is none or one is
/// damaged.
[[nodiscard]] Result<CertificateChain> readCertificates(QByteArrayView pem);

/// `validation_failed` if there is no key, or one under a passphrase.
[[nodiscard]] Result<KeyPtr> readPrivateKey(QByteArrayView pem);

[[nodiscard]] QByteArray writeCertificate(X509 *certificate);

/// PKCS#8 without a passphrase.
[[nodiscard]] SecretBytes writePrivateKey(EVP_PKEY *key);

[[nodiscard]] QDateTime toUtc(const ASN1_TIME *time);

/// The text of OpenSSL's latest error; empties the queue.
[[nodiscard]] QString takeOpenSslError();

} // namespace roster::certs
