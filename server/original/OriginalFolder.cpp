#include "server/original/OriginalFolder.h"

#include "certs/PrivateFile.h"
#include "server/storage/OriginalDatabase.h"

#include <QDir>

#include <algorithm>
#include <sys/stat.h>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

const QStringList names{u"user.db"_s, u"employee.db"_s};

DatabaseKind originalKindOf(const QString &name)
{
    return name == names.first() ? DatabaseKind::OriginalUsers : DatabaseKind::OriginalEmployees;
}

bool isOriginal(DatabaseKind kind)
{
    return kind == DatabaseKind::OriginalUsers || kind == DatabaseKind::OriginalEmployees;
}

Outcome checkKind(const QString &path, const QString &name, DatabaseKind kind)
{
    if (kind == DatabaseKind::Foreign || (isOriginal(kind) && kind != originalKindOf(name))) {
        return Error{ErrorCode::InvalidRequest,
            u"%1 is no %2 of Roster nor of the program before it. It was left as it is; move it "
            "away or restore the right one."_s.arg(path, name),
            {}};
    }
    return Done{};
}

} // namespace

OriginalFolder::OriginalFolder(QString dataPath)
    : m_dataPath(std::move(dataPath))
{
}

bool OriginalFolder::hasOriginals() const
{
    return std::ranges::any_of(
        names, [this](const QString &name) { return isOriginal(databaseKind(database(name))); });
}

bool OriginalFolder::hasOwn() const
{
    return std::ranges::any_of(names,
        [this](const QString &name) { return databaseKind(database(name)) == DatabaseKind::Own; });
}

Outcome OriginalFolder::checkWritable() const
{
    struct stat status = {};
    const bool isReadOnly = ::stat(QFile::encodeName(m_dataPath).constData(), &status) == 0
        && (status.st_mode & S_IWUSR) == 0;
    if (!isReadOnly || !hasOriginals())
        return Done{};
    return Error{ErrorCode::PermissionDenied,
        u"The folder %1 is read-only, so what lies in it cannot be taken over. Nothing was "
        "changed; run chmod u+w on it."_s.arg(m_dataPath),
        {}};
}

Outcome OriginalFolder::checkKnown() const
{
    for (const QString &name : names) {
        const QString path = database(name);
        if (Outcome known = checkKind(path, name, databaseKind(path)); !known)
            return known;
    }
    return Done{};
}

bool OriginalFolder::holdsSealed() const
{
    return std::ranges::any_of(
        names, [this](const QString &name) { return QFile::exists(sealed(name, {})); });
}

QString OriginalFolder::sealed(const QString &name, const QString &suffix) const
{
    return u"%1/%2%3.sealed"_s.arg(path(), name, suffix);
}

QString OriginalFolder::aside(const QString &name, const QString &suffix) const
{
    return u"%1/%2%3.aside"_s.arg(path(), name, suffix);
}

QString OriginalFolder::report(const QString &name) const
{
    return u"%1/%2.report.txt"_s.arg(path(), name);
}

Result<std::vector<std::unique_ptr<OriginalFile>>> OriginalFolder::lockOriginals() const
{
    std::vector<std::unique_ptr<OriginalFile>> originals;
    clearWorkPlace();
    for (const QString &name : names) {
        if (const Outcome settled = settleAside(name); !settled)
            return settled.error();
        const QString path = database(name);
        DatabaseKind kind = databaseKind(path);
        if (const Outcome known = checkKind(path, name, kind); !known)
            return known.error();
        if (!isOriginal(kind) && kind != DatabaseKind::Unsettled)
            continue;
        auto file = OriginalFile::lock(path);
        if (!file)
            return file.error();
        if (kind == DatabaseKind::Unsettled) {
            const Result<DatabaseKind> told = kindWithJournal(**file);
            if (!told)
                return told.error();
            kind = *told;
            if (const Outcome known = checkKind(path, name, kind); !known)
                return known.error();
        }
        if (isOriginal(kind))
            originals.push_back(*std::move(file));
    }
    return originals;
}

/// A journal that was set aside goes back to its database, or, when that has been replaced, away.
Outcome OriginalFolder::settleAside(const QString &name) const
{
    if (databaseKind(database(name)) == DatabaseKind::Own)
        return dropAside(name);
    for (const QString &suffix : OriginalFile::suffixes()) {
        const QString waiting = aside(name, suffix);
        if (!QFile::exists(waiting))
            continue;
        if (Outcome back = certs::renameDurably(waiting, database(name) + suffix); !back)
            return back;
    }
    return Done{};
}

Outcome OriginalFolder::dropAside(const QString &name) const
{
    for (const QString &suffix : OriginalFile::suffixes()) {
        const QString waiting = aside(name, suffix);
        if (!QFile::exists(waiting))
            continue;
        if (Outcome removed = certs::removeDurably(waiting); !removed)
            return removed;
    }
    return Done{};
}

Result<DatabaseKind> OriginalFolder::kindWithJournal(OriginalFile &file) const
{
    if (const Outcome made = makeWorkPlace(); !made)
        return made.error();
    if (const Outcome copied = file.copyTo(workPath()); !copied)
        return copied.error();
    DatabaseKind kind = DatabaseKind::Foreign;
    if (auto copy = OriginalDatabase::open(workPath() + u'/' + file.name()))
        kind = (*copy)->kind();
    clearWorkPlace();
    return kind;
}

Outcome OriginalFolder::makeWorkPlace() const
{
    clearWorkPlace();
    if (Outcome made = certs::ensurePrivateFolder(path()); !made)
        return made;
    return certs::ensurePrivateFolder(workPath());
}

void OriginalFolder::clearWorkPlace() const
{
    QDir(workPath()).removeRecursively();
}

} // namespace roster::server
