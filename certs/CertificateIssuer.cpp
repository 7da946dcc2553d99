#include "certs/CertificateIssuer.h"

#include "certs/Pem.h"
#include "certs/SubjectNames.h"

#include <algorithm>
#include <initializer_list>

namespace roster::certs {

using namespace Qt::StringLiterals;

namespace {

/// ub-common-name of RFC 5280.
constexpr qsizetype longestCommonName = 64;

struct Validity
{
    QDateTime notBefore;
    QDateTime notAfter;
};

struct Extension
{
    int nid;
    const char *value;
};

Validity validityFrom(const QDateTime &now, std::chrono::days lifetime)
{
    const QDateTime start = now.addSecs(-std::chrono::seconds(clockSkew).count());
    return {start, start.addDays(lifetime.count())};
}

Error opensslFailure()
{
    return {ErrorCode::InternalError, u"Cannot make the certificate: %1."_s.arg(takeOpenSslError()),
        {}};
}

Error caError(const QString &message)
{
    return {ErrorCode::ValidationFailed, message, {}};
}

/// 16 octets, positive and never short: the top bit of 127 is set, the rest is random.
bool setSerial(X509 *certificate)
{
    const BignumPtr serial(BN_new());
    return serial && BN_rand(serial.get(), 127, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1
        && BN_to_ASN1_INTEGER(serial.get(), X509_get_serialNumber(certificate)) != nullptr;
}

bool setCommonName(X509_NAME *name, const QString &commonName)
{
    const QByteArray utf8 = commonName.toUtf8();
    return X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_UTF8,
               reinterpret_cast<const unsigned char *>(utf8.constData()),
               static_cast<int>(utf8.size()), -1, 0)
        == 1;
}

NamePtr nameWith(const QString &commonName)
{
    NamePtr name(X509_NAME_new());
    return name && setCommonName(name.get(), commonName) ? std::move(name) : NamePtr();
}

bool setValidity(X509 *certificate, const Validity &validity)
{
    return ASN1_TIME_set(X509_getm_notBefore(certificate), validity.notBefore.toSecsSinceEpoch())
        && ASN1_TIME_set(X509_getm_notAfter(certificate), validity.notAfter.toSecsSinceEpoch());
}

/// Version 3 with everything but the issuer, the extensions and the signature; null on failure.
X509Ptr certificateFor(EVP_PKEY *key, const X509_NAME *subject, const Validity &validity)
{
    X509Ptr certificate(X509_new());
    const bool isComplete = key && subject && certificate
        && X509_set_version(certificate.get(), X509_VERSION_3) == 1 && setSerial(certificate.get())
        && X509_set_subject_name(certificate.get(), subject) == 1
        && setValidity(certificate.get(), validity) && X509_set_pubkey(certificate.get(), key) == 1;
    return isComplete ? std::move(certificate) : X509Ptr();
}

bool addExtensions(X509 *certificate, X509 *issuer, std::initializer_list<Extension> extensions)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509V3_set_ctx_nodb(&context);
    return std::all_of(extensions.begin(), extensions.end(), [&](const Extension &wanted) {
        const ExtensionPtr extension(
            X509V3_EXT_conf_nid(nullptr, &context, wanted.nid, wanted.value));
        return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
    });
}

GeneralNamePtr generalName(const QString &canonicalName)
{
    const QByteArray text = canonicalName.toLatin1();
    GeneralNamePtr name(GENERAL_NAME_new());
    if (isAddress(canonicalName)) {
        OctetStringPtr octets(a2i_IPADDRESS(text.constData()));
        if (!octets)
            return {};
        GENERAL_NAME_set0_value(name.get(), GEN_IPADD, octets.release());
        return name;
    }
    Ia5StringPtr string(ASN1_IA5STRING_new());
    if (!string
        || ASN1_STRING_set(string.get(), text.constData(), static_cast<int>(text.size())) != 1)
        return {};
    GENERAL_NAME_set0_value(name.get(), GEN_DNS, string.release());
    return name;
}

/// subjectAltName; not critical, for the subject is never empty (RFC 5280, 4.2.1.6).
bool addSubjectNames(X509 *certificate, const QStringList &canonicalNames)
{
    const GeneralNamesPtr names(GENERAL_NAMES_new());
    for (const QString &canonicalName : canonicalNames) {
        GeneralNamePtr name = generalName(canonicalName);
        if (!name || sk_GENERAL_NAME_push(names.get(), name.get()) <= 0)
            return false;
        static_cast<void>(name.release());
    }
    return X509_add1_ext_i2d(certificate, NID_subject_alt_name, names.get(), 0, X509V3_ADD_DEFAULT)
        == 1;
}

bool sign(X509 *certificate, X509 *issuer, EVP_PKEY *issuerKey)
{
    return X509_sign(certificate, issuerKey, EVP_sha256()) > 0
        && X509_verify(certificate, X509_get0_pubkey(issuer)) == 1;
}

/// Besides leaves a CA signs at most the bridge to its successor. That is self-issued, which RFC
/// 5280 does not count, but some verifiers do.
constexpr Extension rootConstraints{NID_basic_constraints, "critical,CA:TRUE,pathlen:1"};
constexpr Extension bridgeConstraints{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"};
constexpr Extension caKeyUsage{NID_key_usage, "critical,keyCertSign,cRLSign"};

/// @p key and @p name, signed with that key.
X509Ptr makeRoot(EVP_PKEY *key, const X509_NAME *name, const Validity &validity)
{
    X509Ptr root = certificateFor(key, name, validity);
    const bool isMade = root && X509_set_issuer_name(root.get(), name) == 1
        && addExtensions(root.get(), root.get(),
            {rootConstraints, caKeyUsage, {NID_subject_key_identifier, "hash"}})
        && sign(root.get(), root.get(), key);
    return isMade ? std::move(root) : X509Ptr();
}

/// The key of @p root under the signature of @p oldCa, whose name it has.
X509Ptr makeBridge(X509 *root, X509 *oldCa, EVP_PKEY *oldKey, const Validity &wanted)
{
    const Validity validity{std::max(wanted.notBefore, toUtc(X509_get0_notBefore(oldCa))),
        std::min(wanted.notAfter, toUtc(X509_get0_notAfter(oldCa)))};
    X509Ptr bridge = certificateFor(X509_get0_pubkey(root), X509_get_subject_name(root), validity);
    const bool isMade = bridge
        && X509_set_issuer_name(bridge.get(), X509_get_subject_name(oldCa)) == 1
        && addExtensions(bridge.get(), oldCa,
            {bridgeConstraints, caKeyUsage, {NID_subject_key_identifier, "hash"},
                {NID_authority_key_identifier, "keyid:always"}})
        && sign(bridge.get(), oldCa, oldKey);
    return isMade ? std::move(bridge) : X509Ptr();
}

/// The most telling name that fits: a host's own before `localhost`.
QString commonNameOf(const QStringList &names)
{
    for (const QString &name : names) {
        if (name.size() <= longestCommonName && name != u"localhost" && !isAddress(name))
            return name;
    }
    return names.front().size() <= longestCommonName ? names.front() : u"Roster server"_s;
}

Outcome checkCa(X509 *ca, EVP_PKEY *caKey, const QDateTime &now)
{
    if (X509_check_ca(ca) != 1)
        return caError(u"The certificate that should sign is no CA's."_s);
    if (X509_check_private_key(ca, caKey) != 1) {
        [[maybe_unused]] const QString reason = takeOpenSslError();
        return caError(u"The CA's key does not belong to the CA's certificate."_s);
    }
    if (now < toUtc(X509_get0_notBefore(ca)))
        return caError(u"The CA is not valid yet: check the machine's clock."_s);
    if (now >= toUtc(X509_get0_notAfter(ca)))
        return caError(
            u"The CA has expired: a new one is needed, which every client must be given."_s);
    return Done{};
}

Result<IssuedPair> issueLeaf(
    X509 *ca, EVP_PKEY *caKey, const QStringList &names, const Validity &wanted)
{
    const Validity validity{std::max(wanted.notBefore, toUtc(X509_get0_notBefore(ca))),
        std::min(wanted.notAfter, toUtc(X509_get0_notAfter(ca)))};
    const KeyPtr key(EVP_EC_gen("P-256"));
    const X509Ptr leaf = certificateFor(key.get(), nameWith(commonNameOf(names)).get(), validity);
    if (!leaf || X509_set_issuer_name(leaf.get(), X509_get_subject_name(ca)) != 1
        || !addExtensions(leaf.get(), ca,
            {{NID_basic_constraints, "critical,CA:FALSE"},
                {NID_key_usage, "critical,digitalSignature"}, {NID_ext_key_usage, "serverAuth"},
                {NID_subject_key_identifier, "hash"},
                {NID_authority_key_identifier, "keyid:always"}})
        || !addSubjectNames(leaf.get(), names) || !sign(leaf.get(), ca, caKey))
        return opensslFailure();
    return IssuedPair{writeCertificate(leaf.get()), writePrivateKey(key.get())};
}

} // namespace

Result<IssuedPair> issueCa(const QString &hostName, const QDateTime &now)
{
    const QString digits = QString::fromLatin1(SecretBytes::random(4).view().toByteArray().toHex());
    const QString commonName = u"Roster CA %1 %2"_s.arg(hostName.left(40), digits);
    const KeyPtr key(EVP_EC_gen("P-256"));
    const X509Ptr ca
        = makeRoot(key.get(), nameWith(commonName).get(), validityFrom(now, caLifetime));
    if (!ca)
        return opensslFailure();
    return IssuedPair{writeCertificate(ca.get()), writePrivateKey(key.get())};
}

Result<SuccessorCa> issueSuccessor(
    QByteArrayView caPem, QByteArrayView caKeyPem, const QDateTime &now, std::chrono::days overlap)
{
    const auto chain = readCertificates(caPem);
    if (!chain)
        return chain.error();
    const auto oldKey = readPrivateKey(caKeyPem);
    if (!oldKey)
        return oldKey.error();
    X509 *oldCa = chain->front().get();
    if (Outcome checked = checkCa(oldCa, oldKey->get(), now); !checked)
        return checked.error();
    const KeyPtr key(EVP_EC_gen("P-256"));
    const X509Ptr root
        = makeRoot(key.get(), X509_get_subject_name(oldCa), validityFrom(now, caLifetime));
    const Validity bridging{validityFrom(now, overlap).notBefore, now.addDays(overlap.count())};
    const X509Ptr bridge
        = root ? makeBridge(root.get(), oldCa, oldKey->get(), bridging) : X509Ptr();
    if (!bridge)
        return opensslFailure();
    return SuccessorCa{
        {writeCertificate(root.get()), writePrivateKey(key.get())}, writeCertificate(bridge.get())};
}

Result<IssuedPair> issueServer(QByteArrayView caPem, QByteArrayView caKeyPem,
    const QStringList &names, const QDateTime &now, std::chrono::days lifetime)
{
    const auto canonical = canonicalSubjectNames(names);
    if (!canonical)
        return canonical.error();
    if (canonical->isEmpty())
        return Error{ErrorCode::InvalidParams, u"A server certificate needs a name."_s, {}};
    const auto chain = readCertificates(caPem);
    if (!chain)
        return chain.error();
    const auto caKey = readPrivateKey(caKeyPem);
    if (!caKey)
        return caKey.error();
    X509 *ca = chain->front().get();
    if (Outcome checked = checkCa(ca, caKey->get(), now); !checked)
        return checked.error();
    return issueLeaf(ca, caKey->get(), *canonical, validityFrom(now, lifetime));
}

} // namespace roster::certs
