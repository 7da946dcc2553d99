#include "server/storage/SecurityEventStore.h"

#include "server/storage/HashChain.h"
#include "server/storage/Query.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QtEndian>

#include <algorithm>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

constexpr auto eventTable = "security_event"_L1;

void addEventPart(QCryptographicHash &hash, const QByteArray &part)
{
    const qint64 length = qToBigEndian(qint64{part.size()});
    hash.addData(QByteArrayView(reinterpret_cast<const char *>(&length), sizeof length));
    hash.addData(part);
}

struct EventRow
{
    qint64 seq = 0;
    qint64 at = 0;
    QString kind;
    QString username;
    QString peer;
    QString detail;
};

QByteArray hashOf(const EventRow &row, const QByteArray &previousHash)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    addEventPart(hash, "roster.security_event.1"_ba);
    addEventPart(hash, previousHash);
    addEventPart(hash, QByteArray::number(row.seq));
    addEventPart(hash, QByteArray::number(row.at));
    for (const QString &text : {row.kind, row.username, row.peer, row.detail})
        addEventPart(hash, text.toUtf8());
    return hash.result();
}

} // namespace

SecurityEventStore::SecurityEventStore(Database &database)
    : m_database(database)
{
}

Outcome SecurityEventStore::append(const SecurityEvent &event)
{
    const Result<Head> last = head();
    if (!last)
        return last.error();
    const EventRow row{last->seq + 1, event.at.count(), event.kind, event.username, event.peer,
        QString::fromUtf8(QJsonDocument(event.detail).toJson(QJsonDocument::Compact))};
    const QByteArray hash = hashOf(row, last->hash);

    Query insert(m_database,
        u"INSERT INTO security_event (seq, at, kind, username, peer, detail, previous_hash, hash)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"_s);
    insert.bind(row.seq).bind(row.at).bind(row.kind).bind(row.username).bind(row.peer);
    insert.bind(row.detail).bind(last->hash).bind(hash);
    if (Outcome inserted = insert.run(); !inserted)
        return inserted;
    Query move(m_database, u"UPDATE security_event_head SET seq = ?, hash = ?"_s);
    return move.bind(row.seq).bind(hash).run();
}

Result<ChainVerdict> SecurityEventStore::verify(qint64 events)
{
    const Result<Head> end = head();
    if (!end)
        return end.error();
    const qint64 before = events < 0 ? 0 : std::max(qint64{0}, end->seq - events);
    const Result<QByteArray> start = storedHashAt(m_database, eventTable, before);
    if (!start)
        return start.error();
    Head last{before, *start};
    Query rows(m_database,
        u"SELECT seq, at, kind, username, peer, detail, previous_hash, hash"
        " FROM security_event WHERE seq > ? ORDER BY seq"_s);
    if (const Outcome ran = rows.bind(before).run(); !ran)
        return ran.error();

    ChainVerdict verdict;
    while (rows.next()) {
        const EventRow row{rows.integer(0), rows.integer(1), rows.text(2), rows.text(3),
            rows.text(4), rows.text(5)};
        const QByteArray hash = hashOf(row, last.hash);
        const bool isSound
            = row.seq == last.seq + 1 && rows.bytes(6) == last.hash && rows.bytes(7) == hash;
        if (!isSound) {
            verdict.brokenAt = last.seq + 1;
            return verdict;
        }
        last = Head{row.seq, hash};
        ++verdict.events;
    }
    if (rows.failed())
        return storageError();
    if (end->seq != last.seq || end->hash != last.hash)
        verdict.brokenAt = last.seq + 1;
    return verdict;
}

Result<std::chrono::milliseconds> SecurityEventStore::lastAt()
{
    return lastRowAt(m_database, eventTable);
}

Result<SecurityEventStore::Head> SecurityEventStore::head()
{
    Query query(m_database, u"SELECT seq, hash FROM security_event_head"_s);
    if (const Outcome ran = query.run(); !ran)
        return ran.error();
    if (!query.next())
        return storageError();
    return Head{query.integer(0), query.bytes(1)};
}

} // namespace roster::server
