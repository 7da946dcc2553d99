#pragma once

#include "common/model/Money.h"
#include "gui-client/session/WriteQueue.h"

namespace roster::gui {

/// The rules between dates (FieldRules) that @p row would break with @p changes, as a sentence at
/// the later date. Rules with a date that this session cannot read are the server's to check.
[[nodiscard]] QMap<Field, QString> brokenDateRules(
    const EmployeeRow &row, const FieldChanges &changes);

/// Whether @p canonical is the value that @p row has in @p field, be it in other words: `9000` is
/// `9000.00`.
[[nodiscard]] bool hasValue(
    const EmployeeRow &row, Field field, const QString &canonical, const Currency &currency);

/// `Zoë O'Brien (17)`, as far as this session sees the name.
[[nodiscard]] QString nameOf(const EmployeeRow &row);

} // namespace roster::gui
