#include "common/net/ServerChain.h"

#include "common/base/Freed.h"
#include "common/net/ClientTls.h"
#include "common/net/KeyFingerprint.h"

#include <QHostAddress>
#include <QUrl>

#include <openssl/err.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <memory>

namespace roster {
namespace {

using namespace Qt::StringLiterals;

void freeStack(STACK_OF(X509) * stack)
{
    sk_X509_pop_free(stack, X509_free);
}

using X509Ptr = std::unique_ptr<X509, Freed<X509_free>>;
using StackPtr = std::unique_ptr<STACK_OF(X509), Freed<freeStack>>;
using StorePtr = std::unique_ptr<X509_STORE, Freed<X509_STORE_free>>;
using ContextPtr = std::unique_ptr<X509_STORE_CTX, Freed<X509_STORE_CTX_free>>;

/// From its bytes: Qt's handle may be of another copy of the library.
X509Ptr toX509(const QSslCertificate &certificate)
{
    const QByteArray der = certificate.toDer();
    const auto *begin = reinterpret_cast<const unsigned char *>(der.constData());
    return X509Ptr(d2i_X509(nullptr, &begin, static_cast<long>(der.size())));
}

QSslCertificate toCertificate(X509 *certificate)
{
    unsigned char *der = nullptr;
    const int size = i2d_X509(certificate, &der);
    const QByteArray bytes(reinterpret_cast<const char *>(der), size > 0 ? size : 0);
    OPENSSL_free(der);
    return QSslCertificate(bytes, QSsl::Der);
}

Error refused(const QString &message)
{
    return {ErrorCode::ValidationFailed, message, {}};
}

QString dateText(const QDateTime &date)
{
    return date.toUTC().toString(Qt::ISODate);
}

Error explain(int code, const QSslCertificate &certificate)
{
    switch (code) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return refused(u"A certificate expired on %1."_s.arg(dateText(certificate.expiryDate())));
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return refused(
            u"A certificate is valid only from %1 on; is the clock of this computer right?"_s.arg(
                dateText(certificate.effectiveDate())));
    case X509_V_ERR_INVALID_PURPOSE:
        return refused(u"A certificate was not issued for use by a server."_s);
    case X509_V_ERR_INVALID_CA:
    case X509_V_ERR_KEYUSAGE_NO_CERTSIGN:
    case X509_V_ERR_PATH_LENGTH_EXCEEDED:
        return refused(u"It was issued by a certificate that may not issue others."_s);
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
        return refused(u"It was not issued by the authority that the server is known by."_s);
    default:
        return refused(QString::fromLatin1(X509_verify_cert_error_string(code)) + u'.');
    }
}

/// @p anchor alone is trusted, even one that others issued.
StorePtr storeOf(X509 *anchor, const QDateTime &now)
{
    StorePtr store(X509_STORE_new());
    if (!store || X509_STORE_add_cert(store.get(), anchor) != 1)
        return {};
    X509_VERIFY_PARAM *rules = X509_STORE_get0_param(store.get());
    X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_PARTIAL_CHAIN);
    X509_VERIFY_PARAM_set_time(rules, now.toSecsSinceEpoch());
    X509_VERIFY_PARAM_set_auth_level(rules, 2); // 112 bits, as for the connection itself
    return store;
}

StackPtr stackOf(const ServerChain &chain)
{
    StackPtr stack(sk_X509_new_null());
    for (const QSslCertificate &certificate : chain) {
        X509Ptr parsed = toX509(certificate);
        if (!parsed || sk_X509_push(stack.get(), parsed.get()) <= 0)
            return {};
        static_cast<void>(parsed.release());
    }
    return stack;
}

ServerChain pathOf(X509_STORE_CTX *context)
{
    ServerChain path;
    const STACK_OF(X509) *found = X509_STORE_CTX_get0_chain(context);
    for (int i = 0; i < sk_X509_num(found); ++i)
        path.append(toCertificate(sk_X509_value(found, i)));
    return path;
}

bool hasSigned(const QSslCertificate &issuer, const QSslCertificate &certificate)
{
    const X509Ptr signer = toX509(issuer);
    const X509Ptr signedOne = toX509(certificate);
    EVP_PKEY *key = signer ? X509_get0_pubkey(signer.get()) : nullptr;
    const bool isSigned = key && signedOne
        && X509_check_issued(signer.get(), signedOne.get()) == X509_V_OK
        && X509_verify(signedOne.get(), key) == 1;
    ERR_clear_error();
    return isSigned;
}

/// Signed with its own key, whatever it says of itself.
bool isSelfIssued(const QSslCertificate &certificate)
{
    return hasSigned(certificate, certificate);
}

} // namespace

QSslCertificate identityIn(const ServerChain &chain)
{
    const auto root = std::find_if(chain.begin(), chain.end(), isSelfIssued);
    return root == chain.end() ? chain.value(0) : *root;
}

bool namesHost(const ServerChain &chain, const QString &host)
{
    const X509Ptr certificate = chain.isEmpty() ? X509Ptr() : toX509(chain.first());
    if (!certificate)
        return false;
    if (const QHostAddress address(host); !address.isNull()) {
        const QByteArray text = address.toString().toLatin1();
        return X509_check_ip_asc(certificate.get(), text.constData(), 0) == 1;
    }
    QByteArray name = QUrl::toAce(host).toLower();
    if (name.endsWith('.'))
        name.chop(1);
    return !name.isEmpty()
        && X509_check_host(certificate.get(), name.constData(),
               static_cast<std::size_t>(name.size()),
               X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS, nullptr)
        == 1;
}

Result<ServerChain> verifyServerChain(const ServerChain &chain, const QSslCertificate &anchor,
    const QString &host, const QDateTime &now)
{
    if (!namesHost(chain, host)) {
        return refused(u"It is for %1, not for %2."_s.arg(hostsOf(chain.value(0)), host));
    }
    const X509Ptr own = toX509(chain.first());
    const X509Ptr trusted = toX509(anchor);
    const StackPtr others = stackOf(chain.sliced(1));
    const StorePtr store = trusted ? storeOf(trusted.get(), now) : StorePtr();
    const ContextPtr context(X509_STORE_CTX_new());
    if (!own || !others || !store || !context
        || X509_STORE_CTX_init(context.get(), store.get(), own.get(), others.get()) != 1
        || X509_STORE_CTX_set_default(context.get(), "ssl_server") != 1)
        return refused(u"The certificates cannot be read."_s);
    const bool isValid = X509_verify_cert(context.get()) == 1;
    ERR_clear_error();
    if (isValid)
        return pathOf(context.get());
    X509 *culprit = X509_STORE_CTX_get_current_cert(context.get());
    return explain(X509_STORE_CTX_get_error(context.get()),
        culprit ? toCertificate(culprit) : QSslCertificate());
}

QSslCertificate successorOf(
    const QSslCertificate &anchor, const ServerChain &path, const ServerChain &chain)
{
    constexpr qsizetype pathOverOneBridge = 3; // the server's own, "new with old", the old root
    if (path.size() != pathOverOneBridge || !hasSigned(anchor, path.at(1)))
        return QSslCertificate();
    const QSslCertificate root = identityIn(chain);
    const KeyFingerprint key = KeyFingerprint::of(root);
    const bool isIssuer = isSelfIssued(root) && !key.isNull() && root != chain.first()
        && key == KeyFingerprint::of(path.at(1)) && key != KeyFingerprint::of(anchor);
    return isIssuer ? root : QSslCertificate();
}

} // namespace roster
