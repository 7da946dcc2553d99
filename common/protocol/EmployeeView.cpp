#include "common/protocol/EmployeeView.h"

#include "common/base/Clock.h"
#include "common/base/IsoText.h"

#include <QJsonArray>

namespace roster {
namespace {

using namespace Qt::StringLiterals;

QJsonValue visible(const FieldValue &value, int currencyDigits)
{
    return isEmpty(value) ? QJsonValue(QJsonValue::Null) : textOf(value, currencyDigits);
}

} // namespace

QString maskOf(Field field, const FieldValue &value)
{
    switch (describe(field).type) {
    case FieldType::Ssn:
        return isEmpty(value) ? u"*********"_s : u"*****"_s + textOf(value, 0).right(4);
    case FieldType::Date:
        return u"****-**-**"_s;
    default:
        return u"***"_s;
    }
}

QJsonObject employeeToJson(const Employee &employee, const Rights &rights, int currencyDigits)
{
    QJsonObject json{{u"id"_s, employee.id}, {u"version"_s, employee.version},
        {u"updated_at"_s, isoUtc(employee.updatedAt)}, {u"updated_by"_s, employee.updatedBy}};
    QJsonArray masked;
    QJsonObject unfit;
    for (const FieldDescription &row : editableFields()) {
        const FieldAccess access = rights.access(row.field);
        if (access == FieldAccess::None)
            continue;
        const FieldValue &value = employee.value(row.field);
        if (access == FieldAccess::Masked) {
            // Masked even when it is empty, so that the mask does not tell.
            json.insert(row.name, maskOf(row.field, value));
            masked.append(row.name);
            continue;
        }
        json.insert(row.name, visible(value, currencyDigits));
        if (const auto it = employee.unfit.find(row.field); it != employee.unfit.end())
            unfit.insert(row.name, *it);
    }
    if (!masked.isEmpty())
        json.insert("masked"_L1, masked);
    if (!unfit.isEmpty())
        json.insert("unfit"_L1, unfit);
    if (employee.deletedAt)
        json.insert("deleted_at"_L1, isoUtc(*employee.deletedAt));
    return json;
}

QJsonObject writtenEmployeeToJson(
    const Employee &employee, const Rights &rights, int currencyDigits)
{
    if (rights.has(Permission::EmployeeGet))
        return employeeToJson(employee, rights, currencyDigits);
    return {{u"id"_s, employee.id}, {u"version"_s, employee.version}};
}

} // namespace roster
