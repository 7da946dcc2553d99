#include "server/crypto/Sha256.h"

#include "common/base/Freed.h"
#include "server/crypto/ByteView.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <array>
#include <memory>

namespace roster::server {
namespace {

/// These fail only when there is no memory or no provider; a hash that is none must not be stored.
void must(int succeeded)
{
    if (succeeded != 1)
        qFatal("OpenSSL cannot hash");
}

/// Looked up once: a look-up takes as long as hashing a kilobyte.
const EVP_MD *sha256()
{
    static const std::unique_ptr<EVP_MD, Freed<EVP_MD_free>> digest(
        EVP_MD_fetch(nullptr, "SHA2-256", nullptr));
    return digest.get();
}

/// Set up but for the key.
std::unique_ptr<EVP_MAC_CTX, Freed<EVP_MAC_CTX_free>> newHmac()
{
    const std::unique_ptr<EVP_MAC, Freed<EVP_MAC_free>> hmac(
        EVP_MAC_fetch(nullptr, "HMAC", nullptr));
    std::unique_ptr<EVP_MAC_CTX, Freed<EVP_MAC_CTX_free>> context(EVP_MAC_CTX_new(hmac.get()));
    std::array<char, 9> name{"SHA2-256"};
    const std::array<OSSL_PARAM, 2> digest{
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name.data(), 0),
        OSSL_PARAM_construct_end()};
    Q_CHECK_PTR(context.get());
    must(EVP_MAC_CTX_set_params(context.get(), digest.data()));
    return context;
}

} // namespace

Sha256::Sha256()
    : m_context(EVP_MD_CTX_new())
{
    Q_CHECK_PTR(m_context);
    must(EVP_DigestInit_ex2(m_context, sha256(), nullptr));
}

Sha256::~Sha256()
{
    EVP_MD_CTX_free(m_context);
}

void Sha256::add(QByteArrayView part)
{
    must(EVP_DigestUpdate(m_context, part.data(), static_cast<std::size_t>(part.size())));
}

QByteArray Sha256::result()
{
    QByteArray hash(size, '\0');
    must(EVP_DigestFinal_ex(m_context, bytes(hash), nullptr));
    return hash;
}

QByteArray hmacSha256(QByteArrayView key, QByteArrayView content)
{
    thread_local const auto context = newHmac();
    QByteArray code(Sha256::size, '\0');
    std::size_t size = 0;
    must(EVP_MAC_init(context.get(), bytes(key), static_cast<std::size_t>(key.size()), nullptr));
    must(EVP_MAC_update(context.get(), bytes(content), static_cast<std::size_t>(content.size())));
    must(EVP_MAC_final(context.get(), bytes(code), &size, Sha256::size));
    return code;
}

} // namespace roster::server
