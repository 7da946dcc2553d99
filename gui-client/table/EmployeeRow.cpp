#include "gui-client/table/EmployeeRow.h"

#include <QJsonArray>

namespace roster::gui {

using namespace Qt::StringLiterals;

EmployeeRow rowFromJson(const QJsonObject &employee)
{
    EmployeeRow row;
    row.id = employee.value("id"_L1).toInteger();
    row.version = employee.value("version"_L1).toInteger();
    for (const FieldDescription &field : editableFields())
        row.texts[indexOf(field.field)] = employee.value(field.name).toString();
    row.texts[indexOf(Field::Id)] = QString::number(row.id);
    const QJsonArray masked = employee.value("masked"_L1).toArray();
    for (const QJsonValue &name : masked) {
        if (const FieldDescription *field = findField(name.toString()))
            row.visibility[indexOf(field->field)] = Visibility::Masked;
    }
    const QJsonObject unfit = employee.value("unfit"_L1).toObject();
    for (auto it = unfit.begin(); it != unfit.end(); ++it) {
        if (const FieldDescription *field = findField(it.key())) {
            row.texts[indexOf(field->field)] = it.value().toString();
            if (row.seen(field->field) != Visibility::Masked)
                row.visibility[indexOf(field->field)] = Visibility::Unfit;
        }
    }
    row.updatedAt = employee.value("updated_at"_L1).toString();
    row.updatedBy = employee.value("updated_by"_L1).toString();
    row.deletedAt = employee.value("deleted_at"_L1).toString();
    return row;
}

} // namespace roster::gui
