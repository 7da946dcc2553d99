#pragma once

#include "server/crypto/KeyRing.h"

#include <QByteArray>

#include <optional>
#include <span>

namespace roster::server {

/// Where a sealed value stands; it opens nowhere else.
struct SealedPlace
{
    QByteArrayView table;
    qint64 row;
    QByteArrayView field;
};

/// Seals single values with XChaCha20-Poly1305 (libsodium) bound to their place, and computes the
/// keyed digests by which sealed values are found. Thread-safe; lives as long as the server.
///
/// A sealed value is: format (1 byte, 1), id of the data key (4), nonce (24), ciphertext and tag.
class FieldSealer
{
public:
    explicit FieldSealer(const KeyRing &keys)
        : m_keys(keys)
    {
    }

    [[nodiscard]] QByteArray seal(QByteArrayView plain, const SealedPlace &place) const;
    /// Nothing when the value was altered, moved or sealed with another key.
    [[nodiscard]] std::optional<QByteArray> open(
        QByteArrayView sealed, const SealedPlace &place) const;
    /// The same into @p plain, which has room for it; its size. For values that are short.
    [[nodiscard]] std::optional<std::size_t> openInto(
        std::span<char> plain, QByteArrayView sealed, const SealedPlace &place) const;
    /// Whether @p sealed bears the name of this data key. Opening alone tells if it is sound.
    [[nodiscard]] bool isOwn(QByteArrayView sealed) const;

    /// 16 bytes of keyed BLAKE2b: equal for equal values of a field, nothing else can be told.
    [[nodiscard]] QByteArray blindIndex(QByteArrayView field, QByteArrayView plain) const;
    /// 32 bytes of keyed BLAKE2b, to tell whether two requests are the same.
    [[nodiscard]] QByteArray digest(QByteArrayView content) const;

private:
    const KeyRing &m_keys;
};

} // namespace roster::server
