#pragma once

#include "common/base/Result.h"

#include <QList>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslError>

namespace roster {

/// The application protocol of a Roster connection (ALPN, RFC 7301).
inline constexpr char rosterAlpn[] = "roster/1";

/// The certificates of the PEM file @p path, at least one.
/// Errors: NotFound (no such file, or not readable), ValidationFailed (no certificate in it).
[[nodiscard]] Result<QList<QSslCertificate>> readAuthorities(const QString &path);

/// The authorities that this system trusts; empty where none are installed.
[[nodiscard]] QList<QSslCertificate> systemAuthorities();

/// The hosts that @p certificate is for, for people. A common name is none (RFC 9525).
[[nodiscard]] QString hostsOf(const QSslCertificate &certificate);

/// How a client speaks TLS: 1.3 only, ALPN `roster/1`, the peer verified against @p authorities and
/// nothing else. Set it on each socket: a default configuration would let the system's authorities
/// in as well (CVE-2023-34410), and loading them on demand looks into the working folder.
[[nodiscard]] QSslConfiguration clientTlsConfiguration(const QList<QSslCertificate> &authorities);

/// Why the certificate that @p host presented is not accepted: one sentence for each distinct
/// cause. Holds text of the certificate, which a stranger may have written.
[[nodiscard]] QString explainSslErrors(const QList<QSslError> &errors, const QString &host);

} // namespace roster
