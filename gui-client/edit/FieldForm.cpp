#include "gui-client/edit/FieldForm.h"

#include "common/protocol/ErrorData.h"
#include "gui-client/app/Rhythm.h"
#include "gui-client/edit/FieldEditor.h"
#include "gui-client/edit/FieldLine.h"
#include "gui-client/edit/RecordRules.h"

#include <QFormLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;

constexpr int smallGap = 2;

} // namespace

FieldForm::FieldForm(const FieldFormat &format, ValueSource *values, QWidget *parent)
    : QWidget(parent)
    , m_format(format)
    , m_values(values)
    , m_layout(new QFormLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setHorizontalSpacing(2 * rhythm);
    m_layout->setVerticalSpacing(rhythm);
    m_layout->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    m_layout->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
}

void FieldForm::show(const EmployeeRow &row, const QList<Field> &fields)
{
    while (m_layout->rowCount() > 0)
        m_layout->removeRow(0);
    m_rows.clear();
    m_seen = row;
    m_latest = row;
    for (const Field field : fields)
        addRow(field);
    checkRules();
    Q_EMIT problemsChanged();
}

FieldEditor *FieldForm::editor(Field field) const
{
    const auto found = std::ranges::find(m_rows, field, &Row::field);
    return found == m_rows.end() ? nullptr : found->editor;
}

void FieldForm::setReadOnly(Field field, const QString &why)
{
    const auto found = std::ranges::find(m_rows, field, &Row::field);
    if (found == m_rows.end())
        return;
    found->editor->setReadOnly(why);
    showLabel(*found);
}

void FieldForm::setShown(Field field, bool isShown)
{
    const auto found = std::ranges::find(m_rows, field, &Row::field);
    if (found != m_rows.end())
        m_layout->setRowVisible(found->box, isShown);
}

void FieldForm::addRow(Field field)
{
    const FieldDescription &description = describe(field);
    auto *box = new QWidget(this);
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(smallGap);
    FieldEditor *editor = makeFieldEditor(description, m_format, m_values, box);
    auto *message = new MessageLabel(box);
    message->setObjectName(QString(description.name) + u"_message"_s);
    column->addWidget(editor);
    column->addWidget(message);

    auto *label = new QLabel(this);
    label->setTextFormat(Qt::PlainText);
    label->setBuddy(editor);
    // On the line of the text that is typed, whatever stands below it.
    label->setFixedHeight(editor->sizeHint().height());
    label->setAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_layout->addRow(label, box);

    const Row row{field, editor, message, box, label};
    m_rows.push_back(row);
    connect(editor, &FieldEditor::edited, this, &FieldForm::onEdited);
    connect(editor, &FieldEditor::problemShown, this, [this, row] {
        showMessage(row);
        Q_EMIT problemsChanged();
    });
    fill(row);
    showLabel(row);
}

void FieldForm::showLabel(const Row &row)
{
    const FieldDescription &description = describe(row.field);
    const bool isRequired = description.isRequired && !row.editor->isReadOnly();
    QString text = labelOf(row.field);
    if (description.type == FieldType::Money)
        text = tr("%1 in %2", "a field and its currency").arg(text, m_format.currency().code);
    row.label->setText(isRequired ? tr("%1 *", "a required field").arg(text) : text);
    row.editor->line().setAccessibleName(isRequired ? tr("%1, required").arg(text) : text);
}

void FieldForm::fill(const Row &row)
{
    const FieldDescription &description = describe(row.field);
    const QString text = m_latest.text(row.field);
    const bool isMasked = m_latest.seen(row.field) == Visibility::Masked;
    row.editor->setCanonical(isMasked ? FieldFormat::mask(description, text) : text);
    showMessage(row);
}

void FieldForm::refresh(const EmployeeRow &row)
{
    if (row.version < m_latest.version)
        return; // told late
    m_latest = row;
    bool isInConflict = false;
    for (const Row &each : m_rows) {
        const std::size_t index = indexOf(each.field);
        const QString wanted = each.editor->canonical();
        const bool isKept
            = isTouched(each) && !hasValue(row, each.field, wanted, m_format.currency());
        if (isKept && m_seen.texts[index] != row.texts[index]) {
            isInConflict = true;
        } else if (!isKept) {
            m_seen.texts[index] = row.texts[index];
            m_seen.visibility[index] = row.visibility[index];
            fill(each);
        }
        showMessage(each);
    }
    // With the newer version the server would take the others' values as seen.
    if (!isInConflict) {
        m_seen.version = row.version;
        m_seen.updatedAt = row.updatedAt;
        m_seen.updatedBy = row.updatedBy;
    }
    checkRules();
    Q_EMIT problemsChanged();
}

void FieldForm::takeLatest(Field field)
{
    const auto found = std::ranges::find(m_rows, field, &Row::field);
    if (found == m_rows.end())
        return;
    m_seen.texts[indexOf(field)] = m_latest.text(field);
    fill(*found);
    refresh(m_latest);
}

FieldChanges FieldForm::changes() const
{
    FieldChanges changes;
    for (const Row &row : m_rows) {
        if (isTouched(row))
            changes.insert(row.field, row.editor->canonical());
    }
    return changes;
}

bool FieldForm::check()
{
    const bool isNew = m_seen.id == 0;
    for (const Row &row : m_rows) {
        if (isNew || isTouched(row))
            row.editor->showProblem();
    }
    checkRules();
    for (const Row &row : m_rows) {
        if (isInTheWay(row)) {
            row.editor->setFocus(Qt::OtherFocusReason);
            return false;
        }
    }
    return true;
}

QStringList FieldForm::problems() const
{
    QStringList problems;
    for (const Row &row : m_rows) {
        if (isInTheWay(row)) {
            problems.append(tr("%1: %2", "a field and its problem")
                                .arg(labelOf(row.field), row.editor->shownProblem()));
        }
    }
    return problems;
}

bool FieldForm::isInTheWay(const Row &row) const
{
    if (row.editor->shownProblem().isEmpty() || (row.editor->isRefused() && !m_isAsRefused))
        return false;
    return m_seen.id == 0 || isTouched(row) || m_brokenRules.contains(row.field);
}

bool FieldForm::refuse(const Error &error)
{
    FieldEditor *first = nullptr;
    for (const NamedProblem &objection : namedProblems(error.data)) {
        const FieldDescription *field = findField(objection.field);
        FieldEditor *found = field ? editor(field->field) : nullptr;
        if (!found)
            continue;
        refuse(field->field, sentenceFor({field->field, objection.reason, objection.message}));
        if (!first)
            first = found;
    }
    if (first)
        first->setFocus(Qt::OtherFocusReason);
    return first;
}

void FieldForm::refuse(Field field, const QString &sentence)
{
    m_isAsRefused = true;
    if (FieldEditor *found = editor(field))
        found->refuse(sentence);
}

void FieldForm::focusFirst()
{
    for (const Row &row : m_rows) {
        if (!row.editor->isReadOnly()) {
            row.editor->setFocus(Qt::OtherFocusReason);
            return;
        }
    }
}

void FieldForm::onEdited()
{
    m_isAsRefused = false;
    checkRules();
    for (const Row &row : m_rows)
        showMessage(row);
    Q_EMIT edited();
}

void FieldForm::checkRules()
{
    m_brokenRules = brokenDateRules(m_seen, changes());
    for (const Row &row : m_rows)
        row.editor->setRuleProblem(m_brokenRules.value(row.field));
}

void FieldForm::showMessage(const Row &row)
{
    const QString &problem = row.editor->shownProblem();
    if (!problem.isEmpty())
        row.message->say(MessageLabel::Kind::Problem, problem);
    else
        row.message->say(MessageLabel::Kind::Notice, newsOf(row.field));
}

/// That others have changed the field to something else than what the person saw, and typed over.
QString FieldForm::newsOf(Field field) const
{
    const QString theirs = m_latest.text(field);
    if (m_seen.text(field) == theirs)
        return {};
    const QString shown
        = theirs.isEmpty() ? tr("(empty)", "a value") : m_format.display(describe(field), theirs);
    return tr("%1 has changed this meanwhile: %2").arg(m_latest.updatedBy, shown);
}

bool FieldForm::isTouched(const Row &row) const
{
    return !row.editor->isReadOnly() && m_seen.seen(row.field) != Visibility::Masked
        && !hasValue(m_seen, row.field, row.editor->canonical(), m_format.currency());
}

} // namespace roster::gui
