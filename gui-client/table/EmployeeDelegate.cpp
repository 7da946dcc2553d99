#include "gui-client/table/EmployeeDelegate.h"

#include "gui-client/app/ThemeColors.h"
#include "gui-client/edit/FieldEditor.h"
#include "gui-client/table/EmployeeTableModel.h"

#include <QKeyEvent>
#include <QPainter>
#include <QStyle>
#include <QWidget>

namespace roster::gui {
namespace {

using Model = EmployeeTableModel;

constexpr auto seenProperty = "seen"; ///< EmployeeRow: on which the edit was decided
constexpr int cellPadding = 4;
constexpr int stateLine = 3;
constexpr double flashStrength = 0.45;

Model::CellState stateOf(const QModelIndex &index)
{
    return static_cast<Model::CellState>(index.data(Model::StateRole).toInt());
}

} // namespace

EmployeeDelegate::EmployeeDelegate(const FieldFormat &format, ValueSource *values, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_format(format)
    , m_values(values)
{
}

void EmployeeDelegate::paint(
    QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    // The ground of the whole cell, and the text with room on both sides.
    QStyleOptionViewItem ground = option;
    initStyleOption(&ground, index);
    const QWidget *view = option.widget;
    const bool isAnimated = view->style()->styleHint(QStyle::SH_Widget_Animation_Duration) > 0;
    const double flash = isAnimated ? index.data(Model::FlashRole).toDouble() : 0;
    view->style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &ground, painter, view);
    QStyleOptionViewItem inner = option;
    inner.rect.adjust(cellPadding, 0, -cellPadding, 0);
    QStyledItemDelegate::paint(painter, inner, index);
    painter->save();
    if (flash > 0) {
        QColor accent = option.palette.color(QPalette::Highlight);
        accent.setAlphaF(static_cast<float>(flash * flashStrength));
        painter->fillRect(option.rect, accent);
    }
    if (stateOf(index) == Model::CellState::Loading)
        paintLoading(painter, option, index.row() * 7 + index.column() * 13);
    else
        paintState(painter, option, index);
    painter->restore();
}

QWidget *EmployeeDelegate::createEditor(
    QWidget *parent, const QStyleOptionViewItem &, const QModelIndex &index) const
{
    const auto field = static_cast<Field>(index.data(Model::FieldRole).toInt());
    FieldEditor *editor
        = makeFieldEditor(describe(field), m_format, m_values, parent, FieldEditor::Place::Cell);
    editor->setAutoFillBackground(true);
    // Others may change the record while one types.
    const EmployeeRow *row = static_cast<const Model *>(index.model())->rowAt(index.row());
    if (row)
        editor->setProperty(seenProperty, QVariant::fromValue(*row));
    return editor;
}

void EmployeeDelegate::setEditorData(QWidget *editor, const QModelIndex &index) const
{
    auto *fieldEditor = static_cast<FieldEditor *>(editor);
    // An open editor keeps what is typed while others change the cell.
    if (!fieldEditor->property("isFilled").toBool()) {
        fieldEditor->setProperty("isFilled", true);
        fieldEditor->setCanonical(index.data(Model::CanonicalRole).toString());
    }
}

void EmployeeDelegate::setModelData(
    QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const
{
    const QVariant seen = editor->property(seenProperty);
    if (seen.isValid()) {
        static_cast<Model *>(model)->edit(
            index, static_cast<FieldEditor *>(editor)->canonical(), seen.value<EmployeeRow>());
    }
}

void EmployeeDelegate::updateEditorGeometry(
    QWidget *editor, const QStyleOptionViewItem &option, const QModelIndex &) const
{
    editor->setGeometry(option.rect);
}

void EmployeeDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    option->textElideMode = Qt::ElideMiddle;
    if (index.data(Model::MaskedRole).toBool()
        || static_cast<Field>(index.data(Model::FieldRole).toInt()) == Field::Id) {
        option->palette.setColor(QPalette::Text, option->palette.color(QPalette::PlaceholderText));
    }
    if (stateOf(index) == Model::CellState::Unfit)
        option->font.setItalic(true);
}

/// Enter and Tab save and go on only if the value can be one; Esc gives up.
bool EmployeeDelegate::eventFilter(QObject *watched, QEvent *event)
{
    if (m_isHeld && (event->type() == QEvent::FocusOut || event->type() == QEvent::Hide))
        return false;
    if (event->type() == QEvent::KeyPress) {
        FieldEditor *editor = editorAround(watched);
        const int key = static_cast<QKeyEvent *>(event)->key();
        const bool isEnter = key == Qt::Key_Return || key == Qt::Key_Enter;
        const bool isTab = key == Qt::Key_Tab || key == Qt::Key_Backtab;
        if (editor && (isEnter || isTab) && !editor->problem().isEmpty()) {
            editor->showProblem();
            return true;
        }
        if (editor && isEnter) {
            Q_EMIT commitData(editor);
            Q_EMIT closeEditor(editor, SubmitModelCache);
            return true;
        }
    }
    return QStyledItemDelegate::eventFilter(watched, event);
}

/// A quiet bar where the text will be, of a length that differs from cell to cell.
void EmployeeDelegate::paintLoading(
    QPainter *painter, const QStyleOptionViewItem &option, int seed) const
{
    QColor colour = option.palette.color(QPalette::Text);
    colour.setAlpha(24);
    const int height = option.fontMetrics.height() / 2;
    const int width = option.rect.width() * (40 + seed % 35) / 100;
    const QRect bar(option.rect.left() + 6, option.rect.top() + (option.rect.height() - height) / 2,
        width, height);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(colour);
    painter->drawRoundedRect(bar, 2, 2);
}

void EmployeeDelegate::paintState(
    QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QRect rect = option.rect;
    switch (stateOf(index)) {
    case Model::CellState::Pending:
        painter->fillRect(QRect(rect.topLeft(), QSize(stateLine, rect.height())),
            option.palette.color(QPalette::Highlight));
        break;
    case Model::CellState::Refused: {
        const QColor negative = themeColor(ColorRole::Negative, option.palette);
        painter->setPen(QPen(negative, 1));
        painter->drawRect(rect.adjusted(0, 0, -1, -1));
        // Colour is never the only sign.
        painter->setBrush(negative);
        const QPoint corner = rect.topRight();
        painter->drawPolygon(QPolygon(
            {corner - QPoint(2 * stateLine, 0), corner, corner + QPoint(0, 2 * stateLine)}));
        break;
    }
    case Model::CellState::Plain:
    case Model::CellState::Loading:
    case Model::CellState::Unfit:
        break;
    }
}

FieldEditor *EmployeeDelegate::editorAround(QObject *watched)
{
    for (QObject *object = watched; object; object = object->parent()) {
        if (auto *editor = qobject_cast<FieldEditor *>(object))
            return editor;
    }
    return nullptr;
}

} // namespace roster::gui
