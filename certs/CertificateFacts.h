#pragma once

#include "common/base/Result.h"

#include <QByteArray>
#include <QDateTime>
#include <QString>
#include <QStringList>

namespace roster::certs {

enum class KeyKind { Rsa, EllipticCurve, Other };

/// What a certificate says, for people and for decisions; it says nothing about trust.
struct CertificateFacts
{
    /// RFC 2253 form, such as `CN=Roster CA host`; unprintable characters are escaped.
    QString subject;
    QString issuer;
    /// Lower-case hexadecimal.
    QString serial;
    QDateTime notBefore;
    QDateTime notAfter;
    /// DNS names and addresses of subjectAltName, spelt as canonicalSubjectName() does.
    QStringList names;
    bool isCa = false;
    /// SHA-256 of the whole certificate and of its SubjectPublicKeyInfo, 32 bytes each.
    QByteArray fingerprint;
    QByteArray spkiFingerprint;
    KeyKind keyKind = KeyKind::Other;
    /// Such as `EC 256 bits, prime256v1` or `RSA 2048 bits`.
    QString keyText;
};

/// The facts of the first certificate in @p pem; `validation_failed` if there is none.
[[nodiscard]] Result<CertificateFacts> inspect(QByteArrayView pem);

/// `AB:CD:..`, as people compare it.
[[nodiscard]] QString fingerprintText(const QByteArray &fingerprint);

} // namespace roster::certs
