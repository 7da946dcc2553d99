#pragma once

#include "common/base/Freed.h"
#include "common/base/Result.h"

#include <openssl/ssl.h>

#include <memory>
#include <string>

namespace roster::bench {

using SslContextPtr = std::unique_ptr<SSL_CTX, Freed<SSL_CTX_free>>;
using SslPtr = std::unique_ptr<SSL, Freed<SSL_free>>;

/// TLS 1.3 with a full handshake for every connection, trusting the CA of @p caFile alone.
[[nodiscard]] Result<SslContextPtr> makeClientContext(const std::string &caFile);

/// The same for the servers that are measured against, with the suites that Roster prefers.
[[nodiscard]] Result<SslContextPtr> makePeerContext(
    const std::string &certificateFile, const std::string &keyFile);

/// The oldest error that OpenSSL keeps for this thread, which it then forgets.
[[nodiscard]] std::string takeSslError();

} // namespace roster::bench
