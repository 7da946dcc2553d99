#pragma once

#include <QByteArray>
#include <QStringList>

namespace roster::cli {

/// One record of a CSV file (RFC 4180, UTF-8, ended by CR LF). A cell that a spreadsheet could take
/// for a formula, because it begins with `= + - @`, a tab or CR, gets an apostrophe before it; so
/// does one in which apostrophes come before such a character. To read a cell back, drop one
/// apostrophe from the beginning where apostrophes stand before such a character, and nothing else.
[[nodiscard]] QByteArray csvRecord(const QStringList &cells);

/// The text that csvRecord() made the cell from.
[[nodiscard]] QString withoutFormulaGuard(const QString &cell);

} // namespace roster::cli
