#pragma once

#include "common/model/EmployeeFields.h"
#include "common/model/FieldRules.h"

#include <QString>

namespace roster::cli {

/// What people type, in the form that the protocol takes: dates as `mm-dd-yyyy`, `mm/dd/yyyy` or
/// ISO become ISO, an SSN loses its hyphens, money its `$` and its commas between groups of three
/// digits. What has no such form comes back as it is, for the field's rules to refuse.
[[nodiscard]] QString canonicalInput(const FieldDescription &field, const QString &typed);

/// What is wrong with a value that somebody typed: it names the forms that are taken here.
[[nodiscard]] QString complaintOf(const FieldError &error);

/// How to write a value of @p field, for its prompt; empty where that is plain.
[[nodiscard]] QString inputHint(const FieldDescription &field);

} // namespace roster::cli
