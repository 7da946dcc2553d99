#include "gui-client/edit/EmployeeForm.h"

#include "gui-client/app/Rhythm.h"
#include "gui-client/edit/ContentScroll.h"
#include "gui-client/edit/FieldEditor.h"
#include "gui-client/edit/FieldForm.h"
#include "gui-client/edit/Question.h"
#include "gui-client/edit/RecordRules.h"
#include "gui-client/edit/WriteWarnings.h"

#include <QCheckBox>
#include <QCloseEvent>
#include <QDateTime>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;
using Kind = MessageLabel::Kind;

} // namespace

EmployeeForm::EmployeeForm(ServerSession &session, EmployeeEditor &editor, EditHistory &history,
    const FieldFormat &format, ValueSource *values, QWidget *parent)
    : QDialog(parent)
    , m_session(session)
    , m_editor(editor)
    , m_history(history)
    , m_format(format)
    , m_obstacle(session, editor)
    , m_notice(new MessageLabel(this))
    , m_fields(new FieldForm(format, values, this))
    , m_legend(new QLabel(tr("* must be filled in"), this))
    , m_foot(new QLabel(this))
    , m_state(new MessageLabel(this))
    , m_another(new QCheckBox(tr("Add another"), this))
    , m_closeButton(new QPushButton(this))
    , m_primaryButton(new QPushButton(this))
{
    build();
    followOthers();
    startAdding();
}

EmployeeForm::EmployeeForm(const EmployeeRow &row, ServerSession &session, EmployeeEditor &editor,
    EditHistory &history, const FieldFormat &format, ValueSource *values, QWidget *parent)
    : EmployeeForm(session, editor, history, format, values, parent)
{
    showRecord(row);
}

void EmployeeForm::build()
{
    setObjectName(u"employeeForm"_s);
    m_notice->setObjectName(u"notice"_s);
    constexpr int usualWidth = 64;
    constexpr int spareLines = 4;
    auto *scroll = new ContentScroll(m_fields, usualWidth, spareLines, this);
    scroll->setObjectName(u"fieldScroll"_s);
    scroll->setAccessibleName(tr("Fields"));
    m_legend->setObjectName(u"legend"_s);
    m_foot->setObjectName(u"foot"_s);
    m_foot->setTextFormat(Qt::PlainText);
    m_foot->setWordWrap(true);
    m_foot->setForegroundRole(QPalette::PlaceholderText);
    m_legend->setForegroundRole(QPalette::PlaceholderText);
    m_state->setObjectName(u"state"_s);
    m_another->setObjectName(u"another"_s);
    m_another->setToolTip(tr("Keep this window open for the next employee"));
    m_closeButton->setObjectName(u"close"_s);
    m_closeButton->setAutoDefault(false);
    m_primaryButton->setObjectName(u"primary"_s);
    m_primaryButton->setDefault(true);

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(rhythm);
    buttons->addWidget(m_another);
    buttons->addStretch();
    buttons->addWidget(m_closeButton);
    buttons->addWidget(m_primaryButton);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * rhythm, 2 * rhythm, 2 * rhythm, 2 * rhythm);
    layout->setSpacing(rhythm);
    layout->addWidget(m_notice);
    layout->addWidget(scroll, 1);
    layout->addWidget(m_legend);
    layout->addWidget(m_foot);
    layout->addWidget(m_state);
    layout->addLayout(buttons);

    connect(m_closeButton, &QPushButton::clicked, this, &EmployeeForm::reject);
    connect(m_primaryButton, &QPushButton::clicked, this, &EmployeeForm::onPrimary);
    connect(m_fields, &FieldForm::edited, this, &EmployeeForm::updateState);
    connect(m_fields, &FieldForm::problemsChanged, this, &EmployeeForm::updateState);
}

void EmployeeForm::followOthers()
{
    const auto refreshOwn = [this](const EmployeeRow &row) {
        if (m_id != 0 && row.id == m_id)
            refresh(row);
    };
    connect(&m_editor, &EmployeeEditor::written, this, refreshOwn);
    connect(&m_editor, &EmployeeEditor::learned, this, refreshOwn);
    connect(&m_editor, &EmployeeEditor::cellChanged, this, &EmployeeForm::onCellChanged);
    connect(&m_session, &ServerSession::employeeChanged, this, &EmployeeForm::onEmployeeChanged);
    connect(&m_session, &ServerSession::rightsChanged, this, &EmployeeForm::applyRights);
    connect(&m_session, &ServerSession::stateChanged, this, &EmployeeForm::updateState);
}

bool EmployeeForm::hasUnsavedInput() const
{
    return !m_isWaiting && !m_isGone && !m_fields->changes().isEmpty();
}

void EmployeeForm::startAdding()
{
    m_primaryButton->setText(tr("Add employee"));
    m_closeButton->setText(tr("Cancel"));
    showFields({}, [](Field field, const Rights &rights) { return rights.canWrite(field); });
}

void EmployeeForm::showRecord(const EmployeeRow &row)
{
    m_primaryButton->setText(tr("Save changes"));
    m_closeButton->setText(tr("Close"));
    showFields(row, gui::isVisible);
}

/// Those for which @p isWanted holds; a record without an id is to be added.
void EmployeeForm::showFields(const EmployeeRow &row, bool (*isWanted)(Field, const Rights &))
{
    m_id = row.id;
    m_isGone = row.isDeleted();
    QList<Field> fields;
    for (const FieldDescription &field : editableFields()) {
        if (isWanted(field.field, m_session.rights()))
            fields.append(field.field);
    }
    m_fields->show(row, fields);
    m_foot->setVisible(m_id != 0);
    m_another->setVisible(m_id == 0);
    updateHeading();
    applyRights();
    m_fields->focusFirst();
}

void EmployeeForm::refresh(const EmployeeRow &row)
{
    m_fields->refresh(row);
    if (m_isGone != row.isDeleted()) {
        m_isGone = row.isDeleted();
        applyRights();
    }
    updateHeading();
    updateState();
}

void EmployeeForm::applyRights()
{
    bool isWritable = m_id == 0;
    for (const FieldDescription &field : editableFields()) {
        const QString why = m_id == 0 ? QString() : whyReadOnly(field.field);
        m_fields->setReadOnly(field.field, why);
        m_fields->setShown(field.field, maySee(field.field));
        isWritable = isWritable || (m_fields->editor(field.field) && why.isEmpty());
    }
    m_primaryButton->setVisible(isWritable);
    m_legend->setVisible(isWritable);
    if (!isWritable)
        m_notice->say(Kind::Notice, whyReadOnly(Field::FirstName));
    updateState();
}

/// What this session saw when the form opened it may not see any more.
bool EmployeeForm::maySee(Field field) const
{
    const FieldAccess access = m_session.rights().access(field);
    const bool isMask = m_fields->latest().seen(field) == Visibility::Masked;
    return access >= FieldAccess::Read || (access == FieldAccess::Masked && isMask);
}

QString EmployeeForm::whyReadOnly(Field field) const
{
    if (m_isGone)
        return tr("This employee has been deleted. Restore the record to change it.");
    return m_obstacle.toChange(field);
}

void EmployeeForm::onPrimary()
{
    if (!m_fields->check()) {
        updateState();
        return;
    }
    if (m_id == 0)
        add();
    else
        save();
}

void EmployeeForm::add()
{
    setWaiting(true);
    m_notice->say(Kind::Quiet, {});
    m_history.add(
        m_fields->changes(), this, [this](const Result<WriteResult> &result) { onAdded(result); });
}

void EmployeeForm::onAdded(const Result<WriteResult> &result)
{
    setWaiting(false);
    if (result) {
        onAccepted(*result);
        return;
    }
    show(); // it may have been closed meanwhile
    if (!m_fields->refuse(result.error()))
        m_notice->say(Kind::Problem, result.error().message);
    updateState();
}

void EmployeeForm::onAccepted(const WriteResult &result)
{
    Q_EMIT added(result.row);
    const QStringList warnings = sentencesOf(result.warnings);
    const bool isHidden = !isVisible();
    const bool isMore = m_another->isChecked() && !isHidden;
    if (!isMore && warnings.isEmpty()) {
        m_fields->show({}, {}); // nothing to be asked about
        accept();
        return;
    }
    const QString sentence = tr("%1 was added.").arg(nameOf(result.row));
    if (isMore)
        startAdding();
    else
        showRecord(result.row);
    m_notice->say(warnings.isEmpty() ? Kind::Quiet : Kind::Notice,
        (QStringList{sentence} + warnings).join(u' '));
    show();
}

void EmployeeForm::save()
{
    m_sent = m_fields->changes();
    if (m_sent.isEmpty()) {
        accept();
        return;
    }
    setWaiting(true);
    m_history.change({{m_fields->seen(), m_sent}}, tr("editing %1").arg(nameOf(m_fields->seen())));
}

void EmployeeForm::onCellChanged(EmployeeId id, Field field)
{
    if (id != m_id || !m_sent.contains(field))
        return;
    if (m_isWaiting) {
        const bool isPending = std::ranges::any_of(m_sent.keys(), [this](Field sent) {
            const CellEdit *edit = m_editor.edit(m_id, sent);
            return edit && edit->state == CellEdit::State::Pending;
        });
        if (!isPending)
            onSent();
    } else if (!m_editor.edit(id, field)) {
        // Refused before, and given up or decided elsewhere since.
        m_sent.remove(field);
        m_fields->takeLatest(field);
    }
}

/// Every change is settled or refused.
void EmployeeForm::onSent()
{
    setWaiting(false);
    FieldChanges refused;
    for (auto it = m_sent.cbegin(); it != m_sent.cend(); ++it) {
        const CellEdit *edit = m_editor.edit(m_id, it.key());
        if (!edit)
            continue;
        refused.insert(it.key(), it.value());
        m_fields->refuse(it.key(), edit->reason);
    }
    m_sent = refused;
    if (refused.isEmpty())
        accept();
    else
        updateState();
}

void EmployeeForm::onEmployeeChanged(const QJsonObject &change)
{
    const EmployeeRow row = rowFromJson(change.value("employee"_L1).toObject());
    if (m_id == 0 || row.id != m_id)
        return;
    if (change.value("action"_L1).toString() != "deleted"_L1) {
        refresh(row);
        return;
    }
    m_isGone = true;
    applyRights();
}

void EmployeeForm::setWaiting(bool isWaiting)
{
    m_isWaiting = isWaiting;
    m_fields->setEnabled(!isWaiting);
    m_another->setEnabled(!isWaiting);
    updateState();
}

void EmployeeForm::updateState()
{
    const QStringList problems = m_fields->problems();
    const QString whyNot = m_id == 0 ? m_obstacle.toAdd() : QString();
    const bool hasChanges = m_id == 0 || !m_fields->changes().isEmpty();
    m_primaryButton->setEnabled(
        !m_isWaiting && problems.isEmpty() && whyNot.isEmpty() && hasChanges);
    if (m_isWaiting && !m_session.isOnline()) {
        m_state->say(Kind::Notice,
            tr("There is no connection. What you typed is sent as soon as there is one; you may "
               "close this window."));
    } else if (m_isWaiting) {
        m_state->say(Kind::Quiet, m_id == 0 ? tr("Adding the employee...") : tr("Saving..."));
    } else if (!whyNot.isEmpty()) {
        m_state->say(Kind::Problem, whyNot);
    } else if (problems.size() > 1) {
        m_state->say(Kind::Problem,
            tr("%1 And %n more.", nullptr, int(problems.size() - 1)).arg(problems.first()));
    } else {
        m_state->say(Kind::Problem, problems.value(0));
    }
    m_primaryButton->setToolTip(
        m_primaryButton->isEnabled() || hasChanges ? QString() : tr("Nothing has been changed."));
}

void EmployeeForm::updateHeading()
{
    if (m_id == 0) {
        setWindowTitle(tr("New employee"));
        return;
    }
    const EmployeeRow &row = m_fields->latest();
    setWindowTitle(nameOf(row));
    const QDateTime at = QDateTime::fromString(row.updatedAt, Qt::ISODate).toLocalTime();
    m_foot->setText(tr("Version %1, changed %2 by %3")
                        .arg(m_format.locale().toString(row.version),
                            m_format.locale().toString(at, QLocale::ShortFormat), row.updatedBy));
}

void EmployeeForm::reject()
{
    if (hasUnsavedInput())
        askToDiscard();
    else if (m_isWaiting && m_id == 0)
        hide(); // until the server has decided: a refusal brings it back
    else
        QDialog::reject();
}

void EmployeeForm::closeEvent(QCloseEvent *event)
{
    const bool isClosing = !hasUnsavedInput() && !(m_isWaiting && m_id == 0);
    if (isClosing) {
        QDialog::closeEvent(event);
        return;
    }
    event->ignore();
    reject();
}

void EmployeeForm::askToDiscard()
{
    if (m_question)
        return;
    const QString question = m_id == 0
        ? tr("This employee has not been added. Discard what you typed?")
        : tr("The changes of %1 have not been saved. Discard them?")
              .arg(nameOf(m_fields->latest()));
    m_question = new Question(
        QMessageBox::NoIcon, question, tr("Discard changes"), tr("Keep editing"), this);
    m_question->setObjectName(u"discardQuestion"_s);
    connect(m_question, &Question::confirmed, this, [this] { QDialog::reject(); });
    m_question->open();
}

} // namespace roster::gui
