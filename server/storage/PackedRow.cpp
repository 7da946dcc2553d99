#include "server/storage/PackedRow.h"

#include "server/storage/Query.h"

#include <cstring>
#include <limits>

namespace roster::server::packedrow {
namespace {

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

// The columns before those of the fields.
constexpr int idColumn = 0;
constexpr int versionColumn = 1;
constexpr int updatedAtColumn = 2;
constexpr int updatedByColumn = 3;
constexpr int deletedAtColumn = 4;
constexpr int unfitColumn = 5;
constexpr int firstFieldColumn = 6;

constexpr qint64 notDeleted = std::numeric_limits<qint64>::min();

/// Then come the bytes of `updated_by` and of each field, money as a qint64, without anything
/// between them.
struct Head
{
    EmployeeId id = 0;
    qint64 version = 0;
    qint64 updatedAt = 0;
    qint64 deletedAt = notDeleted;
    quint32 emptyFields = 0; ///< a bit for each, by indexOf()
    quint16 updatedBySize = 0;
    std::array<quint16, fieldCount> sizes{};
};
static_assert(fieldCount <= 32);

bool isMoney(const FieldDescription &field)
{
    return field.type == FieldType::Money;
}

/// False when it is too long.
bool takeSize(quint16 &size, QByteArrayView text)
{
    size = static_cast<quint16>(text.size());
    return text.size() <= std::numeric_limits<quint16>::max();
}

bool readFields(const Query &row, Head &head)
{
    int column = firstFieldColumn;
    for (const FieldDescription &field : editableFields()) {
        const std::size_t place = indexOf(field.field);
        if (row.isNull(column))
            head.emptyFields |= 1U << place;
        else if (isMoney(field))
            head.sizes[place] = sizeof(qint64);
        else if (!takeSize(head.sizes[place], row.utf8(column)))
            return false;
        ++column;
    }
    return true;
}

} // namespace

QString columns()
{
    QString columns = u"employee.id, version, updated_at, updated_by, deleted_at, unfit"_s;
    for (const FieldDescription &field : editableFields())
        columns += u", "_s + field.name;
    return columns;
}

bool isDeleted(const Query &row)
{
    return !row.isNull(deletedAtColumn);
}

bool append(const Query &row, QByteArray &bytes)
{
    if (!row.isNull(unfitColumn))
        return false;
    Head head;
    head.id = row.integer(idColumn);
    head.version = row.integer(versionColumn);
    head.updatedAt = row.integer(updatedAtColumn);
    if (isDeleted(row))
        head.deletedAt = row.integer(deletedAtColumn);
    const QByteArrayView updatedBy = row.utf8(updatedByColumn);
    if (!takeSize(head.updatedBySize, updatedBy) || !readFields(row, head))
        return false;

    bytes.append(reinterpret_cast<const char *>(&head), sizeof head);
    bytes.append(updatedBy);
    int column = firstFieldColumn;
    for (const FieldDescription &field : editableFields()) {
        const bool isEmpty = head.sizes[indexOf(field.field)] == 0;
        if (!isEmpty && isMoney(field)) {
            const qint64 minorUnits = row.integer(column);
            bytes.append(reinterpret_cast<const char *>(&minorUnits), sizeof minorUnits);
        } else if (!isEmpty) {
            bytes.append(row.utf8(column));
        }
        ++column;
    }
    return true;
}

EmployeeColumns read(QByteArrayView bytes)
{
    Head head;
    std::memcpy(&head, bytes.data(), sizeof head);
    bytes = bytes.sliced(sizeof head);
    const auto take = [&bytes](quint16 size) {
        const QByteArrayView taken = bytes.first(size);
        bytes = bytes.sliced(size);
        return taken;
    };
    EmployeeColumns record;
    record.id = head.id;
    record.version = head.version;
    record.updatedAt = milliseconds(head.updatedAt);
    if (head.deletedAt != notDeleted)
        record.deletedAt = milliseconds(head.deletedAt);
    record.updatedBy = take(head.updatedBySize);
    for (const FieldDescription &field : editableFields()) {
        const std::size_t place = indexOf(field.field);
        EmployeeColumns::Value &value = record.values[place];
        value.isEmpty = (head.emptyFields & (1U << place)) != 0;
        const QByteArrayView taken = take(head.sizes[place]);
        if (!isMoney(field))
            value.text = taken;
        else if (!value.isEmpty)
            std::memcpy(&value.minorUnits, taken.data(), sizeof value.minorUnits);
    }
    return record;
}

} // namespace roster::server::packedrow
