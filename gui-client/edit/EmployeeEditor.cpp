#include "gui-client/edit/EmployeeEditor.h"

#include "common/protocol/ErrorData.h"
#include "gui-client/edit/WriteWarnings.h"
#include "gui-client/text/FieldFormat.h"

#include <algorithm>
#include <utility>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;

/// What a refusal says about one field; the whole sentence where it names none.
QString reasonFor(const Error &error, Field field)
{
    for (const NamedProblem &problem : namedProblems(error.data)) {
        if (problem.field == describe(field).name && !problem.message.isEmpty())
            return problem.message;
    }
    return error.message;
}

QList<Field> conflictingFields(const Error &error)
{
    QList<Field> fields;
    for (const NamedProblem &problem : namedProblems(error.data)) {
        if (const FieldDescription *field = findField(problem.field))
            fields.append(field->field);
    }
    return fields;
}

} // namespace

EmployeeEditor::EmployeeEditor(ServerSession &session, WriteQueue &writes, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_writes(writes)
{
}

const CellEdit *EmployeeEditor::edit(EmployeeId id, Field field) const
{
    const auto found = m_edits.constFind({id, field});
    return found == m_edits.cend() ? nullptr : &*found;
}

bool EmployeeEditor::hasRefused() const
{
    return std::ranges::any_of(
        m_edits, [](const CellEdit &edit) { return edit.state == CellEdit::State::Refused; });
}

void EmployeeEditor::giveUp(EmployeeId id, Field field)
{
    const auto found = m_edits.constFind({id, field});
    if (found == m_edits.cend() || found->state == CellEdit::State::Pending)
        return;
    m_edits.erase(found);
    Q_EMIT cellChanged(id, field);
}

void EmployeeEditor::update(
    const EmployeeRow &seen, const FieldChanges &changes, OnConflict onConflict, Callback callback)
{
    for (auto it = changes.begin(); it != changes.end(); ++it)
        set(seen.id, it.key(), {CellEdit::State::Pending, it.value(), {}});
    const auto onDone = [this, seen, changes, onConflict, callback = std::move(callback)](
                            const Result<WriteResult> &result) {
        onUpdated(seen, changes, onConflict, result);
        if (callback)
            callback(result);
    };
    m_writes.submit({Write::Kind::Update, seen.id, seen.version, changes}, this, onDone);
}

void EmployeeEditor::add(const FieldChanges &values, QObject *context, Callback callback)
{
    const auto onDone = [this, guard = QPointer<QObject>(context), callback = std::move(callback)](
                            const Result<WriteResult> &result) {
        if (result)
            announce(result->row);
        if (guard)
            callback(result);
    };
    m_writes.submit({Write::Kind::Add, 0, 0, values}, this, onDone);
}

void EmployeeEditor::remove(const EmployeeRow &seen, Callback callback)
{
    setPresence(Write::Kind::Delete, seen, std::move(callback));
}

void EmployeeEditor::restore(const EmployeeRow &seen, Callback callback)
{
    setPresence(Write::Kind::Restore, seen, std::move(callback));
}

void EmployeeEditor::setPresence(Write::Kind kind, const EmployeeRow &seen, Callback callback)
{
    const auto onDone
        = [this, kind, callback = std::move(callback)](const Result<WriteResult> &result) {
              if (!result)
                  Q_EMIT refused(result.error().message);
              else if (kind == Write::Kind::Delete)
                  Q_EMIT removed(result->row.id);
              else
                  announce(result->row);
              if (callback)
                  callback(result);
          };
    m_writes.submit({kind, seen.id, seen.version, {}}, this, onDone);
}

void EmployeeEditor::announce(const EmployeeRow &row)
{
    Q_EMIT written(row);
    Q_EMIT appeared(row);
}

QString EmployeeEditor::whyNotWritable(Field field) const
{
    if (field == Field::Id)
        return tr("The server gives each employee a number; it never changes.");
    if (!mayUpdate()) {
        return tr("Your role, %1, may not change employees. An administrator can grant the right "
                  "employee.update.")
            .arg(m_session.info().role);
    }
    if (!m_session.rights().canWrite(field)) {
        return tr("Your role, %1, may not change this field. An administrator can grant the access "
                  "%2:write.")
            .arg(m_session.info().role, QString(describe(field).name));
    }
    return {};
}

bool EmployeeEditor::mayAdd() const
{
    return m_session.rights().has(Permission::EmployeeAdd);
}

bool EmployeeEditor::mayUpdate() const
{
    return m_session.rights().has(Permission::EmployeeUpdate);
}

bool EmployeeEditor::mayDelete() const
{
    return m_session.rights().has(Permission::EmployeeDelete);
}

void EmployeeEditor::onUpdated(const EmployeeRow &seen, const FieldChanges &changes,
    OnConflict onConflict, const Result<WriteResult> &result)
{
    if (result) {
        settle(seen.id, changes);
        Q_EMIT written(result->row);
        const QStringList warnings = sentencesOf(result->warnings);
        if (!warnings.isEmpty()) {
            Q_EMIT warned(tr("Employee %1 is saved. %2").arg(seen.id).arg(warnings.join(u' ')));
        }
        return;
    }
    const Error &error = result.error();
    if (error.code == ErrorCode::Conflict && onConflict == OnConflict::Ask) {
        ask(seen, changes, error);
    } else if (error.code == ErrorCode::Conflict) {
        settle(seen.id, changes);
        Q_EMIT learned(rowFromJson(error.data.value("employee"_L1).toObject()));
        Q_EMIT refused(tr("Somebody else has changed employee %1 since, so it was left as it is.")
                           .arg(seen.id));
    } else {
        onRefused(seen.id, changes, error);
    }
}

void EmployeeEditor::ask(const EmployeeRow &seen, const FieldChanges &changes, const Error &error)
{
    const EmployeeRow theirs = rowFromJson(error.data.value("employee"_L1).toObject());
    Q_EMIT learned(theirs);
    for (auto it = changes.begin(); it != changes.end(); ++it) {
        set(seen.id, it.key(),
            {CellEdit::State::Refused, it.value(),
                tr("Somebody else has changed this meanwhile.")});
    }
    Q_EMIT conflicted({seen, theirs, changes, conflictingFields(error)});
}

void EmployeeEditor::onRefused(EmployeeId id, const FieldChanges &changes, const Error &error)
{
    for (auto it = changes.begin(); it != changes.end(); ++it)
        set(id, it.key(), {CellEdit::State::Refused, it.value(), reasonFor(error, it.key())});
    if (error.code == ErrorCode::NotFound)
        Q_EMIT refused(tr("Employee %1 has been deleted; what you typed was not saved.").arg(id));
}

/// A later edit of the same cell stays.
void EmployeeEditor::settle(EmployeeId id, const FieldChanges &changes)
{
    for (auto it = changes.begin(); it != changes.end(); ++it) {
        const auto found = m_edits.constFind({id, it.key()});
        if (found == m_edits.cend() || found->text != it.value())
            continue;
        m_edits.erase(found);
        Q_EMIT cellChanged(id, it.key());
    }
}

void EmployeeEditor::set(EmployeeId id, Field field, CellEdit edit)
{
    m_edits.insert({id, field}, std::move(edit));
    Q_EMIT cellChanged(id, field);
}

} // namespace roster::gui
