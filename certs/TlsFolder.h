#pragma once

#include "certs/CertificateIssuer.h"
#include "certs/ServerPair.h"

#include <QString>
#include <QStringList>

namespace roster::certs {

/// The server's own TLS files: `ca.pem` (what clients need), `ca.key`, `server.pem` (leaf and CA)
/// and `server.key`; for a while after the CA was replaced `bridge.pem`, the new CA under the old
/// one's signature; and, if there is one, a pair from elsewhere, `imported.pem` and `imported.key`,
/// which is served instead. Issues what a first start lacks and renews the leaf.
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
    /// serves on until it must be renewed, and with an imported pair nothing else is needed; other
    /// incomplete sets are an error (`not_found`) that says which file is missing and what to do.
    [[nodiscard]] Outcome ensure(const QDateTime &now) const;

    /// Why ensure() and load() would refuse, without a change; a folder that is still to be filled
    /// is fine.
    [[nodiscard]] Outcome check(const QDateTime &now) const;

    /// What is served: the leaf with its CA and the key, checked as loadPair() does and against
    /// `ca.pem`, with the bridge between them while it is valid; or the imported pair.
    [[nodiscard]] Result<ServerPair> load(const QDateTime &now) const;

    /// Renews the leaf if less than a third of its life remains, or if its names are not the wanted
    /// ones: one is missing, or a host name is no longer wanted (addresses come and go).
    /// True: load() gives a new pair. On an error the old pair stands; load() tells if it serves.
    [[nodiscard]] Result<bool> renewIfDue(const QDateTime &now) const;

    /// Issues a new leaf with a new key by the CA that is there. InvalidRequest: a pair was
    /// imported, which only its own CA can renew.
    [[nodiscard]] Outcome renew(const QDateTime &now) const;

    /// A new CA with a new leaf. Until @p overlap has passed, the bridge leads clients of the old
    /// CA to the new one; the old CA's key is gone at once. With no overlap there is no bridge, the
    /// old key is not needed, and every client must be told of the new CA.
    /// InvalidRequest: a pair was imported while the own CA is sound, or the overlap of the last
    /// replacement is not over.
    [[nodiscard]] Outcome replaceCa(const QDateTime &now, std::chrono::days overlap) const;

    /// Serves this pair from now on, if checkServerPair() lets it pass.
    [[nodiscard]] Outcome importPair(
        QByteArrayView chainPem, const SecretBytes &keyPem, const QDateTime &now) const;
    /// Forgets the imported pair and serves a new leaf of the own CA; as renew() without one.
    [[nodiscard]] Outcome returnToOwnCa(const QDateTime &now) const;
    [[nodiscard]] bool hasImportedPair() const;
    /// What the own leaf covers, and an imported one should.
    [[nodiscard]] const QStringList &names() const { return m_names; }

    [[nodiscard]] QString caPath() const;
    /// The certificate that is served: the imported one or the own.
    [[nodiscard]] QString servedPath() const;
    [[nodiscard]] QString servedKeyPath() const;
    [[nodiscard]] QString bridgePath() const;

private:
    enum class Pair { Ca, Server, Imported };

    [[nodiscard]] static QString nameOf(Pair pair);
    [[nodiscard]] static Error withAdvice(Pair pair, Error error);
    [[nodiscard]] QString certificatePath(Pair pair) const;
    [[nodiscard]] QString keyPath(Pair pair) const;
    [[nodiscard]] QString nextKeyPath(Pair pair) const;
    [[nodiscard]] bool isEmpty() const;
    [[nodiscard]] Outcome checkComplete() const;
    [[nodiscard]] Outcome issueFirst(const QDateTime &now) const;
    [[nodiscard]] Outcome issueLeaf(const QDateTime &now) const;
    [[nodiscard]] Outcome refuseWithImported() const;
    [[nodiscard]] Result<SuccessorCa> succeedingCa(
        const QDateTime &now, std::chrono::days overlap) const;
    [[nodiscard]] Result<bool> isBridged(const QDateTime &now) const;
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
