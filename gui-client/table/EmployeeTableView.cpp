#include "gui-client/table/EmployeeTableView.h"

#include "gui-client/edit/FieldEditor.h"
#include "gui-client/edit/FieldLine.h"
#include "gui-client/table/EmployeeDelegate.h"

#include "gui-client/table/EmployeeHeader.h"

#include <QApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QScrollBar>

#include <algorithm>
#include <set>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;

constexpr int rowPadding = 8;
constexpr int widestColumn = 260;
constexpr int narrowestColumn = 70;
constexpr int columnPadding = 24;

} // namespace

EmployeeTableView::EmployeeTableView(EmployeeTableModel &model, QWidget *parent)
    : QTableView(parent)
    , m_model(model)
    , m_header(new EmployeeHeader(model, this))
{
    setObjectName(u"employeeTable"_s);
    setAccessibleName(tr("Employees"));
    setHorizontalHeader(m_header);
    // The cursor leaves a row that goes, but the view stays where it is. Connected before the
    // selection hears of it, which moves the cursor.
    connect(
        &model, &QAbstractItemModel::rowsAboutToBeRemoved, this, [this] { setAutoScroll(false); });
    setModel(&model);
    connect(&model, &QAbstractItemModel::rowsRemoved, this, [this] { setAutoScroll(true); });
    setAlternatingRowColors(true);
    setShowGrid(false);
    setWordWrap(false);
    setTextElideMode(Qt::ElideMiddle);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setSelectionBehavior(QAbstractItemView::SelectItems);
    setEditTriggers(QAbstractItemView::EditKeyPressed | QAbstractItemView::AnyKeyPressed
        | QAbstractItemView::DoubleClicked);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setVerticalScrollMode(QAbstractItemView::ScrollPerItem);
    setTabKeyNavigation(false);
    setCornerButtonEnabled(false);
    setMouseTracking(true);
    verticalHeader()->setObjectName(u"rowNumbers"_s);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + rowPadding);
    verticalHeader()->setDefaultAlignment(Qt::AlignRight | Qt::AlignVCenter);
    verticalHeader()->setHighlightSections(false);
    connect(verticalHeader(), &QHeaderView::sectionDoubleClicked, this,
        &EmployeeTableView::formRequested);
    connect(m_header, &EmployeeHeader::leftFilters, this, [this] { setFocus(); });
    connect(m_header, &EmployeeHeader::filterFocused, this, [this](int column) {
        const int x = m_header->sectionViewportPosition(column);
        const bool isInView = x >= 0 && x + m_header->sectionSize(column) <= viewport()->width();
        if (!isInView)
            horizontalScrollBar()->setValue(horizontalScrollBar()->value() + x);
    });
    connect(&model, &EmployeeTableModel::anchorMoved, this, &EmployeeTableView::followAnchor);
    connect(&model, &EmployeeTableModel::loaded, this, [this] {
        scrollToTop();
        if (m_model.total() > 0 && !currentIndex().isValid())
            setCurrentIndex(m_model.index(0, std::max(0, m_model.columnOf(Field::FirstName))));
        tellVisibleRows();
    });
    connect(&model, &QAbstractItemModel::rowsRemoved, this, &EmployeeTableView::tellVisibleRows);
}

QList<int> EmployeeTableView::selectedRows() const
{
    std::set<int> rows;
    const QItemSelection ranges = selectionModel()->selection();
    for (const QItemSelectionRange &range : ranges) {
        for (int row = range.top(); row <= range.bottom(); ++row)
            rows.insert(row);
    }
    if (rows.empty() && currentIndex().isValid())
        rows.insert(currentIndex().row());
    return {rows.begin(), rows.end()};
}

QList<Field> EmployeeTableView::shownFields() const
{
    QList<Field> fields;
    for (int visual = 0; visual < m_header->count(); ++visual) {
        const int section = m_header->logicalIndex(visual);
        if (!m_header->isSectionHidden(section))
            fields.append(m_model.fieldAt(section));
    }
    return fields;
}

void EmployeeTableView::goToRow(int row)
{
    if (row < 0 || row >= m_model.total())
        return;
    const int column = currentIndex().isValid() ? currentIndex().column()
                                                : std::max(0, m_model.columnOf(Field::FirstName));
    const QModelIndex index = m_model.index(row, column);
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
    scrollTo(index, QAbstractItemView::EnsureVisible);
}

void EmployeeTableView::fitColumns()
{
    const QFontMetrics metrics = fontMetrics();
    for (int column = 0; column < m_model.columnCount(); ++column) {
        const QString label
            = m_model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        int width = metrics.horizontalAdvance(label) + columnPadding + EmployeeHeader::markWidth;
        for (int row = 0; row < std::min(m_model.total(), RowCache::blockSize); ++row) {
            const QString text = m_model.index(row, column).data().toString();
            width = std::max(width, metrics.horizontalAdvance(text) + columnPadding);
        }
        setColumnWidth(column, std::clamp(width, narrowestColumn, widestColumn));
    }
}

FieldEditor *EmployeeTableView::openEditor() const
{
    return state() == EditingState ? viewport()->findChild<FieldEditor *>() : nullptr;
}

void EmployeeTableView::holdEditor(bool isHeld)
{
    static_cast<EmployeeDelegate *>(itemDelegate())->setHeld(isHeld);
    if (isHeld)
        return;
    if (FieldEditor *editor = openEditor())
        editor->setFocus();
    else if (!QApplication::focusWidget())
        setFocus();
}

void EmployeeTableView::reset()
{
    loseTyping();
    QTableView::reset();
}

void EmployeeTableView::rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end)
{
    const int row = currentIndex().row();
    if (row >= start && row <= end)
        loseTyping();
    QTableView::rowsAboutToBeRemoved(parent, start, end);
}

/// Before the editor goes with its cell; the keys that follow go to the table.
void EmployeeTableView::loseTyping()
{
    const FieldEditor *editor = openEditor();
    if (!editor)
        return;
    const QString text = editor->line().text();
    setFocus();
    Q_EMIT typingLost(text);
}

void EmployeeTableView::keyPressEvent(QKeyEvent *event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEnter && event->modifiers().testFlag(Qt::AltModifier) && currentIndex().isValid()) {
        Q_EMIT formRequested(currentIndex().row());
    } else if (isEnter) {
        stepCursor(event->modifiers().testFlag(Qt::ShiftModifier) ? -1 : 1, 0);
    } else if (event->key() == Qt::Key_Escape) {
        const QModelIndex index = currentIndex();
        const QVariant id = index.data(EmployeeTableModel::IdRole);
        if (id.isValid())
            Q_EMIT giveUpRequested(id.value<EmployeeId>(), m_model.fieldAt(index.column()));
    } else {
        QTableView::keyPressEvent(event);
        return;
    }
    event->accept();
}

void EmployeeTableView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    tellVisibleRows();
}

void EmployeeTableView::scrollContentsBy(int dx, int dy)
{
    QTableView::scrollContentsBy(dx, dy);
    if (dx != 0)
        m_header->placeEditors();
    if (dy != 0)
        tellVisibleRows();
}

void EmployeeTableView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    Q_EMIT cursorMoved();
}

/// Enter goes down and Tab to the right, as in a spreadsheet.
void EmployeeTableView::closeEditor(QWidget *editor, QAbstractItemDelegate::EndEditHint hint)
{
    QTableView::closeEditor(editor, QAbstractItemDelegate::NoHint);
    switch (hint) {
    case QAbstractItemDelegate::EditNextItem:
        stepCursor(0, 1);
        break;
    case QAbstractItemDelegate::EditPreviousItem:
        stepCursor(0, -1);
        break;
    case QAbstractItemDelegate::SubmitModelCache:
        stepCursor(1, 0);
        break;
    case QAbstractItemDelegate::NoHint:
    case QAbstractItemDelegate::RevertModelCache:
        break;
    }
}

void EmployeeTableView::updateGeometries()
{
    QTableView::updateGeometries();
    tellVisibleRows();
}

void EmployeeTableView::tellVisibleRows()
{
    const int first = std::max(0, rowAt(0));
    const int last = rowAt(viewport()->height() - 1);
    m_model.setVisibleRows(first, last < 0 ? m_model.total() - 1 : last);
}

void EmployeeTableView::followAnchor(int rows)
{
    verticalScrollBar()->setValue(verticalScrollBar()->value() + rows);
}

void EmployeeTableView::stepCursor(int rows, int columns)
{
    const QModelIndex current = currentIndex();
    if (!current.isValid())
        return;
    int visual = m_header->visualIndex(current.column()) + columns;
    while (visual >= 0 && visual < m_header->count()
        && m_header->isSectionHidden(m_header->logicalIndex(visual)))
        visual += columns;
    const int row = std::clamp(current.row() + rows, 0, m_model.total() - 1);
    if (visual < 0 || visual >= m_header->count())
        return;
    setCurrentIndex(m_model.index(row, m_header->logicalIndex(visual)));
}

} // namespace roster::gui
