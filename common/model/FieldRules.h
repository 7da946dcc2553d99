#pragma once

#include "common/model/Employee.h"
#include "common/model/EmployeeFields.h"

#include <QList>

#include <functional>
#include <variant>

namespace roster {

/// Why a value is refused: `reason` is for programs, `message` one sentence for people.
struct FieldError
{
    Field field;
    QString reason;
    QString message;
};

/// True when @p text is longer, in code points, than any spelling of a value that @p field takes.
/// Asked before text is normalised or folded, which costs the square of a run of combining marks.
[[nodiscard]] bool isOverlong(const FieldDescription &field, QStringView text);

/// What the rules depend on beside the value.
struct RuleContext
{
    int currencyDigits = 2;
    QDate today;
};

/// The value that @p text stands for in @p field, canonical (NFC, trimmed, exact), or why it is
/// none. Empty text is an empty value; that is an error for a required field. Reasons: `required`,
/// `too_long`, `control_character`, `not_a_name`, `not_an_email`, `not_nine_digits`, `not_a_date`,
/// `too_early`, `in_the_future`, `not_a_decimal`, `too_many_decimals`, `too_large`, `read_only`.
[[nodiscard]] std::variant<FieldValue, FieldError> parseField(
    const FieldDescription &field, QStringView text, const RuleContext &context);

/// A rule between two fields that @p employee breaks. Only rules that touch a field for which
/// @p isChanged holds are looked at, and only those whose both fields fulfil @p isReadable, so that
/// a refusal tells nobody a date they may not see. Reasons: `before_birth`, `before_hired_on`.
[[nodiscard]] QList<FieldError> checkDates(const Employee &employee,
    const std::function<bool(Field)> &isChanged, const std::function<bool(Field)> &isReadable);

} // namespace roster
