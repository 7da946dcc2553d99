#include "certs/CaBridge.h"

#include "certs/CertificateFacts.h"
#include "certs/PrivateFile.h"
#include "certs/ServerPair.h"

#include <QFile>

namespace roster::certs {

CaBridge::CaBridge(QString path)
    : m_path(std::move(path))
{
}

Result<QByteArray> CaBridge::leadingTo(QByteArrayView caPem, const QDateTime &now) const
{
    if (!QFile::exists(m_path))
        return QByteArray();
    const auto pem = readCertificateFile(m_path);
    if (!pem)
        return pem;
    const auto bridge = inspect(*pem);
    if (!bridge)
        return inFile(m_path, bridge.error());
    const auto ca = inspect(caPem);
    if (!ca)
        return ca.error();
    const bool leads = bridge->spkiFingerprint == ca->spkiFingerprint && now >= bridge->notBefore
        && now < bridge->notAfter;
    return leads ? *pem : QByteArray();
}

Result<bool> CaBridge::leadsTo(QByteArrayView caPem, const QDateTime &now) const
{
    const Result<QByteArray> bridge = leadingTo(caPem, now);
    if (!bridge)
        return bridge.error();
    return !bridge->isEmpty();
}

Result<QByteArray> CaBridge::insertedInto(
    const QByteArray &chainPem, const QByteArray &caPem, const QDateTime &now) const
{
    const Result<QByteArray> bridge = leadingTo(caPem, now);
    if (!bridge)
        return bridge;
    if (bridge->isEmpty() || !chainPem.endsWith(caPem))
        return chainPem;
    return chainPem.chopped(caPem.size()) + *bridge + caPem;
}

Outcome CaBridge::dropUnlessLeadingTo(QByteArrayView caPem, const QDateTime &now) const
{
    const Result<bool> leads = leadsTo(caPem, now);
    if (!leads)
        return leads.error();
    return *leads ? Outcome(Done{}) : removeDurably(m_path);
}

} // namespace roster::certs
