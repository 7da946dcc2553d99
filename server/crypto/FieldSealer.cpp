#include "server/crypto/FieldSealer.h"

#include "server/crypto/ByteView.h"

#include <QVarLengthArray>
#include <QtEndian>

#include <sodium.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace roster::server {
namespace {

constexpr char sealedFormat = 1;
constexpr qsizetype nonceOffset = 1 + sizeof(quint32);
constexpr qsizetype cipherOffset = nonceOffset + crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr qsizetype overhead = cipherOffset + crypto_aead_xchacha20poly1305_ietf_ABYTES;

QByteArray headerFor(quint32 keyId)
{
    QByteArray header(nonceOffset, sealedFormat);
    qToBigEndian(keyId, header.data() + 1);
    return header;
}

/// The header too is authenticated. Names hold no NUL, so places cannot be confused. Short ones
/// are put together without asking for memory.
class AdditionalData
{
public:
    AdditionalData(QByteArrayView header, const SealedPlace &place)
    {
        std::array<char, 20> row; // as long as the smallest number
        const char *const rowEnd
            = std::to_chars(row.data(), row.data() + row.size(), place.row).ptr;
        for (const QByteArrayView part : {header, place.table, QByteArrayView("", 1),
                 QByteArrayView(row.data(), rowEnd), QByteArrayView("", 1), place.field}) {
            m_text.append(part.data(), part.size());
        }
    }

    [[nodiscard]] const unsigned char *data() const { return bytes(m_text); }
    [[nodiscard]] unsigned long long size() const
    {
        return static_cast<unsigned long long>(m_text.size());
    }

private:
    QVarLengthArray<char, 128> m_text;
};

QByteArray keyedHash(
    const SecretBytes &key, QByteArrayView domain, QByteArrayView content, qsizetype size)
{
    QByteArray hash(size, '\0');
    crypto_generichash_state state;
    crypto_generichash_init(&state, key.data(), key.size(), static_cast<std::size_t>(size));
    const QByteArray prefix = domain.toByteArray() + '\0';
    crypto_generichash_update(
        &state, bytes(QByteArrayView(prefix)), static_cast<std::size_t>(prefix.size()));
    crypto_generichash_update(&state, bytes(content), static_cast<std::size_t>(content.size()));
    crypto_generichash_final(&state, bytes(hash), static_cast<std::size_t>(size));
    return hash;
}

} // namespace

QByteArray FieldSealer::seal(QByteArrayView plain, const SealedPlace &place) const
{
    QByteArray sealed = headerFor(m_keys.keyId());
    const AdditionalData context(sealed, place);
    sealed.resize(overhead + plain.size());
    unsigned char *nonce = bytes(sealed) + nonceOffset;
    fillWithRandom({nonce, crypto_aead_xchacha20poly1305_ietf_NPUBBYTES});
    crypto_aead_xchacha20poly1305_ietf_encrypt(bytes(sealed) + cipherOffset, nullptr, bytes(plain),
        static_cast<unsigned long long>(plain.size()), context.data(), context.size(), nullptr,
        nonce, m_keys.sealingKey().data());
    return sealed;
}

std::optional<QByteArray> FieldSealer::open(QByteArrayView sealed, const SealedPlace &place) const
{
    QByteArray plain(std::max(qsizetype{0}, sealed.size() - overhead), '\0');
    if (!openInto({plain.data(), static_cast<std::size_t>(plain.size())}, sealed, place))
        return std::nullopt;
    return plain;
}

std::optional<std::size_t> FieldSealer::openInto(
    std::span<char> plain, QByteArrayView sealed, const SealedPlace &place) const
{
    if (sealed.size() < overhead || sealed.front() != sealedFormat)
        return std::nullopt;
    const auto size = static_cast<std::size_t>(sealed.size() - overhead);
    if (size > plain.size())
        return std::nullopt;
    const AdditionalData context(sealed.first(nonceOffset), place);
    const int failed = crypto_aead_xchacha20poly1305_ietf_decrypt(
        reinterpret_cast<unsigned char *>(plain.data()), nullptr, nullptr,
        bytes(sealed) + cipherOffset, static_cast<unsigned long long>(sealed.size() - cipherOffset),
        context.data(), context.size(), bytes(sealed) + nonceOffset, m_keys.sealingKey().data());
    if (failed != 0)
        return std::nullopt;
    return size;
}

bool FieldSealer::isOwn(QByteArrayView sealed) const
{
    return sealed.startsWith(headerFor(m_keys.keyId()));
}

QByteArray FieldSealer::blindIndex(QByteArrayView field, QByteArrayView plain) const
{
    return keyedHash(m_keys.blindIndexKey(), field, plain, 16);
}

QByteArray FieldSealer::digest(QByteArrayView content) const
{
    return keyedHash(m_keys.digestKey(), "request", content, 32);
}

} // namespace roster::server
