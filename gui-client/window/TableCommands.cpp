#include "gui-client/window/TableCommands.h"

#include "gui-client/edit/ConflictDialog.h"
#include "gui-client/edit/EmployeeForm.h"
#include "gui-client/edit/PasteProblems.h"
#include "gui-client/edit/Question.h"
#include "gui-client/edit/RecordRules.h"
#include "gui-client/table/EmployeeHeader.h"
#include "gui-client/text/ClipboardTable.h"
#include "gui-client/window/ClipboardGuard.h"
#include "gui-client/window/EmployeePane.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <QToolTip>

#include <algorithm>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;

constexpr qsizetype mostNames = 10;
/// More would have to be fetched first.
constexpr int mostCopiedRows = 10'000;

QString namesOf(const QList<EmployeeRow> &rows)
{
    QStringList names;
    for (const EmployeeRow &row : rows.first(std::min(rows.size(), mostNames)))
        names.append(nameOf(row));
    if (rows.size() > mostNames) {
        names.append(
            TableCommands::tr("and %n more", nullptr, static_cast<int>(rows.size() - mostNames)));
    }
    return names.join(u'\n');
}

} // namespace

TableCommands::TableCommands(
    Workspace &workspace, EmployeePane &pane, ClipboardGuard &clipboard, QWidget *window)
    : QObject(window)
    , m_workspace(workspace)
    , m_pane(pane)
    , m_clipboard(clipboard)
    , m_window(window)
{
    connect(&workspace.editor, &EmployeeEditor::conflicted, this, &TableCommands::onConflicted);
    connect(&workspace.editor, &EmployeeEditor::refused, this, &TableCommands::said);
    connect(&workspace.editor, &EmployeeEditor::warned, this, &TableCommands::said);
    connect(&pane.view(), &EmployeeTableView::formRequested, this, &TableCommands::openForm);
}

void TableCommands::add()
{
    auto *form = new EmployeeForm(m_workspace.session, m_workspace.editor, m_workspace.history,
        m_pane.model().format(), &m_pane.values(), m_window);
    connect(form, &EmployeeForm::added, this,
        [this](const EmployeeRow &row) { m_pane.select(row.id); });
    show(form);
}

void TableCommands::openForm(int row)
{
    const EmployeeRow *record = m_pane.model().rowAt(row);
    if (!record)
        return;
    for (const QPointer<EmployeeForm> &form : std::as_const(m_forms)) {
        if (form && form->id() == record->id) {
            form->raise();
            form->activateWindow();
            return;
        }
    }
    show(new EmployeeForm(*record, m_workspace.session, m_workspace.editor, m_workspace.history,
        m_pane.model().format(), &m_pane.values(), m_window));
}

void TableCommands::remove()
{
    const QList<EmployeeRow> rows = selectedRecords();
    if (rows.isEmpty() || !m_workspace.editor.mayDelete())
        return;
    const auto count = static_cast<int>(rows.size());
    auto *question = new Question(QMessageBox::Question,
        tr("Delete %n employee(s)? They can be restored later.", nullptr, count) + u"\n\n"_s
            + namesOf(rows),
        tr("Delete %n employee(s)", nullptr, count), tr("Keep"), m_window);
    question->setObjectName(u"confirmDelete"_s);
    connect(
        question, &Question::confirmed, this, [this, rows] { m_workspace.history.remove(rows); });
    question->open();
}

void TableCommands::restore()
{
    const QList<EmployeeRow> rows = selectedRecords();
    if (!rows.isEmpty() && m_workspace.editor.mayDelete())
        m_workspace.history.restore(rows);
}

void TableCommands::copy()
{
    const QItemSelection selection = m_pane.view().selectionModel()->selection();
    if (selection.isEmpty())
        return;
    int top = selection.first().top();
    int bottom = selection.first().bottom();
    for (const QItemSelectionRange &range : selection) {
        top = std::min(top, range.top());
        bottom = std::max(bottom, range.bottom());
    }
    if (bottom - top >= mostCopiedRows) {
        Q_EMIT said(tr("At most %1 rows can be copied at once.")
                        .arg(m_pane.model().format().locale().toString(mostCopiedRows)));
        return;
    }
    QList<QStringList> block;
    bool hasSecret = false;
    for (int row = top; row <= bottom; ++row) {
        QStringList cells;
        for (const Field field : m_pane.view().shownFields()) {
            const QModelIndex index = m_pane.model().index(row, m_pane.model().columnOf(field));
            if (!selection.contains(index))
                continue;
            if (!m_pane.model().rowAt(row)) {
                Q_EMIT said(tr("Some of the rows have not been loaded; nothing was copied. Scroll "
                               "through them first."));
                return;
            }
            cells.append(index.data().toString());
            hasSecret = hasSecret || field == Field::Ssn;
        }
        if (!cells.isEmpty())
            block.append(cells);
    }
    const QString text = ClipboardTable::toText(block);
    if (hasSecret)
        m_clipboard.copySecret(text);
    else
        QApplication::clipboard()->setText(text);
}

void TableCommands::paste()
{
    const QList<QStringList> block = ClipboardTable::fromText(QApplication::clipboard()->text());
    const QModelIndex current = m_pane.view().currentIndex();
    if (block.isEmpty() || !current.isValid() || !m_workspace.editor.mayUpdate())
        return;
    const PasteTarget target = pasteTarget(block.size());
    carryOut(PastePlan::ofBlock(block, target, m_pane.model().format(), m_workspace.editor),
        tr("pasting"));
}

void TableCommands::fillDown()
{
    const PasteTarget target = pasteTarget(0);
    if (target.selectedRows < 2 || !m_workspace.editor.mayUpdate())
        return;
    carryOut(PastePlan::ofFillDown(target, m_pane.model().format(), m_workspace.editor),
        tr("filling down"));
}

void TableCommands::explainCell()
{
    const QModelIndex index = m_pane.view().currentIndex();
    const QRect rect = m_pane.view().visualRect(index);
    const QString text = index.data(Qt::ToolTipRole).toString();
    QToolTip::showText(
        m_pane.view().viewport()->mapToGlobal(rect.bottomLeft()), text, &m_pane.view(), rect);
}

void TableCommands::fillColumnsMenu(QMenu *menu)
{
    menu->setObjectName(u"columnsMenu"_s);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] {
        menu->clear();
        for (int column = 0; column < m_pane.model().columnCount(); ++column) {
            QAction *action = menu->addAction(labelOf(m_pane.model().fieldAt(column)));
            action->setCheckable(true);
            action->setChecked(!m_pane.view().isColumnHidden(column));
            connect(action, &QAction::toggled, this,
                [this, column](bool isShown) { m_pane.view().setColumnHidden(column, !isShown); });
        }
    });
}

bool TableCommands::hasUnsavedForm() const
{
    return std::ranges::any_of(m_forms,
        [](const QPointer<EmployeeForm> &form) { return form && form->hasUnsavedInput(); });
}

QList<EmployeeRow> TableCommands::selectedRecords()
{
    QList<EmployeeRow> records;
    const QList<int> rows = m_pane.view().selectedRows();
    for (const int row : rows) {
        if (const EmployeeRow *record = m_pane.model().rowAt(row))
            records.append(*record);
    }
    if (records.size() != rows.size())
        Q_EMIT said(tr("Some of the selected rows have not been loaded; they are left out."));
    return records;
}

/// From the first selected cell on, at least @p rows records where there are so many at hand.
PasteTarget TableCommands::pasteTarget(qsizetype rows) const
{
    const EmployeeTableView &view = m_pane.view();
    const QItemSelection selection = view.selectionModel()->selection();
    const QList<int> selectedRows = view.selectedRows();
    PasteTarget target;
    if (selectedRows.isEmpty())
        return target;
    target.selectedRows = selectedRows.size();
    const QList<Field> shown = view.shownFields();
    qsizetype first = shown.size();
    qsizetype last = 0;
    for (qsizetype i = 0; i < shown.size(); ++i) {
        const int column = m_pane.model().columnOf(shown[i]);
        const bool isSelected
            = std::ranges::any_of(selection, [column](const QItemSelectionRange &range) {
                  return column >= range.left() && column <= range.right();
              });
        if (isSelected || (selection.isEmpty() && view.currentIndex().column() == column)) {
            first = std::min(first, i);
            last = i;
        }
    }
    target.fields = shown.mid(first);
    target.selectedFields = last - first + 1;
    int row = selectedRows.first();
    const qsizetype wanted = std::max<qsizetype>(rows, selectedRows.last() - row + 1);
    for (; target.rows.size() < wanted; ++row) {
        const EmployeeRow *record = m_pane.model().rowAt(row);
        if (!record)
            break;
        target.rows.append(*record);
    }
    return target;
}

/// Nothing is sent before the person has seen what of it cannot be.
void TableCommands::carryOut(const PastePlan &plan, const QString &text)
{
    if (plan.problems().isEmpty()) {
        if (!plan.changes().isEmpty())
            m_workspace.history.change(plan.changes(), text);
        return;
    }
    auto *dialog = new PasteProblems(plan, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, changes = plan.changes(), text] {
        if (!changes.isEmpty())
            m_workspace.history.change(changes, text);
    });
    dialog->open();
}

void TableCommands::show(EmployeeForm *form)
{
    form->setAttribute(Qt::WA_DeleteOnClose);
    m_forms.removeIf([](const QPointer<EmployeeForm> &each) { return each.isNull(); });
    m_forms.append(form);
    form->show();
}

void TableCommands::onConflicted(const EditConflict &conflict)
{
    auto *dialog
        = new ConflictDialog(conflict, m_pane.model().format(), &m_pane.values(), m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ConflictDialog::decided, this, [this, conflict](const FieldChanges &changes) {
        for (auto it = conflict.mine.begin(); it != conflict.mine.end(); ++it)
            m_workspace.editor.giveUp(conflict.theirs.id, it.key());
        if (!changes.isEmpty())
            m_workspace.history.change({{conflict.theirs, changes}}, tr("decision of a conflict"));
    });
    dialog->open();
}

} // namespace roster::gui
