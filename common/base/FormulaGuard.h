#pragma once

#include <QString>

namespace roster {

/// A cell that a spreadsheet could take for a formula, because it begins with `= + - @`, a tab or
/// CR, gets an apostrophe before it; so does one in which apostrophes come before such a character.
[[nodiscard]] QString withFormulaGuard(const QString &cell);

/// The text that withFormulaGuard() made @p cell from.
[[nodiscard]] QString withoutFormulaGuard(const QString &cell);

} // namespace roster
