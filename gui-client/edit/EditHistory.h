#pragma once

#include "gui-client/edit/EmployeeEditor.h"

#include <QObject>
#include <QUndoStack>

namespace roster::gui {

/// New values for one record, and the record as the person saw it.
struct RecordChange
{
    EmployeeRow seen;
    FieldChanges changes;
};

/// What the person did in this window, to be undone and done again: each step writes through
/// EmployeeEditor. A step that others' changes forbid says so and leaves their values. Owned by
/// GuiApp, on the GUI thread.
class EditHistory : public QObject
{
    Q_OBJECT

public:
    explicit EditHistory(EmployeeEditor &editor, QObject *parent = nullptr);

    [[nodiscard]] QUndoStack &stack() { return m_stack; }
    /// Writes past the history; see noteAdded().
    [[nodiscard]] EmployeeEditor &editor() { return m_editor; }

    /// One step, however many records: an edit, a fill, a paste. @p text names it in the menu.
    void change(const QList<RecordChange> &changes, const QString &text);
    /// A step once the server has added the record; @p callback as EmployeeEditor::add().
    void add(const FieldChanges &values, QObject *context, EmployeeEditor::Callback callback);
    /// A step for records that the editor has added already; none without any.
    void noteAdded(const QList<EmployeeRow> &rows);
    void remove(const QList<EmployeeRow> &rows);
    void restore(const QList<EmployeeRow> &rows);

private:
    EmployeeEditor &m_editor;
    QUndoStack m_stack;
};

} // namespace roster::gui
