#include "common/client/ServerTrust.h"

#include "common/net/ClientTls.h"

namespace roster {
namespace {

using namespace Qt::StringLiterals;
using Verdict = TrustVerdict::Kind;

TrustVerdict refused(const QString &host, const QString &why)
{
    return {Verdict::Refused, u"The certificate of %1 is not accepted. %2"_s.arg(host, why),
        std::nullopt};
}

} // namespace

ServerTrust::ServerTrust(ServerAddress server, QList<QSslCertificate> authorities,
    std::optional<KnownServers> knownServers)
    : m_server(std::move(server))
    , m_authorities(std::move(authorities))
    , m_knownServers(std::move(knownServers))
{
}

Outcome ServerTrust::lookUp()
{
    m_known.reset();
    if (!m_knownServers)
        return Done{};
    Result<std::optional<KnownServer>> found = m_knownServers->find(m_server);
    if (!found)
        return found.error();
    // What another client wrote down in the meantime goes before what was accepted here.
    m_known = *found ? *found : m_accepted;
    return Done{};
}

QList<QSslCertificate> ServerTrust::authorities() const
{
    return m_known ? QList{m_known->identity.certificate} : m_authorities;
}

TrustVerdict ServerTrust::judge(const ServerChain &chain, const QList<QSslError> &errors) const
{
    if (chain.isEmpty())
        return refused(m_server.host, u"There is none."_s);
    return m_known ? judgeKnown(chain) : judgeStranger(chain, errors);
}

TrustVerdict ServerTrust::judgeStranger(
    const ServerChain &chain, const QList<QSslError> &errors) const
{
    const ServerIdentity identity{m_server, identityIn(chain)};
    if (errors.isEmpty()) {
        // The verification took a common name for a host's name, too.
        if (!namesHost(chain, m_server.host))
            return refused(m_server.host, u"It does not name this host (subjectAltName)."_s);
        return {Verdict::Trusted, {}, identity};
    }
    if (!m_knownServers) {
        return {Verdict::Refused, explainSslErrors(errors, m_server.host), std::nullopt};
    }
    const Result<ServerChain> path = verifyServerChain(chain, identity.certificate, m_server.host);
    if (!path)
        return refused(m_server.host, path.error().message);
    return {Verdict::Unknown,
        u"Nobody that this computer trusts vouches for %1, and it is not known here yet."_s.arg(
            toString(m_server)),
        identity};
}

TrustVerdict ServerTrust::judgeKnown(const ServerChain &chain) const
{
    const QSslCertificate &known = m_known->identity.certificate;
    const ServerIdentity identity{m_server, identityIn(chain)};
    const bool isKnownKey = identity.fingerprint() == m_known->identity.fingerprint();
    // A root that was issued anew with the same key is the same one, with later dates.
    const Result<ServerChain> path
        = verifyServerChain(chain, isKnownKey ? identity.certificate : known, m_server.host);
    if (!path)
        return isKnownKey ? refused(m_server.host, path.error().message) : changed(identity);
    return {Verdict::Trusted, {}, identity,
        isKnownKey ? QSslCertificate() : successorOf(known, *path, chain)};
}

TrustVerdict ServerTrust::changed(const ServerIdentity &identity) const
{
    const QString message
        = u"THE IDENTITY OF %1 HAS CHANGED. Since %2 it has been known by %3, but what answers "
          "now shows %4 (%5). Either somebody stands between this computer and the server, or the "
          "server was set up anew. Nothing was sent. Ask its administrator, by telephone or in "
          "person, before you go on."_s;
    return {Verdict::Changed,
        message.arg(toString(m_server), m_known->since.toUTC().toString(u"yyyy-MM-dd"_s),
            m_known->identity.fingerprint().text(), identity.fingerprint().text(),
            identity.fingerprint().words()),
        identity};
}

void ServerTrust::accept(const ServerIdentity &identity)
{
    m_accepted = KnownServer{{m_server, identity.certificate}, QDateTime::currentDateTimeUtc()};
}

std::optional<TrustNotice> ServerTrust::settle(const TrustVerdict &verdict)
{
    if (!m_knownServers || !m_known)
        return std::nullopt;
    if (!verdict.successor.isNull()) {
        const KnownServer next{{m_server, verdict.successor}, QDateTime::currentDateTimeUtc()};
        const Outcome written = m_knownServers->replace(m_known->identity.fingerprint(), next);
        return notice(TrustNotice::Kind::Renewed, written, next.identity);
    }
    const std::optional<KnownServer> accepted = std::exchange(m_accepted, std::nullopt);
    if (!accepted)
        return std::nullopt;
    const Outcome written = m_knownServers->add(*accepted);
    if (!written)
        m_accepted = accepted; // it holds for as long as the program runs
    return notice(TrustNotice::Kind::Remembered, written, accepted->identity);
}

TrustNotice ServerTrust::notice(
    TrustNotice::Kind kind, const Outcome &written, const ServerIdentity &identity) const
{
    const QString name = toString(m_server);
    if (!written) {
        return {TrustNotice::Kind::NotRemembered, identity,
            u"%1 could not be remembered. %2"_s.arg(name, written.error().message)};
    }
    const QString key = identity.fingerprint().text();
    if (kind == TrustNotice::Kind::Renewed) {
        return {kind, identity,
            u"The authority of %1 was replaced; the old one vouches for the new one. It is now "
            "known by %2."_s.arg(name, key)};
    }
    return {kind, identity, u"%1 is now known by %2."_s.arg(name, key)};
}

} // namespace roster
