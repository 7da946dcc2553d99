#include "server/storage/RequestOutcomeStore.h"

#include "server/storage/Query.h"

#include <QDataStream>
#include <QIODevice>
#include <QJsonArray>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

constexpr int streamVersion = QDataStream::Qt_6_4;

void writeValue(QDataStream &stream, const FieldValue &value)
{
    stream << qint32(value.index());
    if (const auto *text = std::get_if<QString>(&value))
        stream << *text;
    else if (const auto *date = std::get_if<QDate>(&value))
        stream << *date;
    else if (const auto *money = std::get_if<Money>(&value))
        stream << money->minorUnits;
}

FieldValue readValue(QDataStream &stream)
{
    qint32 index = 0;
    stream >> index;
    if (index == 1) {
        QString text;
        stream >> text;
        return text;
    }
    if (index == 2) {
        QDate date;
        stream >> date;
        return date;
    }
    if (index == 3) {
        Money money;
        stream >> money.minorUnits;
        return money;
    }
    return {};
}

QByteArray toBytes(const WriteOutcome &outcome)
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream.setVersion(streamVersion);
    const Employee &employee = outcome.employee;
    stream << employee.id << employee.version << qint64{employee.updatedAt.count()}
           << employee.updatedBy << outcome.ssnWarnings
           << (employee.deletedAt ? qint64{employee.deletedAt->count()} : qint64{-1});
    stream << qint32(employee.unfit.size());
    for (auto it = employee.unfit.begin(); it != employee.unfit.end(); ++it)
        stream << QString(describe(it.key()).name) << it.value();
    for (const FieldDescription &row : editableFields()) {
        stream << QString(row.name);
        writeValue(stream, employee.value(row.field));
    }
    return bytes;
}

void readUnfit(QDataStream &stream, Employee &employee)
{
    qint32 count = 0;
    stream >> count;
    for (qint32 i = 0; i < count && stream.status() == QDataStream::Ok; ++i) {
        QString name;
        QString text;
        stream >> name >> text;
        if (const FieldDescription *row = findField(name))
            employee.unfit.insert(row->field, text);
    }
}

std::optional<WriteOutcome> fromBytes(const QByteArray &bytes)
{
    QDataStream stream(bytes);
    stream.setVersion(streamVersion);
    WriteOutcome outcome;
    Employee &employee = outcome.employee;
    qint64 updatedAt = 0;
    qint64 deletedAt = -1;
    stream >> employee.id >> employee.version >> updatedAt >> employee.updatedBy
        >> outcome.ssnWarnings >> deletedAt;
    employee.updatedAt = milliseconds(updatedAt);
    if (deletedAt >= 0)
        employee.deletedAt = milliseconds(deletedAt);
    readUnfit(stream, employee);
    while (!stream.atEnd() && stream.status() == QDataStream::Ok) {
        QString name;
        stream >> name;
        FieldValue value = readValue(stream);
        // Not set(): that would take the unfit original away.
        if (const FieldDescription *row = findField(name))
            employee.values[indexOf(row->field)] = std::move(value);
    }
    if (stream.status() != QDataStream::Ok)
        return std::nullopt;
    return outcome;
}

QByteArray placeName(const QString &username, const QString &key)
{
    return username.toUtf8() + '/' + key.toUtf8();
}

} // namespace

RequestOutcomeStore::RequestOutcomeStore(const FieldSealer &sealer)
    : m_sealer(sealer)
{
}

Result<std::optional<WriteOutcome>> RequestOutcomeStore::find(
    Database &database, const QString &username, const RequestKey &key, milliseconds now) const
{
    Query select(database,
        u"SELECT digest, sealed FROM request_outcome "
        "WHERE username = ? AND request_key = ? AND at > ?"_s);
    const milliseconds oldest = now - requestKeyLifetime;
    if (const Outcome ran = select.bind(username).bind(key.key).bind(qint64{oldest.count()}).run();
        !ran)
        return ran.error();
    if (!select.next())
        return std::optional<WriteOutcome>();
    if (select.bytes(0) != key.digest) {
        return Error{ErrorCode::InvalidParams,
            u"This request_key was used for another change. Nothing was changed."_s,
            {{u"fields"_s,
                QJsonArray{
                    QJsonObject{{u"field"_s, u"request_key"_s}, {u"reason"_s, u"reused"_s}}}}}};
    }
    const QByteArray place = placeName(username, key.key);
    const auto opened = m_sealer.open(select.bytes(1), {"request_outcome", 0, place});
    std::optional<WriteOutcome> outcome = opened ? fromBytes(*opened) : std::nullopt;
    if (!outcome)
        return Error{ErrorCode::InternalError, u"The stored outcome is damaged."_s, {}};
    return outcome;
}

Outcome RequestOutcomeStore::remember(Database &database, const QString &username,
    const RequestKey &key, const WriteOutcome &outcome, milliseconds now) const
{
    Query insert(database,
        u"INSERT OR REPLACE INTO request_outcome (username, request_key, digest, sealed, at) "
        "VALUES (?, ?, ?, ?, ?)"_s);
    const QByteArray place = placeName(username, key.key);
    insert.bind(username).bind(key.key).bind(key.digest);
    insert.bind(m_sealer.seal(toBytes(outcome), {"request_outcome", 0, place}));
    return insert.bind(qint64{now.count()}).run();
}

Outcome RequestOutcomeStore::prune(Database &database, milliseconds now)
{
    Query remove(database, u"DELETE FROM request_outcome WHERE at <= ?"_s);
    const milliseconds oldest = now - requestKeyLifetime;
    return remove.bind(qint64{oldest.count()}).run();
}

} // namespace roster::server
