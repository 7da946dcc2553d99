#include "server/storage/ChangeStore.h"

#include "common/base/SecretBytes.h"
#include "common/model/EmployeeFields.h"
#include "server/storage/HashChain.h"
#include "server/storage/Query.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMessageAuthenticationCode>

#include <algorithm>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

constexpr auto changeTable = "employee_change"_L1;
constexpr qsizetype hashSize = 32;

QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

/// Exact and independent of the currency: text, ISO date, or minor units.
QJsonValue toJson(const FieldValue &value, const QString &unfit)
{
    if (!unfit.isNull())
        return QJsonObject{{u"unfit"_s, unfit}};
    if (const auto *money = std::get_if<Money>(&value))
        return money->minorUnits;
    return isEmpty(value) ? QJsonValue(QJsonValue::Null) : QJsonValue(textOf(value, 0));
}

FieldValue fromJson(Field field, const QJsonValue &json)
{
    if (json.isNull() || json.isUndefined() || json.isObject())
        return {};
    switch (describe(field).type) {
    case FieldType::Money:
        return Money{json.toInteger()};
    case FieldType::Date:
        return QDate::fromString(json.toString(), Qt::ISODate);
    default:
        return json.toString();
    }
}

QByteArray commitment(const QByteArray &salt, const FieldDescription &row, const QJsonValue &before,
    const QJsonValue &after)
{
    const QJsonArray content{QString(row.name), before, after};
    return QMessageAuthenticationCode::hash(
        QJsonDocument(content).toJson(QJsonDocument::Compact), salt, QCryptographicHash::Sha256)
        .toHex();
}

/// What goes into the hashed row, and what stays outside it.
struct SplitFields
{
    QJsonObject hashed;
    QJsonObject secret;
};

SplitFields split(const QMap<Field, FieldChange> &fields)
{
    SplitFields result;
    for (auto it = fields.begin(); it != fields.end(); ++it) {
        const FieldDescription &row = describe(it.key());
        const QJsonValue before = toJson(it->before, it->unfitBefore);
        const QJsonValue after = toJson(it->after, it->unfitAfter);
        QJsonObject values{{u"old"_s, before}, {u"new"_s, after}};
        if (row.sensitivity == Sensitivity::Plain) {
            result.hashed.insert(row.name, values);
            continue;
        }
        const QByteArray salt = randomBytes(hashSize);
        const QString committed = QString::fromLatin1(commitment(salt, row, before, after));
        result.hashed.insert(row.name, QJsonObject{{u"commitment"_s, committed}});
        values.insert("salt"_L1, QString::fromLatin1(salt.toHex()));
        result.secret.insert(row.name, values);
    }
    return result;
}

void addChangePart(QCryptographicHash &hash, const QByteArray &part)
{
    hash.addData(QByteArray::number(part.size()) + ':');
    hash.addData(part);
}

QByteArray hashOf(const QByteArray &previous, qint64 seq, const RecordedChange &change,
    const QByteArray &action, const QByteArray &fields)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(previous);
    addChangePart(hash, QByteArray::number(seq));
    addChangePart(hash, QByteArray::number(qint64{change.at.count()}));
    addChangePart(hash, change.actor.toUtf8());
    addChangePart(hash, change.origin.toUtf8());
    addChangePart(hash, action);
    addChangePart(hash, QByteArray::number(change.employeeId));
    addChangePart(hash, QByteArray::number(change.version));
    addChangePart(hash, fields);
    return hash.result();
}

} // namespace

QLatin1StringView actionName(ChangeAction action)
{
    switch (action) {
    case ChangeAction::Added:
        return "added"_L1;
    case ChangeAction::Updated:
        return "updated"_L1;
    case ChangeAction::Deleted:
        return "deleted"_L1;
    case ChangeAction::Restored:
        break;
    }
    return "restored"_L1;
}

ChangeStore::ChangeStore(const FieldSealer &sealer)
    : m_sealer(sealer)
{
}

Result<ChangeStore::Head> ChangeStore::head(Database &database)
{
    Query last(database, u"SELECT seq, hash FROM employee_change ORDER BY seq DESC LIMIT 1"_s);
    if (const Outcome ran = last.run(); !ran)
        return ran.error();
    if (last.next())
        return Head{last.integer(0), last.bytes(1)};
    if (last.failed())
        return storageError();
    return Head{0, QByteArray(hashSize, '\0')};
}

Result<qint64> ChangeStore::revision(Database &database)
{
    Query last(database, u"SELECT coalesce(max(seq), 0) FROM employee_change"_s);
    if (const Outcome ran = last.run(); !ran)
        return ran.error();
    if (!last.next())
        return storageError();
    return last.integer(0);
}

Result<qint64> ChangeStore::append(Database &database, const RecordedChange &change) const
{
    const Result<Head> previous = head(database);
    if (!previous)
        return previous.error();
    const qint64 seq = previous->seq + 1;
    const SplitFields fields = split(change.fields);
    const QByteArray hashed = compact(fields.hashed);
    const QString action = actionName(change.action);
    Query insert(database,
        u"INSERT INTO employee_change (seq, at, actor, origin, action, employee_id, version, "
        u"fields, "
        "previous_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s);
    insert.bind(seq).bind(qint64{change.at.count()}).bind(change.actor).bind(change.origin);
    insert.bind(action)
        .bind(change.employeeId)
        .bind(change.version)
        .bind(QString::fromUtf8(hashed));
    insert.bind(previous->hash);
    insert.bind(hashOf(previous->hash, seq, change, action.toUtf8(), hashed));
    if (const Outcome ran = insert.run(); !ran)
        return ran.error();
    if (!fields.secret.isEmpty()) {
        if (const Outcome stored = storeSecrets(database, seq, fields.secret); !stored)
            return stored.error();
    }
    return seq;
}

Outcome ChangeStore::storeSecrets(Database &database, qint64 seq, const QJsonObject &secrets) const
{
    const QByteArray sealed
        = m_sealer.seal(compact(secrets), {"employee_change_secret", seq, "sealed"});
    Query insert(database, u"INSERT INTO employee_change_secret (seq, sealed) VALUES (?, ?)"_s);
    return insert.bind(seq).bind(sealed).run();
}

std::optional<QJsonObject> ChangeStore::openSecrets(qint64 seq, const QByteArray &sealed) const
{
    if (sealed.isEmpty())
        return QJsonObject();
    const auto opened = m_sealer.open(sealed, {"employee_change_secret", seq, "sealed"});
    if (!opened)
        return std::nullopt;
    return QJsonDocument::fromJson(*opened).object();
}

Result<QMap<Field, FieldValue>> ChangeStore::valuesAt(
    Database &database, EmployeeId id, qint64 version) const
{
    Query changes(database,
        u"SELECT c.seq, c.fields, s.sealed FROM employee_change c "
        "LEFT JOIN employee_change_secret s ON s.seq = c.seq "
        "WHERE c.employee_id = ? AND c.version > ? ORDER BY c.version"_s);
    if (const Outcome ran = changes.bind(id).bind(version).run(); !ran)
        return ran.error();
    QMap<Field, FieldValue> values;
    while (changes.next()) {
        QJsonObject fields = QJsonDocument::fromJson(changes.bytes(1)).object();
        const auto secrets = openSecrets(changes.integer(0), changes.bytes(2));
        if (!secrets)
            return Error{ErrorCode::InternalError, u"The history of a record is damaged."_s, {}};
        for (auto it = fields.begin(); it != fields.end(); ++it) {
            const FieldDescription *row = findField(it.key());
            if (!row || values.contains(row->field))
                continue;
            const bool isPlain = row->sensitivity == Sensitivity::Plain;
            const QJsonObject change
                = isPlain ? it->toObject() : secrets->value(it.key()).toObject();
            values.insert(row->field, fromJson(row->field, change.value("old"_L1)));
        }
    }
    if (changes.failed())
        return storageError();
    return values;
}

Result<qint64> ChangeStore::firstBrokenLink(Database &database, qint64 changes)
{
    const Result<qint64> last = revision(database);
    if (!last)
        return last.error();
    const qint64 before = changes < 0 ? 0 : std::max(qint64{0}, *last - changes);
    const Result<QByteArray> start = storedHashAt(database, changeTable, before);
    if (!start)
        return start.error();
    Query rows(database,
        u"SELECT seq, at, actor, origin, action, employee_id, version, fields, previous_hash, hash "
        "FROM employee_change WHERE seq > ? ORDER BY seq"_s);
    if (const Outcome ran = rows.bind(before).run(); !ran)
        return ran.error();
    QByteArray previous = *start;
    for (qint64 expected = before + 1; rows.next(); ++expected) {
        RecordedChange change;
        change.at = std::chrono::milliseconds(rows.integer(1));
        change.actor = rows.text(2);
        change.origin = rows.text(3);
        change.employeeId = rows.integer(5);
        change.version = rows.integer(6);
        const QByteArray hash
            = hashOf(previous, expected, change, rows.text(4).toUtf8(), rows.text(7).toUtf8());
        if (rows.integer(0) != expected || rows.bytes(8) != previous || rows.bytes(9) != hash)
            return expected;
        previous = hash;
    }
    if (rows.failed())
        return storageError();
    return 0;
}

Result<std::chrono::milliseconds> ChangeStore::lastAt(Database &database)
{
    return lastRowAt(database, changeTable);
}

} // namespace roster::server
