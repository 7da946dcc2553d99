#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace roster::server {

// Bytes as libsodium takes them.

[[nodiscard]] inline const unsigned char *bytes(QByteArrayView view)
{
    return reinterpret_cast<const unsigned char *>(view.data());
}

/// @p array is no longer shared afterwards.
[[nodiscard]] inline unsigned char *bytes(QByteArray &array)
{
    return reinterpret_cast<unsigned char *>(array.data());
}

} // namespace roster::server
