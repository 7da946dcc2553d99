#pragma once

#include "common/base/Result.h"
#include "common/base/SecretBytes.h"

#include <QByteArray>
#include <QSslConfiguration>

namespace roster::server {

/// The protocol's name in ALPN (RFC 7301).
inline constexpr QByteArrayView applicationProtocol = "roster/1";

/// The TLS of every connection to this server: TLS 1.3 (RFC 8446) with its three AEAD suites, ALPN
/// `roster/1`, no client certificates.
///
/// @p chainPem holds the leaf first, then its issuers; all of them are sent. @p keyPem is the
/// leaf's unencrypted EC or RSA key. Fails when one cannot be read or they do not belong together;
/// validity dates and names are not looked at here. Qt keeps a copy of the key for as long as the
/// configuration or a connection lives.
[[nodiscard]] Result<QSslConfiguration> makeTlsServerConfiguration(
    const QByteArray &chainPem, const SecretBytes &keyPem);

} // namespace roster::server
