#include "server/storage/SecurityEventStore.h"

#include "server/storage/Query.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QtEndian>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

void addPart(QCryptographicHash &hash, const QByteArray &part)
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
    addPart(hash, "roster.security_event.1"_ba);
    addPart(hash, previousHash);
    addPart(hash, QByteArray::number(row.seq));
    addPart(hash, QByteArray::number(row.at));
    for (const QString &text : {row.kind, row.username, row.peer, row.detail})
        addPart(hash, text.toUtf8());
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

Result<ChainVerdict> SecurityEventStore::verify()
{
    const Result<Head> end = head();
    if (!end)
        return end.error();
    Query events(m_database,
        u"SELECT seq, at, kind, username, peer, detail, previous_hash, hash"
        " FROM security_event ORDER BY seq"_s);
    if (const Outcome ran = events.run(); !ran)
        return ran.error();

    ChainVerdict verdict;
    QByteArray previous(32, '\0');
    while (events.next()) {
        const EventRow row{events.integer(0), events.integer(1), events.text(2), events.text(3),
            events.text(4), events.text(5)};
        const QByteArray hash = hashOf(row, previous);
        const bool isSound = row.seq == verdict.events + 1 && events.bytes(6) == previous
            && events.bytes(7) == hash;
        if (!isSound) {
            verdict.brokenAt = verdict.events + 1;
            return verdict;
        }
        previous = hash;
        ++verdict.events;
    }
    if (events.failed())
        return storageError();
    if (end->seq != verdict.events || end->hash != previous)
        verdict.brokenAt = verdict.events + 1;
    return verdict;
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
