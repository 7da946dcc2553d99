#pragma once

#include "gui-client/app/Workspace.h"
#include "gui-client/edit/PastePlan.h"

#include <QObject>
#include <QPointer>

class QMenu;
class QWidget;

namespace roster::gui {

class ClipboardGuard;
class EmployeeForm;
class EmployeePane;

/// What people do to the rows and cells that are selected, apart from typing into one: forms,
/// deleting, copying, pasting, and conflicts to decide. Owned by the main window.
class TableCommands : public QObject
{
    Q_OBJECT

public:
    /// @p window: the parent of dialogs.
    TableCommands(
        Workspace &workspace, EmployeePane &pane, ClipboardGuard &clipboard, QWidget *window);

    void add();
    void openForm(int row);
    /// Asks first, with the names.
    void remove();
    void restore();
    void copy();
    void paste();
    /// The first row of the selection goes into the others.
    void fillDown();
    /// Shows the tooltip of the current cell, for those without a mouse.
    void explainCell();
    /// A check box for each column.
    void fillColumnsMenu(QMenu *menu);
    [[nodiscard]] bool hasUnsavedForm() const;

Q_SIGNALS:
    /// Something that the person should know; one sentence.
    void said(const QString &sentence);

private:
    [[nodiscard]] QList<EmployeeRow> selectedRecords();
    [[nodiscard]] PasteTarget pasteTarget(qsizetype rows) const;
    void show(EmployeeForm *form);
    void onConflicted(const EditConflict &conflict);
    void carryOut(const PastePlan &plan, const QString &text);

    Workspace &m_workspace;
    EmployeePane &m_pane;
    ClipboardGuard &m_clipboard;
    QWidget *m_window;
    QList<QPointer<EmployeeForm>> m_forms;
};

} // namespace roster::gui
