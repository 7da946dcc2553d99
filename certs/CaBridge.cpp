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

Result<bool> CaBridge::leadsTo(QByteArrayView caPem, const QDateTime &now) const
{
    if (!QFile::exists(m_path))
        return false;
    const auto pem = readCertificateFile(m_path);
    if (!pem)
        return pem.error();
    const auto bridge = inspect(*pem);
    if (!bridge)
        return inFile(m_path, bridge.error());
    const auto ca = inspect(caPem);
    if (!ca)
        return ca.error();
    return bridge->spkiFingerprint == ca->spkiFingerprint && now >= bridge->notBefore
        && now < bridge->notAfter;
}

Result<QByteArray> CaBridge::insertedInto(
    const QByteArray &chainPem, const QByteArray &caPem, const QDateTime &now) const
{
    const Result<bool> leads = leadsTo(caPem, now);
    if (!leads)
        return leads.error();
    if (!*leads || !chainPem.endsWith(caPem))
        return chainPem;
    const auto pem = readCertificateFile(m_path);
    if (!pem)
        return pem.error();
    return chainPem.chopped(caPem.size()) + *pem + caPem;
}

Outcome CaBridge::dropUnlessLeadingTo(QByteArrayView caPem, const QDateTime &now) const
{
    const Result<bool> leads = leadsTo(caPem, now);
    if (!leads)
        return leads.error();
    return *leads ? Outcome(Done{}) : removeDurably(m_path);
}

} // namespace roster::certs
