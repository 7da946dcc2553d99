#include "server/crypto/FileSealer.h"

#include "server/crypto/ByteView.h"

#include <QtEndian>

#include <sodium.h>

#include <array>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

constexpr qsizetype chunkSize = 64 * 1024;
constexpr qsizetype tagSize = crypto_secretstream_xchacha20poly1305_ABYTES;
using StreamHeader = std::array<unsigned char, crypto_secretstream_xchacha20poly1305_HEADERBYTES>;

Error cannotCopy(const QString &why)
{
    return {
        ErrorCode::StorageUnavailable, u"A file cannot be sealed or opened: %1."_s.arg(why), {}};
}

QByteArray prefixFor(quint32 keyId)
{
    QByteArray prefix = "roster-sealed-file-1\n"_ba;
    const quint32 id = qToBigEndian(keyId);
    return prefix.append(reinterpret_cast<const char *>(&id), sizeof id);
}

/// The stream's state, wiped at its end.
struct StreamState
{
    StreamState() = default;
    ~StreamState() { sodium_memzero(&state, sizeof state); }
    StreamState(const StreamState &) = delete;
    StreamState &operator=(const StreamState &) = delete;

    crypto_secretstream_xchacha20poly1305_state state{};
};

bool writeAll(QIODevice &to, QByteArrayView content)
{
    return to.write(content.data(), content.size()) == content.size();
}

/// @p size bytes, fewer only at the end; nothing when reading failed.
std::optional<QByteArray> readUpTo(QIODevice &from, qsizetype size)
{
    QByteArray content(size, Qt::Uninitialized);
    qsizetype done = 0;
    while (done < size) {
        const qint64 got = from.read(content.data() + done, size - done);
        if (got < 0)
            return std::nullopt;
        if (got == 0)
            break;
        done += got;
    }
    content.truncate(done);
    return content;
}

} // namespace

Outcome FileSealer::seal(QIODevice &plain, QIODevice &sealed, QByteArrayView name) const
{
    StreamState stream;
    StreamHeader header{};
    crypto_secretstream_xchacha20poly1305_init_push(
        &stream.state, header.data(), m_keys.fileKey().data());
    if (!writeAll(sealed, prefixFor(m_keys.keyId()))
        || !writeAll(sealed, QByteArrayView(header.data(), qsizetype{header.size()})))
        return cannotCopy(sealed.errorString());
    for (bool isLast = false; !isLast; name = {}) {
        const std::optional<QByteArray> chunk = readUpTo(plain, chunkSize);
        if (!chunk)
            return cannotCopy(plain.errorString());
        isLast = chunk->size() < chunkSize;
        QByteArray cipher(chunk->size() + tagSize, Qt::Uninitialized);
        crypto_secretstream_xchacha20poly1305_push(&stream.state, bytes(cipher), nullptr,
            bytes(QByteArrayView(*chunk)), static_cast<unsigned long long>(chunk->size()),
            bytes(name), static_cast<unsigned long long>(name.size()),
            isLast ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0);
        if (!writeAll(sealed, cipher))
            return cannotCopy(sealed.errorString());
    }
    return Done{};
}

Outcome FileSealer::open(QIODevice &sealed, QIODevice &plain, QByteArrayView name) const
{
    const QByteArray prefix = prefixFor(m_keys.keyId());
    const Error damaged = cannotCopy(u"it is damaged, or was sealed with another data key"_s);
    StreamState stream;
    const auto first = readUpTo(sealed, prefix.size());
    const auto header = readUpTo(sealed, crypto_secretstream_xchacha20poly1305_HEADERBYTES);
    if (!first || *first != prefix || !header
        || header->size() != crypto_secretstream_xchacha20poly1305_HEADERBYTES
        || crypto_secretstream_xchacha20poly1305_init_pull(
               &stream.state, bytes(QByteArrayView(*header)), m_keys.fileKey().data())
            != 0) {
        return damaged;
    }
    for (unsigned char tag = 0; tag != crypto_secretstream_xchacha20poly1305_TAG_FINAL; name = {}) {
        const auto cipher = readUpTo(sealed, chunkSize + tagSize);
        if (!cipher || cipher->size() < tagSize)
            return damaged;
        QByteArray chunk(cipher->size() - tagSize, Qt::Uninitialized);
        if (crypto_secretstream_xchacha20poly1305_pull(&stream.state, bytes(chunk), nullptr, &tag,
                bytes(QByteArrayView(*cipher)), static_cast<unsigned long long>(cipher->size()),
                bytes(name), static_cast<unsigned long long>(name.size()))
            != 0)
            return damaged;
        if (!writeAll(plain, chunk))
            return cannotCopy(plain.errorString());
    }
    // Nothing may follow the end.
    return sealed.read(1).isEmpty() ? Outcome(Done{}) : Outcome(damaged);
}

} // namespace roster::server
