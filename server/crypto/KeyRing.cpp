#include "server/crypto/KeyRing.h"

#include "certs/PrivateFile.h"

#include <QFile>

#include <sodium.h>

#include <cstring>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

constexpr QByteArrayView header("roster-data-key-1 ");
constexpr char derivationContext[crypto_kdf_CONTEXTBYTES + 1] = "roster.1";

enum Subkey : quint64 {
    KeyIdSubkey = 1,
    SealingSubkey,
    BlindIndexSubkey,
    DigestSubkey,
    FileSubkey
};

SecretBytes derive(const SecretBytes &dataKey, Subkey subkey, std::size_t size = 32)
{
    SecretBytes key(size);
    crypto_kdf_derive_from_key(key.data(), size, subkey, derivationContext, dataKey.data());
    return key;
}

Error badKeyFile(const QString &path, const QString &problem)
{
    return {ErrorCode::StorageUnavailable, u"The data key %1 %2"_s.arg(path, problem), {}};
}

} // namespace

KeyRing::KeyRing(const SecretBytes &dataKey)
    : m_sealing(derive(dataKey, SealingSubkey))
    , m_blindIndex(derive(dataKey, BlindIndexSubkey))
    , m_digest(derive(dataKey, DigestSubkey))
    , m_file(derive(dataKey, FileSubkey))
{
    const SecretBytes id = derive(dataKey, KeyIdSubkey, 16);
    std::memcpy(&m_keyId, id.data(), sizeof m_keyId);
}

Outcome KeyRing::create(const QString &path)
{
    if (QFile::exists(path))
        return badKeyFile(path, u"exists already; it is never overwritten."_s);
    const SecretBytes key = SecretBytes::random(crypto_kdf_KEYBYTES);
    QByteArray text = header.toByteArray() + key.view().toByteArray().toBase64() + '\n';
    const Outcome written = certs::writeFileAtomically(path, text, 0600);
    wipe(text);
    return written;
}

Result<KeyRing> KeyRing::load(const QString &path)
{
    if (!QFile::exists(path)) {
        return badKeyFile(
            path, u"is missing. Without it no SSN can be read; put the file back from a backup."_s);
    }
    if (const Outcome isPrivate = certs::checkPrivateFile(path); !isPrivate)
        return isPrivate.error();
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return badKeyFile(path, u"cannot be read."_s);
    QByteArray text = file.read(256);
    if (!text.startsWith(header) || !text.endsWith('\n'))
        return badKeyFile(path, u"is damaged."_s);
    auto decoded = QByteArray::fromBase64Encoding(
        text.mid(header.size()).trimmed(), QByteArray::AbortOnBase64DecodingErrors);
    wipe(text);
    if (!decoded || decoded.decoded.size() != crypto_kdf_KEYBYTES)
        return badKeyFile(path, u"is damaged."_s);
    const SecretBytes key = SecretBytes::copyOf(QByteArrayView(decoded.decoded));
    wipe(decoded.decoded);
    return KeyRing(key);
}

KeyRing KeyRing::ephemeral()
{
    return KeyRing(SecretBytes::random(crypto_kdf_KEYBYTES));
}

} // namespace roster::server
