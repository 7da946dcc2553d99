#pragma once

#include <QByteArray>
#include <QByteArrayView>

struct evp_md_ctx_st;

namespace roster::server {

/// SHA-256 (FIPS 180-4) of what is added piece by piece, by OpenSSL, which uses what the processor
/// has for it.
class Sha256
{
public:
    static constexpr qsizetype size = 32;

    Sha256();
    ~Sha256();
    Sha256(const Sha256 &) = delete;
    Sha256 &operator=(const Sha256 &) = delete;

    void add(QByteArrayView part);
    /// The last call.
    [[nodiscard]] QByteArray result();

private:
    evp_md_ctx_st *m_context;
};

/// HMAC-SHA-256 (RFC 2104).
[[nodiscard]] QByteArray hmacSha256(QByteArrayView key, QByteArrayView content);

} // namespace roster::server
