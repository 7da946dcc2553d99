#include "server/storage/EmployeeRow.h"

#include "common/base/IsoText.h"
#include "common/model/FoldKey.h"
#include "server/storage/Query.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

// Bits of EmployeeRow::Changes behind those of the fields.
constexpr std::size_t unfitChange = fieldCount;
constexpr std::size_t deletionChange = fieldCount + 1;

SealedPlace placeOf(EmployeeId id, QByteArrayView field)
{
    return {"employee", id, field};
}

/// The value as it is compared and, but for text and the SSN, as it is stored.
QVariant plainValue(const FieldValue &value)
{
    if (const auto *text = std::get_if<QString>(&value))
        return *text;
    if (const auto *date = std::get_if<QDate>(&value))
        return isoDate(*date);
    if (const auto *money = std::get_if<Money>(&value))
        return money->minorUnits;
    return {};
}

/// Whether a second column beside the field's own serves comparisons.
bool hasComparedColumn(FieldType type)
{
    return isText(type) || type == FieldType::Ssn;
}

QStringList columnsOf(const FieldDescription &row)
{
    if (hasComparedColumn(row.type))
        return {row.name, EmployeeRow::comparedColumn(row.field)};
    return {row.name};
}

/// Each word once.
template <typename KeyOf> QString searched(const KeyOf &keyOf)
{
    QStringList words;
    for (const FieldDescription &row : editableFields()) {
        if (row.isSearched)
            words += wordsOf(keyOf(row.field));
    }
    words.removeDuplicates();
    return words.join(u' ');
}

void bindTime(Query &query, std::optional<milliseconds> time)
{
    if (time)
        query.bind(qint64{time->count()});
    else
        query.bindNull();
}

} // namespace

EmployeeRow::EmployeeRow(const FieldSealer &sealer)
    : m_sealer(sealer)
    , m_columns{u"id"_s, u"version"_s}
    , m_readColumns(m_columns)
{
    for (const FieldDescription &row : editableFields()) {
        m_columns += columnsOf(row);
        m_readColumns += row.name;
    }
    for (QStringList *columns : {&m_columns, &m_readColumns})
        *columns << u"unfit"_s << u"updated_at"_s << u"updated_by"_s << u"deleted_at"_s;
}

QString EmployeeRow::comparedColumn(Field field)
{
    const FieldDescription &row = describe(field);
    if (row.type == FieldType::Ssn)
        return row.name + "_index"_L1;
    return isText(row.type) ? row.name + "_key"_L1 : QString(row.name);
}

bool EmployeeRow::isIndexed(Field field)
{
    const FieldType type = describe(field).type;
    return type != FieldType::Money && type != FieldType::Date;
}

QVariant EmployeeRow::comparedValue(Field field, const FieldValue &value) const
{
    const QVariant plain = plainValue(value);
    if (plain.isNull())
        return {};
    const FieldType type = describe(field).type;
    if (type == FieldType::Ssn)
        return m_sealer.blindIndex("ssn", plain.toString().toUtf8());
    return isText(type) ? QVariant(foldKey(plain.toString())) : plain;
}

EmployeeKeys EmployeeRow::keysOf(const Employee &employee) const
{
    EmployeeKeys keys;
    for (const FieldDescription &row : editableFields()) {
        if (hasComparedColumn(row.type))
            keys.compared[indexOf(row.field)] = comparedValue(row.field, employee.value(row.field));
    }
    keys.words = searched([&](Field field) { return keys.compared[indexOf(field)].toString(); });
    return keys;
}

void EmployeeRow::bind(Query &query, const Employee &employee, const EmployeeKeys &keys) const
{
    query.bind(employee.id).bind(employee.version);
    for (const FieldDescription &row : editableFields())
        bindField(query, row, employee, keys.compared[indexOf(row.field)]);
    query.bind(sealUnfit(employee));
    bindUpdate(query, employee);
    bindTime(query, employee.deletedAt);
}

void EmployeeRow::bindUpdate(Query &query, const Employee &employee)
{
    query.bind(qint64{employee.updatedAt.count()}).bind(employee.updatedBy);
}

EmployeeRow::Changes EmployeeRow::changes(const Employee &before, const Employee &after)
{
    Changes changes;
    for (const FieldDescription &row : editableFields())
        changes[indexOf(row.field)] = before.value(row.field) != after.value(row.field);
    changes[unfitChange] = before.unfit != after.unfit;
    changes[deletionChange] = before.deletedAt != after.deletedAt;
    return changes;
}

QStringList EmployeeRow::changedColumns(const Changes &changes)
{
    QStringList columns{u"version"_s, u"updated_at"_s, u"updated_by"_s};
    for (const FieldDescription &row : editableFields()) {
        if (changes[indexOf(row.field)])
            columns += columnsOf(row);
    }
    if (changes[unfitChange])
        columns += u"unfit"_s;
    if (changes[deletionChange])
        columns += u"deleted_at"_s;
    return columns;
}

void EmployeeRow::bindChanged(Query &query, const Changes &changes, const Employee &after) const
{
    query.bind(after.version);
    bindUpdate(query, after);
    for (const FieldDescription &row : editableFields()) {
        if (changes[indexOf(row.field)]) {
            const bool isCompared = hasComparedColumn(row.type);
            bindField(query, row, after,
                isCompared ? comparedValue(row.field, after.value(row.field)) : QVariant());
        }
    }
    if (changes[unfitChange])
        query.bind(sealUnfit(after));
    if (changes[deletionChange])
        bindTime(query, after.deletedAt);
}

void EmployeeRow::bindField(Query &query, const FieldDescription &row, const Employee &employee,
    const QVariant &compared) const
{
    const QVariant plain = plainValue(employee.value(row.field));
    if (row.type == FieldType::Ssn && !plain.isNull()) {
        query.bind(m_sealer.seal(plain.toString().toUtf8(), placeOf(employee.id, "ssn")));
    } else {
        query.bind(plain);
    }
    if (hasComparedColumn(row.type))
        query.bind(compared);
}

std::optional<Employee> EmployeeRow::read(const Query &query) const
{
    Employee employee;
    employee.id = query.integer(0);
    employee.version = query.integer(1);
    int column = 2;
    for (const FieldDescription &row : editableFields()) {
        std::optional<FieldValue> value = readField(row, employee.id, query, column);
        if (!value)
            return std::nullopt;
        employee.set(row.field, *std::move(value));
        ++column;
    }
    if (!query.isNull(column) && !openUnfit(query.bytes(column), employee))
        return std::nullopt;
    employee.updatedAt = milliseconds(query.integer(column + 1));
    employee.updatedBy = query.text(column + 2);
    if (!query.isNull(column + 3))
        employee.deletedAt = milliseconds(query.integer(column + 3));
    return employee;
}

std::optional<FieldValue> EmployeeRow::readField(
    const FieldDescription &row, EmployeeId id, const Query &query, int column) const
{
    if (query.isNull(column))
        return FieldValue{};
    switch (row.type) {
    case FieldType::Ssn: {
        const auto opened = m_sealer.open(query.bytes(column), placeOf(id, "ssn"));
        if (!opened) {
            qCCritical(storageLog) << "the sealed ssn of employee" << id << "does not open";
            return std::nullopt;
        }
        return FieldValue{QString::fromUtf8(*opened)};
    }
    case FieldType::Date:
        return FieldValue{dateOfIso(query.text(column))};
    case FieldType::Money:
        return FieldValue{Money{query.integer(column)}};
    default:
        return FieldValue{query.text(column)};
    }
}

std::optional<QByteArrayView> EmployeeRow::openSsn(
    EmployeeId id, QByteArrayView sealed, std::span<char> plain) const
{
    const auto size = m_sealer.openInto(plain, sealed, placeOf(id, "ssn"));
    if (!size)
        return std::nullopt;
    return QByteArrayView(plain.data(), static_cast<qsizetype>(*size));
}

QVariant EmployeeRow::sealUnfit(const Employee &employee) const
{
    if (employee.unfit.isEmpty())
        return {};
    QJsonObject originals;
    for (auto it = employee.unfit.begin(); it != employee.unfit.end(); ++it)
        originals.insert(describe(it.key()).name, it.value());
    return m_sealer.seal(
        QJsonDocument(originals).toJson(QJsonDocument::Compact), placeOf(employee.id, "unfit"));
}

bool EmployeeRow::openUnfit(const QByteArray &sealed, Employee &employee) const
{
    const auto opened = m_sealer.open(sealed, placeOf(employee.id, "unfit"));
    if (!opened)
        return false;
    const QJsonObject originals = QJsonDocument::fromJson(*opened).object();
    for (auto it = originals.begin(); it != originals.end(); ++it) {
        if (const FieldDescription *row = findField(it.key()))
            employee.unfit.insert(row->field, it.value().toString());
    }
    return true;
}

QString EmployeeRow::endOfPrefix(const QString &prefix)
{
    // U+10FFFF is the last code point and, as a noncharacter, in no text.
    return prefix + u"\U0010ffff"_s;
}

QString EmployeeRow::searchedWords(const Employee &employee)
{
    return searched([&](Field field) { return foldKey(employee.text(field)); });
}

bool EmployeeRow::isSearchedOtherwise(const Employee &before, const Employee &after)
{
    return std::ranges::any_of(editableFields(), [&](const FieldDescription &row) {
        return row.isSearched && before.value(row.field) != after.value(row.field);
    });
}

} // namespace roster::server
