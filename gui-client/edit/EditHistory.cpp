#include "gui-client/edit/EditHistory.h"

#include <QCoreApplication>
#include <QUndoCommand>

#include <memory>
#include <utility>

namespace roster::gui {
namespace {

constexpr int mostSteps = 200;

QString textFor(const char *text, qsizetype count)
{
    return QCoreApplication::translate("EditHistory", text, nullptr, static_cast<int>(count));
}

/// A record as our last write left it; shared with the callbacks, which may come after the command.
struct Standing
{
    EmployeeRow row;
    bool isUndone = false; ///< the write was refused: there is nothing to take back
};

class ChangeCommand : public QUndoCommand
{
public:
    ChangeCommand(EmployeeEditor &editor, const QList<RecordChange> &changes, const QString &text)
        : QUndoCommand(text)
        , m_editor(editor)
    {
        for (const RecordChange &change : changes)
            m_records.append({change, valuesBefore(change),
                std::make_shared<Standing>(Standing{change.seen, false})});
    }

    void redo() override
    {
        const auto onConflict = std::exchange(m_isAgain, true) ? EmployeeEditor::OnConflict::Refuse
                                                               : EmployeeEditor::OnConflict::Ask;
        for (const Record &record : m_records)
            write(record, record.change.changes, onConflict);
    }

    void undo() override
    {
        for (const Record &record : m_records) {
            if (!record.standing->isUndone)
                write(record, record.before, EmployeeEditor::OnConflict::Refuse);
        }
    }

private:
    struct Record
    {
        RecordChange change;
        FieldChanges before;
        std::shared_ptr<Standing> standing;
    };

    static FieldChanges valuesBefore(const RecordChange &change)
    {
        FieldChanges before;
        for (auto it = change.changes.begin(); it != change.changes.end(); ++it) {
            // What was unfit cannot be written again; the field becomes empty, as the server has
            // it.
            const bool wasUnfit = change.seen.seen(it.key()) == Visibility::Unfit;
            before.insert(it.key(), wasUnfit ? QString() : change.seen.text(it.key()));
        }
        return before;
    }

    void write(
        const Record &record, const FieldChanges &changes, EmployeeEditor::OnConflict onConflict)
    {
        m_editor.update(record.standing->row, changes, onConflict,
            [standing = record.standing](const Result<WriteResult> &result) {
                standing->isUndone = !result;
                if (result)
                    standing->row = result->row;
            });
    }

    EmployeeEditor &m_editor;
    QList<Record> m_records;
    bool m_isAgain = false;
};

/// Records that come or go; `isRemoving`: doing it removes them and undoing it brings them back.
class PresenceCommand : public QUndoCommand
{
public:
    PresenceCommand(EmployeeEditor &editor, const QList<EmployeeRow> &rows, bool isRemoving,
        bool isDone, const QString &text)
        : QUndoCommand(text)
        , m_editor(editor)
        , m_isRemoving(isRemoving)
        , m_isDone(isDone)
    {
        for (const EmployeeRow &row : rows)
            m_records.append(std::make_shared<Standing>(Standing{row, false}));
    }

    void redo() override
    {
        if (std::exchange(m_isDone, false))
            return;
        writeAll(m_isRemoving);
    }
    void undo() override { writeAll(!m_isRemoving); }

private:
    void writeAll(bool isRemoving)
    {
        for (const auto &record : m_records) {
            const auto onDone = [record](const Result<WriteResult> &result) {
                if (result)
                    record->row.version = result->row.version;
            };
            if (isRemoving)
                m_editor.remove(record->row, onDone);
            else
                m_editor.restore(record->row, onDone);
        }
    }

    EmployeeEditor &m_editor;
    QList<std::shared_ptr<Standing>> m_records;
    bool m_isRemoving;
    bool m_isDone; ///< already, when the command is pushed
};

} // namespace

EditHistory::EditHistory(EmployeeEditor &editor, QObject *parent)
    : QObject(parent)
    , m_editor(editor)
{
    m_stack.setUndoLimit(mostSteps);
}

void EditHistory::change(const QList<RecordChange> &changes, const QString &text)
{
    m_stack.push(new ChangeCommand(m_editor, changes, text));
}

void EditHistory::add(
    const FieldChanges &values, QObject *context, EmployeeEditor::Callback callback)
{
    const auto onDone = [this, guard = QPointer<QObject>(context), callback = std::move(callback)](
                            const Result<WriteResult> &result) {
        if (result)
            noteAdded({result->row});
        if (guard && callback)
            callback(result);
    };
    m_editor.add(values, this, onDone);
}

void EditHistory::noteAdded(const QList<EmployeeRow> &rows)
{
    if (rows.isEmpty())
        return;
    m_stack.push(new PresenceCommand(m_editor, rows, false, true,
        textFor(QT_TRANSLATE_N_NOOP("EditHistory", "adding %n employee(s)"), rows.size())));
}

void EditHistory::remove(const QList<EmployeeRow> &rows)
{
    m_stack.push(new PresenceCommand(m_editor, rows, true, false,
        textFor(QT_TRANSLATE_N_NOOP("EditHistory", "deleting %n employee(s)"), rows.size())));
}

void EditHistory::restore(const QList<EmployeeRow> &rows)
{
    m_stack.push(new PresenceCommand(m_editor, rows, false, false,
        textFor(QT_TRANSLATE_N_NOOP("EditHistory", "restoring %n employee(s)"), rows.size())));
}

} // namespace roster::gui
