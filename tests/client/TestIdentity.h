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

    /// Shown between the two.
    QByteArray bridgePem = {};
    QByteArray authorityKeyPem = {};

    [[nodiscard]] QList<QSslCertificate> authorities() const;
};

/// @p issuedAt moves both certificates in time; a leaf lives 397 days, an authority ten years.
[[nodiscard]] TestIdentity makeIdentity(
    const QStringList &names = {QStringLiteral("localhost"), QStringLiteral("127.0.0.1")},
    const QDateTime &issuedAt = QDateTime::currentDateTimeUtc());

enum class BridgeDefect { None, Expired, Stranger, NoCa };
/// The server of @p old after its authority was replaced, with a bridge from the old one.
[[nodiscard]] TestIdentity makeSuccessor(
    const TestIdentity &old, BridgeDefect defect = BridgeDefect::None);
/// A server of another authority with the same name as that of @p original.
[[nodiscard]] TestIdentity makeNamesake(const TestIdentity &original);
/// A server whose certificate names it only in its common name.
[[nodiscard]] TestIdentity makeCommonNameOnly();

/// A certificate that nobody but itself signed, or one for TLS clients only, made by openssl(1).
[[nodiscard]] TestIdentity makeSelfSigned();
[[nodiscard]] TestIdentity makeWrongUsage();

} // namespace roster::test
