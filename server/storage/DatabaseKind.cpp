#include "server/storage/DatabaseKind.h"

#include "server/storage/Query.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <optional>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

const QStringList userColumns{u"username"_s, u"password"_s, u"permissions"_s};
const QStringList employeeColumns{u"id"_s, u"fname"_s, u"lname"_s, u"ssn"_s, u"dob"_s, u"salary"_s};

std::optional<QStringList> namesFrom(Query &query)
{
    if (!query.run())
        return std::nullopt;
    QStringList names;
    while (query.next())
        names.append(query.text(0));
    if (query.failed())
        return std::nullopt;
    return names;
}

bool hasColumns(Database &database, const QString &table, const QStringList &wanted)
{
    Query query(database, u"SELECT lower(name) FROM pragma_table_info(?)"_s);
    query.bind(table);
    const std::optional<QStringList> columns = namesFrom(query);
    return columns && std::ranges::all_of(wanted, [&columns](const QString &name) {
        return columns->contains(name);
    });
}

bool hasJournal(const QString &path)
{
    return QFileInfo(path + u"-journal"_s).size() > 0 || QFileInfo(path + u"-wal"_s).size() > 0;
}

/// The first bytes of every SQLite database (sqlite.org/fileformat2.html, 1.3).
bool isSqlite(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) && file.read(16) == QByteArray("SQLite format 3\0", 16);
}

DatabaseKind kindOfFile(const QString &path)
{
    if (!isSqlite(path))
        return DatabaseKind::Foreign;
    DatabaseProfile profile{path};
    profile.isReadOnly = true;
    profile.isImmutable = true;
    const auto database = Database::open(profile);
    return database ? databaseKind(**database) : DatabaseKind::Foreign;
}

} // namespace

DatabaseKind databaseKind(Database &database)
{
    std::optional<QStringList> tables;
    {
        Query query(database,
            u"SELECT lower(name) FROM sqlite_master WHERE type = 'table' AND name NOT LIKE "
            "'sqlite_%'"_s);
        tables = namesFrom(query);
    }
    if (!tables)
        return DatabaseKind::Foreign;
    if (tables->isEmpty())
        return DatabaseKind::Empty;
    // Between its first statement and its first migration a database of ours has the one table.
    if (tables->contains(u"schema_version"_s)
        && (tables->size() == 1 || tables->contains(u"commit_marker"_s)))
        return DatabaseKind::Own;
    if (tables->contains(u"user"_s) && hasColumns(database, u"user"_s, userColumns))
        return DatabaseKind::OriginalUsers;
    if (tables->contains(u"employee"_s) && hasColumns(database, u"employee"_s, employeeColumns))
        return DatabaseKind::OriginalEmployees;
    return DatabaseKind::Foreign;
}

DatabaseKind databaseKind(const QString &path)
{
    const QFileInfo file(path);
    if (!file.exists())
        return DatabaseKind::Missing;
    const DatabaseKind kind = file.size() == 0 ? DatabaseKind::Empty : kindOfFile(path);
    const bool isVague = kind == DatabaseKind::Empty || kind == DatabaseKind::Foreign;
    return isVague && hasJournal(path) ? DatabaseKind::Unsettled : kind;
}

} // namespace roster::server
