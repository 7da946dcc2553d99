#pragma once

#include "common/base/SecretBytes.h"

#include <QByteArray>

#include <cstdint>
#include <optional>

namespace roster::server {

/// A password's hash by argon2id (RFC 9106, version 1.3) and all that it was made with.
struct Argon2id
{
    std::uint32_t memoryKib = 0;
    std::uint32_t passes = 0;
    std::uint32_t lanes = 1;
    QByteArray salt;
    QByteArray hash;

    /// Reads "$argon2id$v=19$m=KIB,t=PASSES,p=LANES$SALT$HASH", base64 without padding. Nullopt
    /// unless that is all there is; whether the figures make sense shows when they are used.
    [[nodiscard]] static std::optional<Argon2id> fromText(const QByteArray &text);
    [[nodiscard]] QByteArray toText() const;

    /// The hash of @p password with these parameters and this salt, @p size bytes of it. Nullopt
    /// when memory is out, or RFC 9106 forbids the parameters. The memory is in large pages, where
    /// the system has them, and belongs to the system again when the call returns.
    [[nodiscard]] std::optional<QByteArray> hashOf(
        const SecretBytes &password, qsizetype size) const;
};

} // namespace roster::server
