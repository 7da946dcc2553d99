#include "certs/StagedFiles.h"

#include "certs/PrivateFile.h"

#include <QDir>

namespace roster::certs {

using namespace Qt::StringLiterals;

namespace {

Outcome removeFolder(const QString &path)
{
    if (!QDir(path).exists() || QDir(path).removeRecursively())
        return Done{};
    return Error{ErrorCode::StorageUnavailable, u"Cannot remove %1."_s.arg(path), {}};
}

} // namespace

StagedFiles::StagedFiles(const QString &folder)
    : m_folder(folder)
    , m_staging(folder + u"/replacement.next"_s)
    , m_decided(folder + u"/replacement"_s)
{
}

Outcome StagedFiles::replace(const QList<File> &files) const
{
    if (Outcome made = ensurePrivateFolder(m_staging); !made)
        return made;
    for (const File &file : files) {
        const QString path = m_staging + u'/' + file.name;
        if (Outcome written = writeFileAtomically(path, file.content, file.mode); !written)
            return written;
    }
    if (Outcome decided = renameDurably(m_staging, m_decided); !decided)
        return decided;
    return takePlaces();
}

Outcome StagedFiles::recover() const
{
    if (Outcome placed = takePlaces(); !placed)
        return placed;
    return removeFolder(m_staging);
}

Outcome StagedFiles::takePlaces() const
{
    const QDir decided(m_decided);
    if (!decided.exists())
        return Done{};
    for (const QString &name : decided.entryList(QDir::Files, QDir::Name)) {
        if (Outcome moved = renameDurably(decided.filePath(name), m_folder + u'/' + name); !moved)
            return moved;
    }
    return removeFolder(m_decided);
}

} // namespace roster::certs
