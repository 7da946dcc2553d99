#include "tests/bench/load/TlsSetup.h"

#include "tests/bench/load/Failure.h"

#include <openssl/err.h>

#include <array>

namespace roster::bench {
namespace {

constexpr auto suites
    = "TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256";

SslContextPtr makeContext(const SSL_METHOD *method)
{
    SslContextPtr context(SSL_CTX_new(method));
    SSL_CTX_set_min_proto_version(context.get(), TLS1_3_VERSION);
    SSL_CTX_set_ciphersuites(context.get(), suites);
    SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
    // One read from the system for a record's head and body.
    SSL_CTX_set_read_ahead(context.get(), 1);
    SSL_CTX_set_mode(context.get(),
        SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER
            | SSL_MODE_RELEASE_BUFFERS);
    return context;
}

} // namespace

Result<SslContextPtr> makeClientContext(const std::string &caFile)
{
    SslContextPtr context = makeContext(TLS_client_method());
    if (SSL_CTX_load_verify_locations(context.get(), caFile.c_str(), nullptr) != 1)
        return failure("The CA file " + caFile + " cannot be used: " + takeSslError());
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
    constexpr std::array<unsigned char, 9> protocol{8, 'r', 'o', 's', 't', 'e', 'r', '/', '1'};
    SSL_CTX_set_alpn_protos(context.get(), protocol.data(), protocol.size());
    return context;
}

Result<SslContextPtr> makePeerContext(
    const std::string &certificateFile, const std::string &keyFile)
{
    SslContextPtr context = makeContext(TLS_server_method());
    if (SSL_CTX_use_certificate_chain_file(context.get(), certificateFile.c_str()) != 1
        || SSL_CTX_use_PrivateKey_file(context.get(), keyFile.c_str(), SSL_FILETYPE_PEM) != 1)
        return failure("The certificate or key cannot be used: " + takeSslError());
    return context;
}

std::string takeSslError()
{
    const unsigned long code = ERR_get_error();
    ERR_clear_error();
    if (code == 0)
        return "no reason given";
    const char *reason = ERR_reason_error_string(code);
    return reason ? reason : "error " + std::to_string(code);
}

} // namespace roster::bench
