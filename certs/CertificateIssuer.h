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

/// A new private CA (RFC 5280): ECDSA P-256, self-signed, signs leaves and the bridge to its
/// successor (pathlen 1). Its name holds @p hostName and random digits, so that no two CAs are
/// called alike, but for a successor.
[[nodiscard]] Result<IssuedPair> issueCa(const QString &hostName, const QDateTime &now);

/// A new CA in the place of another one, for clients that trust only that.
struct SuccessorCa
{
    IssuedPair ca;
    /// The new CA's key under the old CA's signature ("new with old", RFC 4210, 4.4): shown beside
    /// the leaf, it leads who trusts the old CA to the new one.
    QByteArray bridgePem;
};

/// A CA with a new key and the old one's name, so that the bridge is self-issued, which even a CA
/// that may sign leaves only (pathlen 0) may sign. The bridge ends after @p overlap, or with
/// the old CA. Errors: those of issueServer().
[[nodiscard]] Result<SuccessorCa> issueSuccessor(
    QByteArrayView caPem, QByteArrayView caKeyPem, const QDateTime &now, std::chrono::days overlap);

/// A new TLS server certificate with a key of its own: ECDSA P-256 for @p names, signed by the CA.
/// It never counts from before the CA nor beyond it.
/// `invalid_params`: no names, or one that canonicalSubjectName() refuses; `validation_failed`: the
/// CA is unreadable, no CA, not valid at @p now, or its key is another's.
[[nodiscard]] Result<IssuedPair> issueServer(QByteArrayView caPem, QByteArrayView caKeyPem,
    const QStringList &names, const QDateTime &now, std::chrono::days lifetime = leafLifetime);

} // namespace roster::certs
