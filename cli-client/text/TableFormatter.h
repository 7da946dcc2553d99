#pragma once

#include "cli-client/text/DisplayWidth.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace roster::cli {

/// A column: its title, its alignment, and how narrow it may become before it is left out.
struct TableColumn
{
    QString title;
    Alignment alignment = Alignment::Left;
    int minWidth = 4;
};

/// Lays rows out as aligned text. Column widths come from the first rows it is given and then stay, so
/// that a long list can be written page by page. Where the terminal is too narrow, wide columns give
/// way first; what still does not fit is left out from the right.
class TableFormatter
{
public:
    /// @p terminalWidth in columns; 0 is unlimited. @p sample decides the widths.
    TableFormatter(QList<TableColumn> columns, const QList<QStringList> &sample, int terminalWidth);

    [[nodiscard]] QString header() const;
    /// One line, ended, of cells in the columns' order.
    [[nodiscard]] QString row(const QStringList &cells) const;
    /// How many columns there was no room for.
    [[nodiscard]] qsizetype omittedColumns() const { return m_columns.size() - m_widths.size(); }

private:
    void fit(int terminalWidth);
    [[nodiscard]] int totalWidth() const;
    [[nodiscard]] QString line(const QStringList &cells) const;

    QList<TableColumn> m_columns;
    QList<int> m_widths; ///< of the columns that are shown
};

} // namespace roster::cli
