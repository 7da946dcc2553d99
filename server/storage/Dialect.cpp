#include "server/storage/Dialect.h"

#include "server/storage/Database.h"

#include <QUrl>

namespace roster::server::dialect {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 longestLog = qint64{256} * 1024 * 1024; ///< of a file that stays, in bytes

} // namespace

QString databaseName(const DatabaseProfile &profile)
{
    if (!profile.isImmutable)
        return profile.path;
    return u"file:%1?immutable=1"_s.arg(
        QString::fromLatin1(QUrl::toPercentEncoding(profile.path, "/")));
}

QString connectOptions(const DatabaseProfile &profile)
{
    QString options = u"QSQLITE_BUSY_TIMEOUT=%1"_s.arg(profile.busyTimeoutMs);
    if (profile.isReadOnly)
        options += u";QSQLITE_OPEN_READONLY"_s;
    if (profile.isImmutable)
        options += u";QSQLITE_OPEN_URI"_s;
    return options;
}

QStringList setUp(const DatabaseProfile &profile)
{
    QStringList statements{u"PRAGMA foreign_keys=ON"_s, u"PRAGMA trusted_schema=OFF"_s,
        u"PRAGMA temp_store=MEMORY"_s, u"PRAGMA cache_size=-%1"_s.arg(profile.cacheMiB * 1024)};
    if (!profile.isReadOnly) {
        // FULL: with NORMAL a power cut loses acknowledged commits in WAL mode.
        statements << u"PRAGMA journal_mode=WAL"_s << u"PRAGMA synchronous=FULL"_s;
        // A log that a reader has made longer is cut when it is begun anew.
        statements << u"PRAGMA journal_size_limit=%1"_s.arg(longestLog);
    }
    return statements;
}

QString beginWrite()
{
    return u"BEGIN IMMEDIATE"_s;
}

QString checkpoint(Checkpoint kind)
{
    switch (kind) {
    case Checkpoint::Passive:
        return u"PRAGMA wal_checkpoint(PASSIVE)"_s;
    case Checkpoint::Restart:
        return u"PRAGMA wal_checkpoint(RESTART)"_s;
    case Checkpoint::Truncate:
        break;
    }
    return u"PRAGMA wal_checkpoint(TRUNCATE)"_s;
}

QString selectByIds(const QString &columns)
{
    // CROSS keeps the list leading. One statement for all: what it copies values into stays, while
    // a new run for each record would ask for that memory anew.
    return u"SELECT %1 FROM json_each(?) AS wanted CROSS JOIN employee ON employee.id = wanted.value"_s
        .arg(columns);
}

QString idList(const QList<qint64> &ids)
{
    constexpr qsizetype usualDigits = 8;
    QByteArray list;
    list.reserve(ids.size() * usualDigits + 2);
    for (const qint64 id : ids)
        list.append(list.isEmpty() ? '[' : ',').append(QByteArray::number(id));
    return list.isEmpty() ? u"[]"_s : QString::fromLatin1(list.append(']'));
}

QString listCondition()
{
    return u"employee.id IN (SELECT value FROM json_each(?))"_s;
}

QString selectHits(const QString &table, const QString &range, bool isDescending)
{
    const QString bound = range.isEmpty() ? QString() : u" AND rowid "_s + range;
    return u"SELECT rowid FROM %1 WHERE %1 MATCH ?"_s.arg(table) + bound
        + (isDescending ? u" ORDER BY rowid DESC"_s : u" ORDER BY rowid"_s);
}

QString textCondition(const QString &table)
{
    return u"employee.id IN (SELECT rowid FROM %1 WHERE %1 MATCH ?)"_s.arg(table);
}

QString textQuery(const QStringList &words)
{
    // Words are runs of letters and digits, so none can close the quotes.
    QStringList terms;
    for (const QString &word : words)
        terms.append(u"\"%1\"*"_s.arg(word));
    return terms.join(u" AND "_s);
}

} // namespace roster::server::dialect
