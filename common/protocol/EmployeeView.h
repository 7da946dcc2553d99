#pragma once

#include "common/model/Employee.h"
#include "common/model/Rights.h"

#include <QJsonObject>

namespace roster {

/// What stands in the place of a value that the role sees masked, such as `*****0003`.
[[nodiscard]] QString maskOf(Field field, const FieldValue &value);

/// The record as a session with @p rights may see it: hidden fields absent, masked ones masked and
/// named in `masked`, unfit originals under the same access. The one place where a record becomes
/// JSON.
[[nodiscard]] QJsonObject employeeToJson(
    const Employee &employee, const Rights &rights, int currencyDigits);

/// The same as a text, at the end of @p json.
void appendEmployee(
    QByteArray &json, const Employee &employee, const Rights &rights, int currencyDigits);

/// What a write or a conflict tells of the record: all of the above, or `{id, version}` alone to a
/// session that may not get records.
[[nodiscard]] QJsonObject writtenEmployeeToJson(
    const Employee &employee, const Rights &rights, int currencyDigits);
/// The same as a text, at the end of @p json.
void appendWrittenEmployee(
    QByteArray &json, const Employee &employee, const Rights &rights, int currencyDigits);
/// `{id, version}`.
void appendEmployeeVersion(QByteArray &json, const Employee &employee);

} // namespace roster
