#include "certs/TlsFolder.h"

#include "certs/CaBridge.h"
#include "certs/OwnCa.h"
#include "certs/PrivateFile.h"
#include "certs/StagedFiles.h"
#include "certs/SubjectNames.h"

#include <QDir>
#include <QFile>
#include <QHostInfo>

#include <algorithm>
#include <utility>

namespace roster::certs {

using namespace Qt::StringLiterals;

namespace {

constexpr mode_t privateMode = 0600;
constexpr mode_t publicMode = 0644;

template <typename T> Outcome outcomeOf(const Result<T> &result)
{
    return result ? Outcome(Done{}) : Outcome(result.error());
}

} // namespace

TlsFolder::TlsFolder(QString path, QStringList names, std::chrono::days lifetime)
    : m_path(std::move(path))
    , m_names(std::move(names))
    , m_lifetime(lifetime)
{
}

Outcome TlsFolder::ensure(const QDateTime &now) const
{
    if (Outcome made = ensurePrivateFolder(m_path); !made)
        return made;
    if (Outcome recovered = recover(); !recovered)
        return recovered;
    if (hasImportedPair())
        return Done{};
    if (isEmpty())
        return issueFirst(now);
    if (Outcome checked = checkComplete(); !checked)
        return checked;
    // A first start that was cut off after its CA.
    if (!QFile::exists(certificatePath(Pair::Server)))
        return issueLeaf(now);
    return Done{};
}

Outcome TlsFolder::check(const QDateTime &now) const
{
    if (!hasImportedPair()) {
        if (isEmpty())
            return Done{};
        if (Outcome checked = checkComplete(); !checked)
            return checked;
        if (!QFile::exists(certificatePath(Pair::Server)))
            return outcomeOf(OwnCa(m_path).load());
    }
    return outcomeOf(load(now));
}

Result<ServerPair> TlsFolder::load(const QDateTime &now) const
{
    const Pair served = hasImportedPair() ? Pair::Imported : Pair::Server;
    auto pair = loadPair(certificatePath(served), keyPath(served), now);
    if (!pair || served == Pair::Imported)
        return pair ? std::move(pair) : withAdvice(served, pair.error());
    const auto ca = OwnCa(m_path).certificate();
    if (!ca)
        return ca.error();
    const auto isOurs = isSignedBy(pair->certificateChainPem, *ca);
    if (!isOurs || !*isOurs)
        return Error{ErrorCode::ValidationFailed,
            u"%1 did not sign the server's certificate: restore it, or run "
            "\"roster-server certificate renew\"."_s.arg(caPath()),
            {}};
    const auto chain = CaBridge(bridgePath()).insertedInto(pair->certificateChainPem, *ca, now);
    if (!chain)
        return chain.error();
    pair->certificateChainPem = *chain;
    return pair;
}

/// What helps against a pair of which something is missing or wrong.
Error TlsFolder::withAdvice(Pair pair, Error error)
{
    if (error.code != ErrorCode::NotFound && error.code != ErrorCode::ValidationFailed)
        return error;
    error.message += pair == Pair::Imported
        ? u" Import it again, or go back to the server's own CA with \"roster-server certificate "
          "renew --own-ca\"."_s
        : u" \"roster-server certificate renew\" makes a new one."_s;
    return error;
}

Result<bool> TlsFolder::renewIfDue(const QDateTime &now) const
{
    if (Outcome recovered = recover(); !recovered)
        return recovered.error();
    if (hasImportedPair())
        return false;
    const auto leafPem = readCertificateFile(certificatePath(Pair::Server));
    if (!leafPem)
        return leafPem.error();
    const auto caPem = OwnCa(m_path).certificate();
    if (!caPem)
        return caPem.error();
    if (Outcome dropped = CaBridge(bridgePath()).dropUnlessLeadingTo(*caPem, now); !dropped)
        return dropped.error();
    const auto leaf = inspect(*leafPem);
    const auto ca = inspect(*caPem);
    if (!leaf)
        return inFile(certificatePath(Pair::Server), leaf.error());
    if (!ca)
        return inFile(caPath(), ca.error());
    if (!isDue(*leaf, *ca, now))
        return false;
    if (Outcome renewed = issueLeaf(now); !renewed)
        return renewed.error();
    return true;
}

Outcome TlsFolder::renew(const QDateTime &now) const
{
    if (Outcome recovered = recover(); !recovered)
        return recovered;
    if (Outcome isOurs = refuseWithImported(); !isOurs)
        return isOurs;
    return issueLeaf(now);
}

Outcome TlsFolder::refuseWithImported() const
{
    if (!hasImportedPair())
        return Done{};
    return Error{ErrorCode::InvalidRequest,
        u"The server uses an imported certificate, which only its own CA can renew. Import the "
        "renewed one, or go back to the server's own CA with \"roster-server certificate renew "
        "--own-ca\"."_s,
        {}};
}

Outcome TlsFolder::issueLeaf(const QDateTime &now) const
{
    const auto ca = OwnCa(m_path).load();
    if (!ca)
        return ca.error();
    const auto leaf = issueServer(ca->certificatePem, ca->keyPem.view(), m_names, now, m_lifetime);
    if (!leaf)
        return inFile(m_path, leaf.error());
    return store(Pair::Server, leaf->certificatePem + ca->certificatePem, leaf->keyPem);
}

Outcome TlsFolder::replaceCa(const QDateTime &now, std::chrono::days overlap) const
{
    if (Outcome recovered = recover(); !recovered)
        return recovered;
    // An own CA that is lost may be made anew beside an imported pair: that is the way back.
    if (Outcome isOurs = refuseWithImported(); !isOurs && OwnCa(m_path).load())
        return isOurs;
    const Result<SuccessorCa> next = succeedingCa(now, overlap);
    if (!next)
        return next.error();
    const auto leaf
        = issueServer(next->ca.certificatePem, next->ca.keyPem.view(), m_names, now, m_lifetime);
    if (!leaf)
        return inFile(m_path, leaf.error());
    const QByteArray chain = leaf->certificatePem + next->ca.certificatePem;
    QList<StagedFiles::File> files{
        {u"ca.pem"_s, next->ca.certificatePem, publicMode},
        {u"ca.key"_s, next->ca.keyPem.view(), privateMode},
        {u"server.pem"_s, chain, publicMode},
        {u"server.key"_s, leaf->keyPem.view(), privateMode},
    };
    if (!next->bridgePem.isEmpty())
        files.append({u"bridge.pem"_s, next->bridgePem, publicMode});
    if (Outcome replaced = StagedFiles(m_path).replace(files); !replaced)
        return replaced;
    return CaBridge(bridgePath()).dropUnlessLeadingTo(next->ca.certificatePem, now);
}

Result<SuccessorCa> TlsFolder::succeedingCa(const QDateTime &now, std::chrono::days overlap) const
{
    if (overlap.count() == 0) {
        Result<IssuedPair> ca = issueCa(QHostInfo::localHostName(), now);
        if (!ca)
            return ca.error();
        return SuccessorCa{*std::move(ca), {}};
    }
    const Result<bool> bridged = isBridged(now);
    if (!bridged)
        return bridged.error();
    if (*bridged) {
        return Error{ErrorCode::InvalidRequest,
            u"Clients may still be on their way from the last CA to this one (\"roster-server "
            "certificate show\" tells until when); a new replacement would leave them behind. "
            "Wait, "
            "or leave them behind with \"--overlap 0\"."_s,
            {}};
    }
    const auto ca = OwnCa(m_path).load();
    if (!ca)
        return ca.error();
    Result<SuccessorCa> next = issueSuccessor(ca->certificatePem, ca->keyPem.view(), now, overlap);
    if (!next)
        return inFile(caPath(), next.error());
    return next;
}

Outcome TlsFolder::importPair(
    QByteArrayView chainPem, const SecretBytes &keyPem, const QDateTime &now) const
{
    if (Outcome recovered = recover(); !recovered)
        return recovered;
    if (Outcome checked = checkServerPair(chainPem, keyPem.view(), now); !checked)
        return checked;
    return store(Pair::Imported, chainPem.toByteArray(), keyPem);
}

Outcome TlsFolder::returnToOwnCa(const QDateTime &now) const
{
    if (Outcome recovered = recover(); !recovered)
        return recovered;
    if (Outcome issued = issueLeaf(now); !issued)
        return issued;
    // The certificate first: a key alone is nothing, and the next recovery removes it.
    if (Outcome removed = removeDurably(certificatePath(Pair::Imported)); !removed)
        return removed;
    return removeDurably(keyPath(Pair::Imported));
}

bool TlsFolder::hasImportedPair() const
{
    return QFile::exists(certificatePath(Pair::Imported));
}

Result<bool> TlsFolder::isBridged(const QDateTime &now) const
{
    const auto caPem = OwnCa(m_path).certificate();
    if (!caPem)
        return caPem.error();
    return CaBridge(bridgePath()).leadsTo(*caPem, now);
}

QString TlsFolder::caPath() const
{
    return certificatePath(Pair::Ca);
}

QString TlsFolder::servedPath() const
{
    return certificatePath(hasImportedPair() ? Pair::Imported : Pair::Server);
}

QString TlsFolder::servedKeyPath() const
{
    return keyPath(hasImportedPair() ? Pair::Imported : Pair::Server);
}

QString TlsFolder::bridgePath() const
{
    return m_path + u"/bridge.pem"_s;
}

QString TlsFolder::certificatePath(Pair pair) const
{
    return m_path + u'/' + nameOf(pair) + u".pem"_s;
}

QString TlsFolder::keyPath(Pair pair) const
{
    return m_path + u'/' + nameOf(pair) + u".key"_s;
}

QString TlsFolder::nameOf(Pair pair)
{
    switch (pair) {
    case Pair::Ca:
        return u"ca"_s;
    case Pair::Server:
        return u"server"_s;
    case Pair::Imported:
        break;
    }
    return u"imported"_s;
}

QString TlsFolder::nextKeyPath(Pair pair) const
{
    return keyPath(pair) + u".next"_s;
}

bool TlsFolder::isEmpty() const
{
    const auto paths = {certificatePath(Pair::Ca), keyPath(Pair::Ca), certificatePath(Pair::Server),
        keyPath(Pair::Server)};
    return std::none_of(
        paths.begin(), paths.end(), [](const QString &path) { return QFile::exists(path); });
}

Outcome TlsFolder::checkComplete() const
{
    const bool hasLeaf = QFile::exists(certificatePath(Pair::Server));
    const bool hasLeafKey = QFile::exists(keyPath(Pair::Server));
    if (const auto ca = OwnCa(m_path).certificate(); !ca)
        return ca.error();
    if (hasLeaf != hasLeafKey) {
        const QString path = hasLeaf ? keyPath(Pair::Server) : certificatePath(Pair::Server);
        return withAdvice(Pair::Server, {ErrorCode::NotFound, u"%1 is missing."_s.arg(path), {}});
    }
    if (hasLeaf)
        return Done{};
    return outcomeOf(OwnCa(m_path).load());
}

Outcome TlsFolder::issueFirst(const QDateTime &now) const
{
    const auto ca = issueCa(QHostInfo::localHostName(), now);
    if (!ca)
        return ca.error();
    if (Outcome stored = store(Pair::Ca, ca->certificatePem, ca->keyPem); !stored)
        return stored;
    return issueLeaf(now);
}

Outcome TlsFolder::store(Pair pair, const QByteArray &certificatePem, const SecretBytes &key) const
{
    if (Outcome staged = writeFileAtomically(nextKeyPath(pair), key.view(), privateMode); !staged)
        return staged;
    if (Outcome committed = writeFileAtomically(certificatePath(pair), certificatePem, publicMode);
        !committed)
        return committed;
    return renameDurably(nextKeyPath(pair), keyPath(pair));
}

Outcome TlsFolder::recover() const
{
    const QDir folder(m_path);
    for (const QString &leftover :
        folder.entryList({u".*.tmp-??????"_s}, QDir::Files | QDir::Hidden)) {
        if (Outcome removed = removeDurably(folder.filePath(leftover)); !removed)
            return removed;
    }
    if (Outcome done = StagedFiles(m_path).recover(); !done)
        return done;
    for (const Pair pair : {Pair::Ca, Pair::Server, Pair::Imported}) {
        if (Outcome done = finishOrDrop(pair); !done)
            return done;
    }
    return hasImportedPair() ? Outcome(Done{}) : removeDurably(keyPath(Pair::Imported));
}

/// A waiting key whose certificate stands takes its place; one whose certificate never came goes.
Outcome TlsFolder::finishOrDrop(Pair pair) const
{
    if (!QFile::exists(nextKeyPath(pair)))
        return Done{};
    if (!QFile::exists(certificatePath(pair)))
        return removeDurably(nextKeyPath(pair));
    const auto next = readPrivateFile(nextKeyPath(pair));
    if (!next)
        return next.error();
    const auto pem = readCertificateFile(certificatePath(pair));
    if (!pem)
        return pem.error();
    const auto belong = belongTogether(*pem, next->view());
    if (!belong)
        return inFile(u"%1 and %2"_s.arg(certificatePath(pair), nextKeyPath(pair)), belong.error());
    return *belong ? renameDurably(nextKeyPath(pair), keyPath(pair))
                   : removeDurably(nextKeyPath(pair));
}

bool TlsFolder::isDue(
    const CertificateFacts &leaf, const CertificateFacts &ca, const QDateTime &now) const
{
    const qint64 life = leaf.notBefore.secsTo(leaf.notAfter);
    const bool isOld = now.secsTo(leaf.notAfter) < life / 3;
    // A leaf that already ends with its CA gains nothing from being issued again.
    return !hasWantedNames(leaf) || (isOld && leaf.notAfter < ca.notAfter);
}

bool TlsFolder::hasWantedNames(const CertificateFacts &leaf) const
{
    const auto isCovered = [&](const QString &name) { return leaf.names.contains(name); };
    const auto isWanted
        = [&](const QString &name) { return isAddress(name) || m_names.contains(name); };
    return std::all_of(m_names.begin(), m_names.end(), isCovered)
        && std::all_of(leaf.names.begin(), leaf.names.end(), isWanted);
}

} // namespace roster::certs
