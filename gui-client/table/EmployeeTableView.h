#pragma once

#include "gui-client/table/EmployeeTableModel.h"

#include <QTableView>

namespace roster::gui {

class EmployeeHeader;
class FieldEditor;

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
    /// Keeps the editor that is open as it is while something else lies over the table; afterwards
    /// typing goes on.
    void holdEditor(bool isHeld);
    void reset() override;

Q_SIGNALS:
    /// A double click on the head of a row, or Alt+Enter.
    void formRequested(int row);
    void cursorMoved();
    /// Esc on a cell: what was refused there is let go.
    void giveUpRequested(roster::EmployeeId id, roster::Field field);
    /// The cell that was being typed into is no longer there.
    void typingLost(const QString &text);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void closeEditor(QWidget *editor, QAbstractItemDelegate::EndEditHint hint) override;
    void updateGeometries() override;
    void rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end) override;

private:
    [[nodiscard]] FieldEditor *openEditor() const;
    void loseTyping();
    void tellVisibleRows();
    void followAnchor(int rows);
    void stepCursor(int rows, int columns);

    EmployeeTableModel &m_model;
    EmployeeHeader *m_header; ///< owned by the view
};

} // namespace roster::gui
