#pragma once

#include "common/model/FieldRules.h"
#include "common/model/Rights.h"
#include "server/requests/ParamReader.h"

namespace roster::server {

/// Field values of a write, as a client sent them.
struct EmployeeInput
{
    std::optional<EmployeeId> id;
    QMap<Field, FieldValue> values;
};

/// Reads the object of `employee.add`: every required field must be there. Errors, in this order:
/// InvalidParams (names, types), PermissionDenied (a field the role may not write),
/// ValidationFailed.
[[nodiscard]] Result<EmployeeInput> readNewEmployee(
    const QJsonObject &object, const Rights &rights, const RuleContext &context);

/// Reads the `changes` of `employee.update`; only what is there is looked at. Errors as above.
[[nodiscard]] Result<EmployeeInput> readChanges(
    const QJsonObject &object, const Rights &rights, const RuleContext &context);

} // namespace roster::server
