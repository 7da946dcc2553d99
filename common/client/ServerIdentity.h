#pragma once

#include "common/client/ServerAddress.h"
#include "common/net/KeyFingerprint.h"

#include <QSslCertificate>

namespace roster {

/// Who answers at an address: the certificate whose key the server is known by (identityIn()).
struct ServerIdentity
{
    ServerAddress server;
    QSslCertificate certificate;

    [[nodiscard]] KeyFingerprint fingerprint() const { return KeyFingerprint::of(certificate); }
};

} // namespace roster
