#include "server/storage/ChangeStore.h"

#include "common/base/IsoText.h"
#include "common/base/SecretBytes.h"
#include "common/model/EmployeeFields.h"
#include "common/protocol/JsonText.h"
#include "server/crypto/Sha256.h"
#include "server/storage/HashChain.h"
#include "server/storage/Query.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <charconv>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

constexpr auto changeTable = "employee_change"_L1;
constexpr qsizetype hashSize = Sha256::size;

/// Exact and independent of the currency: text, ISO date, or minor units.
void appendValue(QByteArray &json, const FieldValue &value, const QString &unfit)
{
    if (!unfit.isNull())
        appendJsonString(JsonObjectWriter(json).member("unfit"_L1), unfit);
    else if (const auto *money = std::get_if<Money>(&value))
        appendJsonInteger(json, money->minorUnits);
    else if (isEmpty(value))
        json.append("null");
    else
        appendJsonString(json, textOf(value, 0));
}

FieldValue fromJson(Field field, const QJsonValue &json)
{
    if (json.isNull() || json.isUndefined() || json.isObject())
        return {};
    switch (describe(field).type) {
    case FieldType::Money:
        return Money{json.toInteger()};
    case FieldType::Date:
        return dateOfIso(json.toString());
    default:
        return json.toString();
    }
}

/// A sensitive field goes into the hashed row as the HMAC that binds its values, and with its salt
/// into what is sealed.
void recordSensitive(const FieldDescription &row, const FieldChange &change,
    JsonObjectWriter &hashed, JsonObjectWriter &secret)
{
    QByteArray bound("[\"");
    bound.append(row.name.data(), row.name.size()).append("\",");
    const qsizetype oldAt = bound.size();
    appendValue(bound, change.before, change.unfitBefore);
    const qsizetype oldEnd = bound.size();
    appendValue(bound.append(','), change.after, change.unfitAfter);
    const qsizetype newEnd = bound.size();
    const QByteArray salt = randomBytes(hashSize);
    const QByteArray commitment = hmacSha256(salt, bound.append(']')).toHex();
    JsonObjectWriter(hashed.member(row.name))
        .member("commitment"_L1)
        .append('"')
        .append(commitment)
        .append('"');
    const QByteArrayView values(bound);
    JsonObjectWriter hidden(secret.member(row.name));
    hidden.member("old"_L1).append(values.sliced(oldAt, oldEnd - oldAt));
    hidden.member("new"_L1).append(values.sliced(oldEnd + 1, newEnd - oldEnd - 1));
    hidden.member("salt"_L1).append('"').append(salt.toHex()).append('"');
}

void addChangePart(Sha256 &hash, QByteArrayView part)
{
    std::array<char, 21> length; // as many digits as the largest number, and a colon
    char *end = std::to_chars(length.data(), length.data() + length.size(), part.size()).ptr;
    *end++ = ':';
    hash.add(QByteArrayView(length.data(), end));
    hash.add(part);
}

void addChangePart(Sha256 &hash, qint64 number)
{
    std::array<char, 20> digits; // as many as the smallest number
    const char *const end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    addChangePart(hash, QByteArrayView(digits.data(), end));
}

/// What the hash of a row covers besides the hash before it.
struct HashedRow
{
    qint64 seq = 0;
    qint64 at = 0;
    QByteArrayView actor;
    QByteArrayView origin;
    QByteArrayView action;
    EmployeeId employeeId = 0;
    qint64 version = 0;
    QByteArrayView fields;
};

QByteArray hashOf(const QByteArray &previous, const HashedRow &row)
{
    Sha256 hash;
    hash.add(previous);
    addChangePart(hash, row.seq);
    addChangePart(hash, row.at);
    addChangePart(hash, row.actor);
    addChangePart(hash, row.origin);
    addChangePart(hash, row.action);
    addChangePart(hash, row.employeeId);
    addChangePart(hash, row.version);
    addChangePart(hash, row.fields);
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

RecordedFields ChangeStore::record(const QMap<Field, FieldChange> &fields)
{
    constexpr qsizetype usualSize = 96; // of a field
    RecordedFields result;
    result.hashed.reserve(usualSize * (fields.size() + 1));
    {
        JsonObjectWriter hashed(result.hashed);
        std::optional<JsonObjectWriter> secret;
        for (auto it = fields.begin(); it != fields.end(); ++it) {
            const FieldDescription &row = describe(it.key());
            if (row.sensitivity == Sensitivity::Plain) {
                JsonObjectWriter values(hashed.member(row.name));
                appendValue(values.member("old"_L1), it->before, it->unfitBefore);
                appendValue(values.member("new"_L1), it->after, it->unfitAfter);
                continue;
            }
            if (!secret) {
                result.secret.reserve(3 * usualSize);
                secret.emplace(result.secret);
            }
            recordSensitive(row, *it, hashed, *secret);
        }
    }
    return result;
}

Result<ChangeLink> ChangeStore::nextLink(Database &database)
{
    Query last(database, u"SELECT seq, hash FROM employee_change ORDER BY seq DESC LIMIT 1"_s);
    if (const Outcome ran = last.run(); !ran)
        return ran.error();
    if (last.next())
        return ChangeLink{last.integer(0) + 1, last.bytes(1)};
    if (last.failed())
        return storageError();
    return ChangeLink{1, QByteArray(hashSize, '\0')};
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

Outcome ChangeStore::append(
    Database &database, const ChangeLink &link, const RecordedChange &change) const
{
    const RecordedFields &fields = change.fields;
    const QByteArray actor = change.actor.toUtf8();
    const QByteArray origin = change.origin.toUtf8();
    const QLatin1StringView name = actionName(change.action);
    const QByteArray action(name.data(), name.size());
    Query insert(database,
        u"INSERT INTO employee_change (seq, at, actor, origin, action, employee_id, version, "
        u"fields, previous_hash, hash, previous_seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s);
    insert.bind(link.seq).bind(qint64{change.at.count()}).bindUtf8(actor).bindUtf8(origin);
    insert.bindUtf8(action).bind(change.employeeId).bind(change.version).bindUtf8(fields.hashed);
    insert.bind(link.previousHash);
    insert.bind(hashOf(link.previousHash,
        {link.seq, change.at.count(), actor, origin, action, change.employeeId, change.version,
            fields.hashed}));
    if (const Outcome ran = insert.bind(link.previousOfRecord).run(); !ran)
        return ran;
    return fields.secret.isEmpty() ? Outcome(Done{})
                                   : storeSecrets(database, link.seq, fields.secret);
}

Outcome ChangeStore::storeSecrets(Database &database, qint64 seq, const QByteArray &secrets) const
{
    const QByteArray sealed = m_sealer.seal(secrets, {"employee_change_secret", seq, "sealed"});
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
    Database &database, EmployeeId id, qint64 lastChange, qint64 version) const
{
    const Error damaged{ErrorCode::InternalError, u"The history of a record is damaged."_s, {}};
    QMap<Field, FieldValue> values;
    for (qint64 seq = lastChange;;) {
        Query change(database,
            u"SELECT c.fields, s.sealed, c.employee_id, c.version, c.previous_seq "
            "FROM employee_change c LEFT JOIN employee_change_secret s ON s.seq = c.seq "
            "WHERE c.seq = ?"_s);
        if (const Outcome ran = change.bind(seq).run(); !ran)
            return ran.error();
        if (!change.next())
            return change.failed() ? storageError() : damaged;
        if (change.integer(2) != id)
            return damaged;
        if (change.integer(3) <= version)
            return values;
        // Earlier changes come later, so the one right behind the version has the last word.
        if (!takeOldValues(seq, change, values))
            return damaged;
        if (change.integer(3) == 1)
            return values;
        if (change.integer(4) >= seq)
            return damaged;
        seq = change.integer(4);
    }
}

/// What the fields had before the change that @p change stands at. False when its secrets do not
/// open.
bool ChangeStore::takeOldValues(
    qint64 seq, const Query &change, QMap<Field, FieldValue> &values) const
{
    const QJsonObject fields = QJsonDocument::fromJson(change.bytes(0)).object();
    const auto secrets = openSecrets(seq, change.bytes(1));
    if (!secrets)
        return false;
    for (auto it = fields.begin(); it != fields.end(); ++it) {
        const FieldDescription *row = findField(it.key());
        if (!row)
            continue;
        const bool isPlain = row->sensitivity == Sensitivity::Plain;
        const QJsonObject recorded = isPlain ? it->toObject() : secrets->value(it.key()).toObject();
        values.insert(row->field, fromJson(row->field, recorded.value("old"_L1)));
    }
    return true;
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
        const QByteArray hash = hashOf(previous,
            {expected, rows.integer(1), rows.utf8(2), rows.utf8(3), rows.utf8(4), rows.integer(5),
                rows.integer(6), rows.utf8(7)});
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
