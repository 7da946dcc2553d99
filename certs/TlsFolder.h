#pragma once

#include "certs/CertificateIssuer.h"
#include "certs/ServerPair.h"

#include <QString>
#include <QStringList>

namespace roster::certs {

/// The server's own TLS files: `ca.pem` (what clients need), `ca.key`, `server.pem` (leaf and CA)
/// and `server.key`. Issues what a first start lacks and renews the leaf; never replaces a CA.
///
/// A start calls ensure(), renewIfDue() and load(), in this order. One writer at a time (the lock
/// on the data folder); any thread. After a crash at any moment the next call of ensure(), renew()
/// or renewIfDue() finds a whole pair, the old or the new one: a new key waits as `server.key.next`
/// until its certificate stands in `server.pem`, which is the moment that the renewal counts.
class TlsFolder
{
public:
    /// @p names as localSubjectNames() gives them: what the leaf must cover.
    TlsFolder(QString path, QStringList names, std::chrono::days lifetime = leafLifetime);

    /// Makes the folder, the CA and the leaf on the first start. Without `ca.key` a valid leaf
    /// serves on until it must be renewed; other incomplete sets are an error (`not_found`) that
    /// says which file is missing.
    [[nodiscard]] Outcome ensure(const QDateTime &now) const;

    /// The leaf with its CA and the key, checked as loadPair() does and against `ca.pem`.
    [[nodiscard]] Result<ServerPair> load(const QDateTime &now) const;

    /// Renews the leaf if less than a third of its life remains, or if its names are not the wanted
    /// ones: one is missing, or a host name is no longer wanted (addresses come and go).
    /// True: load() gives a new pair. On an error the old pair stands; load() tells if it serves.
    [[nodiscard]] Result<bool> renewIfDue(const QDateTime &now) const;

    /// Issues a new leaf with a new key by the CA that is there.
    [[nodiscard]] Outcome renew(const QDateTime &now) const;

    [[nodiscard]] QString caPath() const;

private:
    enum class Pair { Ca, Server };

    [[nodiscard]] QString certificatePath(Pair pair) const;
    [[nodiscard]] QString keyPath(Pair pair) const;
    [[nodiscard]] QString nextKeyPath(Pair pair) const;
    [[nodiscard]] bool isEmpty() const;
    [[nodiscard]] Outcome checkComplete() const;
    [[nodiscard]] Outcome issueFirst(const QDateTime &now) const;
    [[nodiscard]] Outcome store(
        Pair pair, const QByteArray &certificatePem, const SecretBytes &key) const;
    [[nodiscard]] Outcome recover() const;
    [[nodiscard]] Outcome finishOrDrop(Pair pair) const;
    [[nodiscard]] bool isDue(
        const CertificateFacts &leaf, const CertificateFacts &ca, const QDateTime &now) const;
    [[nodiscard]] bool hasWantedNames(const CertificateFacts &leaf) const;

    QString m_path;
    QStringList m_names;
    std::chrono::days m_lifetime;
};

} // namespace roster::certs
