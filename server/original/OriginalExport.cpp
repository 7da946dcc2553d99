#include "server/original/OriginalExport.h"

#include "certs/PrivateFile.h"
#include "server/crypto/FileSealer.h"
#include "server/original/FileProblem.h"
#include "server/original/PlainFile.h"

#include <QDir>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

constexpr auto ending = ".sealed"_L1;

} // namespace

OriginalExport::OriginalExport(OriginalFolder folder, const KeyRing &keys)
    : m_folder(std::move(folder))
    , m_keys(keys)
{
}

QStringList OriginalExport::sealedNames() const
{
    QStringList names = QDir(m_folder.path()).entryList({u"*"_s + ending}, QDir::Files);
    for (QString &name : names)
        name.chop(ending.size());
    return names;
}

Result<QStringList> OriginalExport::run(const QString &to) const
{
    const QStringList names = sealedNames();
    if (names.isEmpty())
        return fileProblem(ErrorCode::NotFound, m_folder.path(), u"holds no original files."_s);
    if (!QFile::exists(to)) {
        if (const Outcome made = certs::ensurePrivateFolder(to); !made)
            return made.error();
    }
    QStringList written;
    for (const QString &name : names) {
        const QString path = to + u'/' + name;
        if (QFileInfo::exists(path) || QFileInfo(path).isSymLink()) {
            return fileProblem(ErrorCode::AlreadyExists, path,
                u"exists already and is not overwritten. Choose another folder."_s);
        }
        written.append(path);
    }
    for (qsizetype i = 0; i < names.size(); ++i) {
        if (const Outcome done = writeFile(names[i], written[i]); !done)
            return done.error();
    }
    return written;
}

Outcome OriginalExport::writeFile(const QString &name, const QString &path) const
{
    QFile sealed(m_folder.sealed(name, {}));
    if (!sealed.open(QIODevice::ReadOnly))
        return fileProblem(
            ErrorCode::StorageUnavailable, sealed.fileName(), sealed.errorString() + u'.');
    QFile plain(path);
    if (!createPrivately(plain)) {
        return fileProblem(ErrorCode::StorageUnavailable, path,
            u"cannot be written: %1."_s.arg(plain.errorString()));
    }
    const Outcome opened = FileSealer(m_keys).open(sealed, plain, name.toUtf8());
    if (opened && syncToDisk(plain))
        return Done{};
    plain.remove();
    if (!opened)
        return fileProblem(ErrorCode::StorageUnavailable, sealed.fileName(),
            u"does not open: it is damaged, or was sealed with another data key."_s);
    return fileProblem(ErrorCode::StorageUnavailable, path, u"cannot be written."_s);
}

} // namespace roster::server
