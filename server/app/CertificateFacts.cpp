#include "server/app/CertificateFacts.h"

#include "certs/CaBridge.h"
#include "certs/CertificateFacts.h"
#include "certs/ServerPair.h"
#include "certs/TlsFolder.h"
#include "common/net/KeyFingerprint.h"
#include "common/net/ServerChain.h"

#include <QJsonArray>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

QJsonObject toJson(const QString &path, const certs::CertificateFacts &facts)
{
    return {{u"file"_s, path}, {u"subject"_s, facts.subject}, {u"issuer"_s, facts.issuer},
        {u"serial"_s, facts.serial}, {u"names"_s, QJsonArray::fromStringList(facts.names)},
        {u"not_before"_s, facts.notBefore.toString(Qt::ISODate)},
        {u"not_after"_s, facts.notAfter.toString(Qt::ISODate)}, {u"key"_s, facts.keyText},
        {u"sha256"_s, certs::fingerprintText(facts.fingerprint)},
        {u"spki_sha256"_s, certs::fingerprintText(facts.spkiFingerprint)}};
}

/// @p pem: what the file @p path holds.
Result<QJsonObject> factsIn(const QString &path, const QByteArray &pem)
{
    const Result<certs::CertificateFacts> facts = certs::inspect(pem);
    if (!facts)
        return facts.error();
    return toJson(path, *facts);
}

/// By the code that the clients use.
QJsonObject identityOf(const QByteArray &chainPem)
{
    const KeyFingerprint key
        = KeyFingerprint::of(identityIn(QSslCertificate::fromData(chainPem, QSsl::Pem)));
    return {{u"fingerprint"_s, key.text()}, {u"words"_s, key.words()}};
}

/// When the old CA's word for @p caPem ends; empty when it vouches no more.
Result<QString> endOfOverlap(const QString &bridgePath, const QByteArray &caPem)
{
    const Result<QByteArray> pem
        = certs::CaBridge(bridgePath).leadingTo(caPem, QDateTime::currentDateTimeUtc());
    if (!pem)
        return pem.error();
    if (pem->isEmpty())
        return QString();
    const Result<QJsonObject> bridge = factsIn(bridgePath, *pem);
    if (!bridge)
        return bridge.error();
    return bridge->value("not_after"_L1).toString();
}

} // namespace

Result<QJsonObject> describeCertificate(const QString &path)
{
    const Result<QByteArray> chain = certs::readCertificateFile(path);
    if (!chain)
        return chain.error();
    const Result<QJsonObject> leaf = factsIn(path, *chain);
    if (!leaf)
        return leaf.error();
    return QJsonObject{{u"identity"_s, identityOf(*chain)}, {u"certificate"_s, *leaf}};
}

Result<QJsonObject> describeCertificates(const QString &tlsFolder)
{
    const certs::TlsFolder folder(tlsFolder, {});
    Result<QJsonObject> facts = describeCertificate(folder.servedPath());
    if (!facts || folder.hasImportedPair())
        return facts;
    const Result<QByteArray> caPem = certs::readCertificateFile(folder.caPath());
    if (!caPem)
        return caPem.error();
    const Result<QJsonObject> ca = factsIn(folder.caPath(), *caPem);
    if (!ca)
        return ca.error();
    facts->insert(u"ca"_s, *ca);
    const Result<QString> end = endOfOverlap(folder.bridgePath(), *caPem);
    if (!end)
        return end.error();
    if (!end->isEmpty())
        facts->insert(u"old_ca_vouches_until"_s, *end);
    return facts;
}

} // namespace roster::server
