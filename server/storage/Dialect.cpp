#include "server/storage/Dialect.h"

#include "server/storage/Database.h"

#include <QUrl>

namespace roster::server::dialect {

using namespace Qt::StringLiterals;

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
    }
    return statements;
}

QString beginWrite()
{
    return u"BEGIN IMMEDIATE"_s;
}

QString checkpoint(bool beginsLogAnew)
{
    return beginsLogAnew ? u"PRAGMA wal_checkpoint(RESTART)"_s
                         : u"PRAGMA wal_checkpoint(PASSIVE)"_s;
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
