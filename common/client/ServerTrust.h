#pragma once

#include "common/client/KnownServers.h"
#include "common/net/ServerChain.h"

#include <QList>
#include <QSslError>

#include <optional>

namespace roster {

/// Whether a server is to be talked to. Only with `Trusted` may a byte be sent.
struct TrustVerdict
{
    enum class Kind {
        Trusted,
        Unknown, ///< nobody vouches for it, all else is right: a person may accept it
        Changed, ///< it is known by another key
        Refused, ///< nothing can excuse it
    };
    Kind kind = Kind::Refused;
    QString message; ///< why it is not trusted; may hold text that a stranger wrote
    std::optional<ServerIdentity> identity
        = std::nullopt; ///< of what answers, unless it was refused
    QSslCertificate successor
        = QSslCertificate(); ///< of a trusted server: the root that the known one vouches for
};

/// What became of the memory of a server, for people to read.
struct TrustNotice
{
    enum class Kind {
        Remembered, ///< accepted by a person, and seen again
        Renewed, ///< its root was replaced, and the old one vouched for the new one
        NotRemembered, ///< the file cannot be written
    };
    Kind kind = Kind::Remembered;
    ServerIdentity identity;
    QString message;
};

/// Decides whether to trust one server. With authorities alone: if they vouch for it. With known
/// servers: one that is known must show its key, whoever else vouches for it; for another one the
/// authorities must vouch, or a person. Whatever the way, the name, the dates and the purpose of
/// the certificate must be right. Owned by a ServerLink; asks nobody and sends nothing.
class ServerTrust
{
public:
    ServerTrust(ServerAddress server, QList<QSslCertificate> authorities,
        std::optional<KnownServers> knownServers);

    /// Looks the server up. Call it before each connection. Errors: those of KnownServers.
    [[nodiscard]] Outcome lookUp();
    /// Whom the connection is to be verified against.
    [[nodiscard]] QList<QSslCertificate> authorities() const;
    /// @p errors: what that verification found.
    [[nodiscard]] TrustVerdict judge(
        const ServerChain &chain, const QList<QSslError> &errors) const;

    /// A person knows @p identity: from now on the server is trusted if it shows that key.
    void accept(const ServerIdentity &identity);
    /// The connection of the trusted @p verdict stands: now what it taught is written down.
    [[nodiscard]] std::optional<TrustNotice> settle(const TrustVerdict &verdict);

private:
    [[nodiscard]] TrustVerdict judgeStranger(
        const ServerChain &chain, const QList<QSslError> &errors) const;
    [[nodiscard]] TrustVerdict judgeKnown(const ServerChain &chain) const;
    [[nodiscard]] TrustVerdict changed(const ServerIdentity &identity) const;
    [[nodiscard]] TrustNotice notice(
        TrustNotice::Kind kind, const Outcome &written, const ServerIdentity &identity) const;

    ServerAddress m_server;
    QList<QSslCertificate> m_authorities;
    std::optional<KnownServers> m_knownServers;
    std::optional<KnownServer> m_known;
    std::optional<KnownServer> m_accepted; ///< not written down yet
};

} // namespace roster
