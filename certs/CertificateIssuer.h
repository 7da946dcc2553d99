#pragma once

#include "common/base/Result.h"
#include "common/base/SecretBytes.h"

#include <QByteArray>
#include <QDateTime>
#include <QString>
#include <QStringList>

#include <chrono>

namespace roster::certs {

/// Ten years: the CA is what every client was given, so it must outlive many leaves.
constexpr std::chrono::days caLifetime{3652};

/// Under the 398 days beyond which browsers, Apple's platforms and testssl refuse or flag a server
/// certificate (CA/Browser Forum SC31); leaves renew themselves, so longer would gain nothing.
constexpr std::chrono::days leafLifetime{397};

/// Certificates count from so long before they are made: clients' clocks lag.
constexpr std::chrono::hours clockSkew{1};

struct IssuedPair
{
    QByteArray certificatePem;
    /// PKCS#8.
    SecretBytes keyPem;
};

/// A new private CA (RFC 5280): ECDSA P-256, self-signed, may sign leaves only (pathlen 0). Its
/// name holds @p hostName and random digits, so that no two CAs are ever called alike.
[[nodiscard]] Result<IssuedPair> issueCa(const QString &hostName, const QDateTime &now);

/// A new TLS server certificate with a key of its own: ECDSA P-256 for @p names, signed by the CA.
/// It never counts from before the CA nor beyond it.
/// `invalid_params`: no names, or one that canonicalSubjectName() refuses; `validation_failed`: the
/// CA is unreadable, no CA, not valid at @p now, or its key is another's.
[[nodiscard]] Result<IssuedPair> issueServer(QByteArrayView caPem, QByteArrayView caKeyPem,
    const QStringList &names, const QDateTime &now, std::chrono::days lifetime = leafLifetime);

} // namespace roster::certs
