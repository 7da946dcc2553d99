#pragma once

#include "common/base/Result.h"

#include <QDateTime>
#include <QList>
#include <QSslCertificate>
#include <QString>

namespace roster {

/// The certificates that a server showed, its own first.
using ServerChain = QList<QSslCertificate>;

/// The certificate whose key a server is known by: the root, if it shows a self-issued one, else
/// its own. Null for an empty chain.
[[nodiscard]] QSslCertificate identityIn(const ServerChain &chain);

/// Whether the server's own certificate names @p host in its subjectAltName (RFC 9525): a DNS name,
/// perhaps with a wildcard for the whole first label, or an address. A common name does not count.
[[nodiscard]] bool namesHost(const ServerChain &chain, const QString &host);

/// Verifies @p chain as that of the TLS server @p host with @p anchor as the only authority, which
/// may be the server's own certificate: signatures, dates at @p now, the right to issue, use by
/// servers, and the name. Gives the path, from the server's own certificate to @p anchor.
/// Errors: ValidationFailed; the message may hold text that a stranger wrote.
[[nodiscard]] Result<ServerChain> verifyServerChain(const ServerChain &chain,
    const QSslCertificate &anchor, const QString &host,
    const QDateTime &now = QDateTime::currentDateTimeUtc());

/// The root that took the place of @p anchor, if @p path, from verifyServerChain(), says so: the
/// server's own certificate was issued with the key of a root in @p chain that @p anchor has itself
/// signed ("new with old", RFC 4210, 4.4). Null otherwise.
[[nodiscard]] QSslCertificate successorOf(
    const QSslCertificate &anchor, const ServerChain &path, const ServerChain &chain);

} // namespace roster
