#include "gui-client/edit/PastePlan.h"

#include "gui-client/edit/RecordRules.h"

#include <QCoreApplication>

#include <algorithm>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;

QString sayOfPaste(const char *text, qsizetype count = -1)
{
    return QCoreApplication::translate("PastePlan", text, nullptr, static_cast<int>(count));
}

qsizetype widthOf(const QList<QStringList> &block)
{
    qsizetype width = 0;
    for (const QStringList &row : block)
        width = std::max(width, row.size());
    return width;
}

/// How many cells in a direction the block goes over.
qsizetype extent(qsizetype size, qsizetype selected)
{
    return size > 0 && selected > size && selected % size == 0 ? selected : size;
}

/// The date before which @p field must not be.
Field earlierDateOf(Field field)
{
    return field == Field::LeftOn ? Field::HiredOn : Field::DateOfBirth;
}

} // namespace

PastePlan::PastePlan(const FieldFormat &format, const EmployeeEditor &editor)
    : m_format(&format)
    , m_editor(&editor)
{
}

PastePlan PastePlan::ofBlock(const QList<QStringList> &block, const PasteTarget &target,
    const FieldFormat &format, const EmployeeEditor &editor)
{
    PastePlan plan(format, editor);
    const qsizetype blockWidth = widthOf(block);
    const qsizetype height = extent(block.size(), target.selectedRows);
    const qsizetype width = extent(blockWidth, target.selectedFields);
    for (qsizetype i = 0; i < std::min(height, target.rows.size()); ++i) {
        const EmployeeRow &row = target.rows[i];
        const QStringList &cells = block[i % block.size()];
        FieldChanges changes;
        for (qsizetype j = 0; j < std::min(width, target.fields.size()); ++j) {
            const qsizetype cell = j % blockWidth;
            if (cell >= cells.size())
                continue; // a shorter row of the block leaves the rest as it is
            const Field field = target.fields[j];
            plan.planCell(
                row, field, format.canonical(describe(field), cells[cell]), cells[cell], &changes);
        }
        plan.finishRow(row, changes);
    }
    plan.addSurplus(height - target.rows.size(), width - target.fields.size());
    return plan;
}

PastePlan PastePlan::ofFillDown(
    const PasteTarget &target, const FieldFormat &format, const EmployeeEditor &editor)
{
    PastePlan plan(format, editor);
    if (target.rows.isEmpty())
        return plan;
    const EmployeeRow &source = target.rows.first();
    const qsizetype width = std::min(target.selectedFields, target.fields.size());
    for (qsizetype i = 1; i < std::min(target.selectedRows, target.rows.size()); ++i) {
        const EmployeeRow &row = target.rows[i];
        FieldChanges changes;
        for (qsizetype j = 0; j < width; ++j) {
            const Field field = target.fields[j];
            // Never through what people read: that may be read in two ways.
            const QString &text = source.text(field);
            plan.planCell(row, field, text, format.display(describe(field), text), &changes);
        }
        plan.finishRow(row, changes);
    }
    return plan;
}

qsizetype PastePlan::cellCount() const
{
    qsizetype count = 0;
    for (const RecordChange &change : m_changes)
        count += change.changes.size();
    return count;
}

void PastePlan::planCell(const EmployeeRow &row, Field field, const QString &canonical,
    const QString &text, FieldChanges *changes)
{
    if (row.seen(field) == Visibility::Shown
        && hasValue(row, field, canonical, m_format->currency()))
        return;
    QString problem = whyNot(row, field);
    if (problem.isEmpty())
        problem = m_format->problem(describe(field), canonical);
    if (problem.isEmpty())
        changes->insert(field, canonical);
    else
        m_problems.append({nameOf(row), field, text, problem});
}

void PastePlan::finishRow(const EmployeeRow &row, FieldChanges changes)
{
    for (auto broken = brokenDateRules(row, changes); !broken.isEmpty();
         broken = brokenDateRules(row, changes)) {
        const Field later = broken.firstKey();
        const Field culprit = changes.contains(later) ? later : earlierDateOf(later);
        const QString text = m_format->display(describe(culprit), changes.take(culprit));
        const QString sentence = culprit == later
            ? broken.first()
            : QCoreApplication::translate("PastePlan", "%1: %2", "another field and its problem")
                  .arg(labelOf(later), broken.first());
        m_problems.append({nameOf(row), culprit, text, sentence});
    }
    if (!changes.isEmpty())
        m_changes.append({row, changes});
}

void PastePlan::addSurplus(qsizetype rows, qsizetype columns)
{
    if (rows > 0) {
        m_problems.append({{}, {}, {},
            sayOfPaste(
                QT_TRANSLATE_N_NOOP("PastePlan", "%n row(s) more than there is room for."), rows)});
    }
    if (columns > 0) {
        m_problems.append({{}, {}, {},
            sayOfPaste(
                QT_TRANSLATE_N_NOOP("PastePlan", "%n column(s) more than there is room for."),
                columns)});
    }
}

QString PastePlan::whyNot(const EmployeeRow &row, Field field) const
{
    if (row.isDeleted())
        return sayOfPaste(QT_TRANSLATE_NOOP("PastePlan", "This employee is deleted."));
    return m_editor->whyNotWritable(field);
}

} // namespace roster::gui
