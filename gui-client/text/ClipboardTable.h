#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace roster::gui {

/// Blocks of cells as spreadsheets put them on the clipboard and take them from it: cells set apart
/// by tabs, rows by line ends; a cell that holds either, or begins with a quotation mark, stands in
/// quotation marks, doubled inside. A cell that a spreadsheet would take for a formula has an
/// apostrophe before it on the way out, which goes again on the way in. No state; any thread.
class ClipboardTable
{
public:
    [[nodiscard]] static QString toText(const QList<QStringList> &rows);
    /// Lines may end with LF, CR LF or CR; one line end after the last row is none of its own.
    [[nodiscard]] static QList<QStringList> fromText(const QString &text);
};

} // namespace roster::gui
