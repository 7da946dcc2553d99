#pragma once

#include "gui-client/session/WriteQueue.h"

#include <QMap>
#include <QObject>

#include <optional>

namespace roster::gui {

/// What a cell shows beside the server's value while an edit of it is open.
struct CellEdit
{
    enum class State {
        Pending, ///< on its way
        Refused, ///< the server said no: `reason`; what was typed is kept until it is given up
    };
    State state = State::Pending;
    QString text; ///< canonical, as typed
    QString reason; ///< one sentence for people
};

/// A record of which others changed the same fields first.
struct EditConflict
{
    EmployeeRow original; ///< as it was when the person began
    EmployeeRow theirs; ///< as it stands now
    FieldChanges mine;
    QList<Field> fields; ///< of `mine`, those that others changed to something else
};

/// Carries out what people do to records, and remembers for each cell what is pending or was
/// refused. Every way to edit - cell, form, paste, undo - goes through it. Owned by GuiApp, on the
/// GUI thread.
class EmployeeEditor : public QObject
{
    Q_OBJECT

public:
    using Callback = WriteQueue::Callback;

    EmployeeEditor(ServerSession &session, WriteQueue &writes, QObject *parent = nullptr);

    /// The edit of a cell that is not settled; null: none.
    [[nodiscard]] const CellEdit *edit(EmployeeId id, Field field) const;
    [[nodiscard]] bool hasRefused() const;
    [[nodiscard]] qsizetype pendingCount() const { return m_writes.count(); }
    /// Lets what was typed go, and shows the server's value again.
    void giveUp(EmployeeId id, Field field);

    /// What becomes of changes whose fields others changed first.
    enum class OnConflict {
        Ask, ///< conflicted()
        Refuse, ///< refused(), and the cells show the others' values
    };

    /// @p seen: the record as the person saw it. Cells show the changes as pending at once; a
    /// refusal stays at its cell. @p callback, which may be null, comes after the signals.
    void update(const EmployeeRow &seen, const FieldChanges &changes, OnConflict onConflict,
        Callback callback = {});
    void add(const FieldChanges &values, QObject *context, Callback callback);
    void remove(const EmployeeRow &seen, Callback callback = {});
    void restore(const EmployeeRow &seen, Callback callback = {});

    /// Why a session with these rights cannot write @p field of a record; empty: it can.
    [[nodiscard]] QString whyNotWritable(Field field) const;
    [[nodiscard]] bool mayAdd() const;
    [[nodiscard]] bool mayUpdate() const;
    [[nodiscard]] bool mayDelete() const;

Q_SIGNALS:
    /// The edit of a cell began, was refused, or is settled.
    void cellChanged(roster::EmployeeId id, roster::Field field);
    /// The server has committed a write of ours: added, updated or restored.
    void written(const roster::gui::EmployeeRow &row);
    /// Such a record was not there before: added or restored. After written().
    void appeared(const roster::gui::EmployeeRow &row);
    void removed(roster::EmployeeId id);
    /// To be decided by the person: update() again with `theirs` as seen, or let it go.
    void conflicted(const roster::gui::EditConflict &conflict);
    /// A newer state of a record, as a refusal told it.
    void learned(const roster::gui::EmployeeRow &row);
    /// The server has written it, but asks to look at it again; one or more sentences for people.
    void warned(const QString &sentences);
    /// A write that has no cell to show it was refused; one sentence for people.
    void refused(const QString &message);

private:
    void onUpdated(const EmployeeRow &seen, const FieldChanges &changes, OnConflict onConflict,
        const Result<WriteResult> &result);
    void announce(const EmployeeRow &row);
    void setPresence(Write::Kind kind, const EmployeeRow &seen, Callback callback);
    void ask(const EmployeeRow &seen, const FieldChanges &changes, const Error &error);
    void onRefused(EmployeeId id, const FieldChanges &changes, const Error &error);
    void settle(EmployeeId id, const FieldChanges &changes);
    void set(EmployeeId id, Field field, CellEdit edit);

    ServerSession &m_session;
    WriteQueue &m_writes;
    QMap<CellKey, CellEdit> m_edits;
};

} // namespace roster::gui
