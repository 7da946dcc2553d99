#pragma once

#include <QByteArray>
#include <QString>

namespace roster::server {

/// A session's bearer token (R22-23): `rst_` and 256 bits from the operating system in base64url.
/// The text is shown once and kept nowhere; the server knows its SHA-256.
struct SessionToken
{
    QString text;
    QByteArray hash;
};

[[nodiscard]] SessionToken makeSessionToken();
/// Empty when @p text cannot be a token.
[[nodiscard]] QByteArray tokenHash(QStringView text);
/// A session's public name: random, so that it tells nothing of other sessions.
[[nodiscard]] QString makeSessionId();

} // namespace roster::server
