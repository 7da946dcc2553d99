#pragma once

#include <QStringView>

namespace roster {

/// Exactly nine ASCII digits.
[[nodiscard]] bool isNineDigits(QStringView text);

/// True for numbers the SSA has never issued: area 000, 666 or 900-999, group 00, serial 0000
/// (SSA, "Social Security Number Randomization", 2011). @p ssn has nine digits.
[[nodiscard]] bool isNeverIssued(QStringView ssn);

} // namespace roster
