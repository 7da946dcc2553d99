#pragma once

#include "cli-client/text/DisplayWidth.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace roster::cli {

/// A column: its title, its alignment, and how narrow it may become before one is left out; 0 is
/// not at all, for numbers and dates, which say something else when they are cut.
struct TableColumn
{
    QString title;
    Alignment alignment = Alignment::Left;
    int minWidth = 0;
};

/// Lays rows out as aligned text. Column widths come from the first rows it is given and then stay,
/// so that a long list can be written page by page. Where the terminal is too narrow, columns that
/// do not fit are left out from the right, and of the others the wide ones give way first.
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
    [[nodiscard]] int minWidth(qsizetype column) const;
    [[nodiscard]] QString line(const QStringList &cells) const;

    QList<TableColumn> m_columns;
    QList<int> m_widths; ///< of the columns that are shown
};

} // namespace roster::cli
