#include "server/storage/SessionStore.h"

#include "server/storage/Query.h"

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

constexpr QStringView sessionColumns
    = u"id, token_hash, username, client, client_version, created_at,"
      " last_used_at, expires_at, peer";

SessionRecord sessionFrom(const Query &row)
{
    return {row.text(0), row.bytes(1), row.text(2), row.text(3), row.text(4),
        milliseconds(row.integer(5)), milliseconds(row.integer(6)), milliseconds(row.integer(7)),
        row.text(8)};
}

Result<QStringList> idsOf(Query &query)
{
    if (const Outcome ran = query.run(); !ran)
        return ran.error();
    QStringList ids;
    while (query.next())
        ids.append(query.text(0));
    if (query.failed())
        return storageError();
    return ids;
}

} // namespace

SessionStore::SessionStore(Database &database)
    : m_database(database)
{
}

Result<QList<SessionRecord>> SessionStore::list()
{
    Query query(
        m_database, u"SELECT %1 FROM session ORDER BY created_at, id"_s.arg(sessionColumns));
    if (const Outcome ran = query.run(); !ran)
        return ran.error();
    QList<SessionRecord> sessions;
    while (query.next())
        sessions.append(sessionFrom(query));
    if (query.failed())
        return storageError();
    return sessions;
}

Outcome SessionStore::add(const SessionRecord &session)
{
    Query insert(m_database,
        u"INSERT INTO session (%1) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"_s.arg(sessionColumns));
    insert.bind(session.id).bind(session.tokenHash).bind(session.username);
    insert.bind(session.client).bind(session.clientVersion);
    insert.bind(qint64{session.createdAt.count()}).bind(qint64{session.lastUsedAt.count()});
    return insert.bind(qint64{session.expiresAt.count()}).bind(session.peer).run();
}

Result<bool> SessionStore::remove(const QString &id)
{
    Query query(m_database, u"DELETE FROM session WHERE id = ?"_s);
    if (const Outcome ran = query.bind(id).run(); !ran)
        return ran.error();
    return query.affectedRows() > 0;
}

Result<QStringList> SessionStore::removeOfUser(const QString &username, const QString &except)
{
    Query query(m_database, u"SELECT id FROM session WHERE username = ? AND id <> ?"_s);
    Result<QStringList> ids = idsOf(query.bind(username).bind(except));
    if (!ids)
        return ids;
    if (const Outcome removed = removeAll(*ids); !removed)
        return removed.error();
    return ids;
}

Result<QStringList> SessionStore::removeOldest(const QString &username, int kept)
{
    Query query(
        m_database, u"SELECT id FROM session WHERE username = ? ORDER BY created_at DESC, id"_s);
    const Result<QStringList> ids = idsOf(query.bind(username));
    if (!ids)
        return ids.error();
    const QStringList oldest = ids->mid(kept);
    if (const Outcome removed = removeAll(oldest); !removed)
        return removed.error();
    return oldest;
}

Outcome SessionStore::touch(const QString &id, milliseconds at)
{
    Query query(
        m_database, u"UPDATE session SET last_used_at = ? WHERE id = ? AND last_used_at < ?"_s);
    return query.bind(qint64{at.count()}).bind(id).bind(qint64{at.count()}).run();
}

Outcome SessionStore::removeAll(const QStringList &ids)
{
    for (const QString &id : ids) {
        if (const Result<bool> removed = remove(id); !removed)
            return removed.error();
    }
    return Done{};
}

} // namespace roster::server
