#pragma once

#include "common/base/Result.h"

#include <QJsonObject>
#include <QString>

namespace roster::server {

// What `certificate show` tells: `identity` (`fingerprint` and `words`, as clients show them),
// `certificate`, and, of the server's own, `ca` and while it lasts `old_ca_vouches_until`.
// Errors: those of certs::readCertificateFile() and certs::inspect().

/// Of a certificate that the configuration names.
[[nodiscard]] Result<QJsonObject> describeCertificate(const QString &path);
/// Of those in the data folder.
[[nodiscard]] Result<QJsonObject> describeCertificates(const QString &tlsFolder);

} // namespace roster::server
