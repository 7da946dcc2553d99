#pragma once

#include "gui-client/table/EmployeeTableModel.h"

#include <QTableView>

namespace roster::gui {

class EmployeeHeader;

/// The table of employees: a spreadsheet's keys over the model, which is told what is in view.
/// Owned by EmployeePane.
class EmployeeTableView : public QTableView
{
    Q_OBJECT

public:
    explicit EmployeeTableView(EmployeeTableModel &model, QWidget *parent = nullptr);

    [[nodiscard]] EmployeeHeader &header() { return *m_header; }
    /// The rows of the selection, or of the current cell without one; from above, each once.
    [[nodiscard]] QList<int> selectedRows() const;
    /// The fields of the columns as they stand on the screen, without the hidden ones.
    [[nodiscard]] QList<Field> shownFields() const;
    /// Puts the cursor on @p row, in the current column, and brings it into view.
    void goToRow(int row);
    /// Widths that fit the rows at hand, within bounds.
    void fitColumns();

Q_SIGNALS:
    /// A double click on the head of a row, or Alt+Enter.
    void formRequested(int row);
    void cursorMoved();
    /// Esc on a cell: what was refused there is let go.
    void giveUpRequested(roster::EmployeeId id, roster::Field field);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void closeEditor(QWidget *editor, QAbstractItemDelegate::EndEditHint hint) override;
    void updateGeometries() override;

private:
    void tellVisibleRows();
    void followAnchor(int rows);
    void stepCursor(int rows, int columns);

    EmployeeTableModel &m_model;
    EmployeeHeader *m_header; ///< owned by the view
};

} // namespace roster::gui
