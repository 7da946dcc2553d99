#include "server/auth/RightsJson.h"

#include <QJsonArray>

namespace roster::server {

using namespace Qt::StringLiterals;

QJsonObject rightsToJson(const Rights &rights)
{
    QJsonArray permissions;
    for (std::size_t i = 0; i < permissionCount; ++i) {
        const auto permission = static_cast<Permission>(i);
        if (rights.has(permission))
            permissions.append(permissionName(permission));
    }
    QJsonObject fields;
    for (const FieldDescription &field : editableFields()) {
        if (field.sensitivity == Sensitivity::Sensitive)
            fields.insert(field.name, accessName(rights.access(field.field)));
    }
    return {{u"permissions"_s, permissions}, {u"fields"_s, fields}};
}

} // namespace roster::server
