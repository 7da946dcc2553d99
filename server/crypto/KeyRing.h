#pragma once

#include "common/base/Result.h"
#include "common/base/SecretBytes.h"

#include <QString>

namespace roster::server {

/// The data key and what is derived from it (libsodium's crypto_kdf, a context of its own for each
/// use). Loaded once at the start, then immutable and shared by all threads. server/KEYS.md says
/// what each key protects.
class KeyRing
{
public:
    /// Writes a new random data key into a file that must not exist yet, mode 0600.
    [[nodiscard]] static Outcome create(const QString &path);
    /// Refuses a file that others than its owner can read, or that holds no key.
    [[nodiscard]] static Result<KeyRing> load(const QString &path);
    /// A key that is kept nowhere, for tests.
    [[nodiscard]] static KeyRing ephemeral();

    /// Names the data key in what it sealed; not secret.
    [[nodiscard]] quint32 keyId() const { return m_keyId; }
    [[nodiscard]] const SecretBytes &sealingKey() const { return m_sealing; }
    [[nodiscard]] const SecretBytes &blindIndexKey() const { return m_blindIndex; }
    [[nodiscard]] const SecretBytes &digestKey() const { return m_digest; }
    [[nodiscard]] const SecretBytes &fileKey() const { return m_file; }

private:
    explicit KeyRing(const SecretBytes &dataKey);

    quint32 m_keyId = 0;
    SecretBytes m_sealing;
    SecretBytes m_blindIndex;
    SecretBytes m_digest;
    SecretBytes m_file;
};

} // namespace roster::server
