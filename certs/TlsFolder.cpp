#include "certs/TlsFolder.h"

#include "certs/PrivateFile.h"
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

Error missing(const QString &path, const QString &whatToDo)
{
    return {ErrorCode::NotFound, u"%1 is missing: %2"_s.arg(path, whatToDo), {}};
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
    if (isEmpty())
        return issueFirst(now);
    if (Outcome checked = checkComplete(); !checked)
        return checked;
    // A first start that was cut off after its CA.
    if (!QFile::exists(certificatePath(Pair::Server)))
        return renew(now);
    return Done{};
}

Result<ServerPair> TlsFolder::load(const QDateTime &now) const
{
    auto pair = loadPair(certificatePath(Pair::Server), keyPath(Pair::Server), now);
    if (!pair && pair.error().code == ErrorCode::ValidationFailed) {
        Error error = pair.error();
        error.message += u" \"roster-server certificate renew\" makes a new one."_s;
        return error;
    }
    if (!pair)
        return pair;
    const auto ca = readCertificateFile(caPath());
    if (!ca)
        return ca.error();
    const auto isOurs = isSignedBy(pair->certificateChainPem, *ca);
    if (!isOurs || !*isOurs)
        return Error{ErrorCode::ValidationFailed,
            u"%1 did not sign the server's certificate: restore it, or run "
            "\"roster-server certificate renew\"."_s.arg(caPath()),
            {}};
    return pair;
}

Result<bool> TlsFolder::renewIfDue(const QDateTime &now) const
{
    if (Outcome recovered = recover(); !recovered)
        return recovered.error();
    const auto leafPem = readCertificateFile(certificatePath(Pair::Server));
    if (!leafPem)
        return leafPem.error();
    const auto caPem = readCertificateFile(caPath());
    if (!caPem)
        return caPem.error();
    const auto leaf = inspect(*leafPem);
    const auto ca = inspect(*caPem);
    if (!leaf)
        return inFile(certificatePath(Pair::Server), leaf.error());
    if (!ca)
        return inFile(caPath(), ca.error());
    if (!isDue(*leaf, *ca, now))
        return false;
    if (Outcome renewed = renew(now); !renewed)
        return renewed.error();
    return true;
}

Outcome TlsFolder::renew(const QDateTime &now) const
{
    if (Outcome recovered = recover(); !recovered)
        return recovered;
    const auto caPem = readCertificateFile(caPath());
    if (!caPem)
        return caPem.error();
    const auto caKey = readPrivateFile(keyPath(Pair::Ca));
    if (!caKey)
        return caKey.error();
    const auto leaf = issueServer(*caPem, caKey->view(), m_names, now, m_lifetime);
    if (!leaf)
        return inFile(m_path, leaf.error());
    return store(Pair::Server, leaf->certificatePem + *caPem, leaf->keyPem);
}

QString TlsFolder::caPath() const
{
    return certificatePath(Pair::Ca);
}

QString TlsFolder::certificatePath(Pair pair) const
{
    return m_path + (pair == Pair::Ca ? u"/ca.pem"_s : u"/server.pem"_s);
}

QString TlsFolder::keyPath(Pair pair) const
{
    return m_path + (pair == Pair::Ca ? u"/ca.key"_s : u"/server.key"_s);
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
    const bool hasCaKey = QFile::exists(keyPath(Pair::Ca));
    const bool hasLeaf = QFile::exists(certificatePath(Pair::Server));
    const bool hasLeafKey = QFile::exists(keyPath(Pair::Server));
    const QString renewAdvice = u"restore it, or run \"roster-server certificate renew\"."_s;
    if (!QFile::exists(caPath()))
        return missing(caPath(),
            u"restore it. Without a backup move the whole folder away; the next start then makes a "
            "new CA, which every client must be given."_s);
    if (hasLeaf != hasLeafKey)
        return missing(
            hasLeaf ? keyPath(Pair::Server) : certificatePath(Pair::Server), renewAdvice);
    if (!hasLeaf && !hasCaKey)
        return missing(
            keyPath(Pair::Ca), u"restore it; the server's certificate cannot be made without."_s);
    return Done{};
}

Outcome TlsFolder::issueFirst(const QDateTime &now) const
{
    const auto ca = issueCa(QHostInfo::localHostName(), now);
    if (!ca)
        return ca.error();
    if (Outcome stored = store(Pair::Ca, ca->certificatePem, ca->keyPem); !stored)
        return stored;
    return renew(now);
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
    if (Outcome done = finishOrDrop(Pair::Ca); !done)
        return done;
    return finishOrDrop(Pair::Server);
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
