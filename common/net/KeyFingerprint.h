#pragma once

#include <QByteArray>
#include <QSslCertificate>
#include <QString>
#include <QStringList>

namespace roster {

/// What people compare to know a server by: the SHA-256 of a certificate's public key
/// (SubjectPublicKeyInfo, RFC 5280), so that a renewed certificate with the same key has the same
/// one. A value; null when there is no key.
class KeyFingerprint
{
public:
    KeyFingerprint() = default;
    /// @p sha256: 32 bytes; null for any other number.
    explicit KeyFingerprint(const QByteArray &sha256);
    [[nodiscard]] static KeyFingerprint of(const QSslCertificate &certificate);

    [[nodiscard]] bool isNull() const { return m_sha256.isEmpty(); }
    /// `SHA256:` and Base64 without padding, as ssh(1) writes those of its keys.
    [[nodiscard]] QString text() const;
    /// Lower case, with colons between the bytes.
    [[nodiscard]] QString hexadecimal() const;
    /// Six words for the first 66 bits, each one of the 2,048 of BIP-39: for the telephone.
    [[nodiscard]] QString words() const;

    /// Whether a person or a script gave this very fingerprint: as text(), in hexadecimal with or
    /// without colons, or as all six words.
    [[nodiscard]] bool isWrittenAs(const QString &given) const;

    bool operator==(const KeyFingerprint &) const = default;

private:
    QByteArray m_sha256;
};

/// The list that the words are of, in its order.
[[nodiscard]] const QStringList &fingerprintWords();

} // namespace roster
