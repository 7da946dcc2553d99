#include "server/storage/HashChain.h"

#include "server/storage/Query.h"

namespace roster::server {

using namespace Qt::StringLiterals;

Result<QByteArray> storedHashAt(Database &database, QLatin1StringView table, qint64 seq)
{
    constexpr qsizetype hashSize = 32;
    Query query(database, u"SELECT hash FROM %1 WHERE seq = ?"_s.arg(table));
    if (const Outcome ran = query.bind(seq).run(); !ran)
        return ran.error();
    if (query.next())
        return query.bytes(0);
    if (query.failed())
        return storageError();
    return QByteArray(hashSize, '\0');
}

Result<std::chrono::milliseconds> lastRowAt(Database &database, QLatin1StringView table)
{
    Query query(database, u"SELECT at FROM %1 ORDER BY seq DESC LIMIT 1"_s.arg(table));
    if (const Outcome ran = query.run(); !ran)
        return ran.error();
    if (query.next())
        return std::chrono::milliseconds(query.integer(0));
    if (query.failed())
        return storageError();
    return std::chrono::milliseconds(0);
}

} // namespace roster::server
