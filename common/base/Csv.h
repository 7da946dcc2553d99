#pragma once

#include "common/base/Result.h"

#include <QByteArray>
#include <QList>
#include <QStringList>

namespace roster {

/// One record of a CSV file (RFC 4180, UTF-8, ended by CR LF), its cells with their formula guards.
[[nodiscard]] QByteArray csvRecord(const QStringList &cells);

/// A record of a file, without formula guards.
struct CsvRecord
{
    qint64 line = 0; ///< where it begins in the file, from 1
    QStringList cells;
};

/// The records of a CSV file in UTF-8, with or without a byte-order mark. Lines end with CR LF, LF
/// or CR; cells are set apart by whichever of comma, semicolon and tab stands in the first record.
/// Empty lines are passed over. Errors: ParseError; beside the sentence `line` and `reason`:
/// `not_utf8`, `open_quote`, `text_after_quote`.
[[nodiscard]] Result<QList<CsvRecord>> readCsv(const QByteArray &file);

} // namespace roster
