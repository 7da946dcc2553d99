#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QSslCertificate>
#include <QStringList>

namespace roster::test {

/// A private authority and the server certificate that it issued, with its key; all PEM.
struct TestIdentity
{
    QByteArray authorityPem;
    QByteArray certificatePem;
    QByteArray keyPem;

    [[nodiscard]] QList<QSslCertificate> authorities() const;
};

/// @p issuedAt moves both certificates in time; a leaf lives 397 days, an authority ten years.
[[nodiscard]] TestIdentity makeIdentity(
    const QStringList &names = {QStringLiteral("localhost"), QStringLiteral("127.0.0.1")},
    const QDateTime &issuedAt = QDateTime::currentDateTimeUtc());

/// A certificate that nobody but itself signed, or one for TLS clients only, made by openssl(1).
[[nodiscard]] TestIdentity makeSelfSigned();
[[nodiscard]] TestIdentity makeWrongUsage();

} // namespace roster::test
