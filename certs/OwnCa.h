#pragma once

#include "certs/CertificateIssuer.h"

namespace roster::certs {

/// The server's own CA in its TLS folder: `ca.pem`, which clients have, and `ca.key`, which signs
/// the server's certificates. Reads and checks them. Of what is missing or damaged (NotFound,
/// ValidationFailed) the message says what to do; other codes: those of PrivateFile.h. A value; any
/// thread.
class OwnCa
{
public:
    explicit OwnCa(QString folder);

    [[nodiscard]] QString certificatePath() const { return m_folder + QStringLiteral("/ca.pem"); }
    [[nodiscard]] QString keyPath() const { return m_folder + QStringLiteral("/ca.key"); }

    [[nodiscard]] Result<QByteArray> certificate() const;
    /// Both, which belong together: it can sign.
    [[nodiscard]] Result<IssuedPair> load() const;

private:
    [[nodiscard]] Result<SecretBytes> key() const;

    QString m_folder;
};

} // namespace roster::certs
