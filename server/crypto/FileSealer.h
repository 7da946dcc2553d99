#pragma once

#include "common/base/Result.h"
#include "server/crypto/KeyRing.h"

#include <QByteArrayView>
#include <QIODevice>

namespace roster::server {

/// Seals whole files with libsodium's secretstream (XChaCha20-Poly1305): cut off, reordered,
/// altered or renamed, they do not open. Thread-safe.
///
/// A sealed file is: `roster-sealed-file-1` and a line feed, id of the data key (4 bytes), the
/// stream's header (24), chunks of 64 KiB, each with its 17 bytes of tag. The first chunk is bound
/// to the file's name, the last one is marked as the end.
class FileSealer
{
public:
    explicit FileSealer(const KeyRing &keys)
        : m_keys(keys)
    {
    }

    /// Reads @p plain from where it stands to its end. Errors: StorageUnavailable.
    [[nodiscard]] Outcome seal(QIODevice &plain, QIODevice &sealed, QByteArrayView name) const;
    /// What was written to @p plain before an error must not be used. Errors: StorageUnavailable.
    [[nodiscard]] Outcome open(QIODevice &sealed, QIODevice &plain, QByteArrayView name) const;

private:
    const KeyRing &m_keys;
};

} // namespace roster::server
