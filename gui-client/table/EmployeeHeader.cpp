#include "gui-client/table/EmployeeHeader.h"

#include "gui-client/app/ThemeColors.h"
#include "gui-client/table/EmployeeTableModel.h"
#include "gui-client/table/FilterExpression.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <utility>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

constexpr auto typingPause = 250ms;
constexpr int editorMargin = 2;

/// `▲`, or `▲2` where several columns sort.
QString markOf(const QList<SortKey> &sort, Field field)
{
    for (qsizetype i = 0; i < sort.size(); ++i) {
        if (sort[i].field != field)
            continue;
        const QString arrow = sort[i].isDescending ? u"\u25bc"_s : u"\u25b2"_s;
        return sort.size() > 1 ? arrow + QString::number(i + 1) : arrow;
    }
    return {};
}

int textFlags(bool isRight)
{
    return static_cast<int>(Qt::AlignVCenter | (isRight ? Qt::AlignRight : Qt::AlignLeft));
}

} // namespace

EmployeeHeader::EmployeeHeader(EmployeeTableModel &model, QWidget *parent)
    : QHeaderView(Qt::Horizontal, parent)
    , m_model(model)
{
    setObjectName(u"employeeHeader"_s);
    setSectionsMovable(true);
    setSectionsClickable(true);
    setHighlightSections(false);
    setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    setFirstSectionMovable(true);
    m_typingTimer.setSingleShot(true);
    m_typingTimer.setInterval(typingPause);
    connect(&m_typingTimer, &QTimer::timeout, this, &EmployeeHeader::filtersChanged);
    connect(this, &QHeaderView::sectionResized, this, &EmployeeHeader::placeEditors);
    connect(this, &QHeaderView::sectionMoved, this, &EmployeeHeader::placeEditors);
    connect(&model, &QAbstractItemModel::modelReset, this, &EmployeeHeader::remakeEditors);
    remakeEditors();
}

void EmployeeHeader::setSort(const QList<SortKey> &sort)
{
    m_sort = sort;
    viewport()->update();
}

QJsonObject EmployeeHeader::filters() const
{
    QJsonObject filters;
    for (auto it = m_filters.begin(); it != m_filters.end(); ++it)
        filters.insert(describe(it.key()).name, it.value());
    return filters;
}

void EmployeeHeader::clearFilters()
{
    for (QLineEdit *editor : std::as_const(m_editors))
        editor->clear();
    m_typingTimer.stop();
    if (!m_filters.isEmpty()) {
        m_filters.clear();
        Q_EMIT filtersChanged();
    }
}

void EmployeeHeader::setFilterRowShown(bool isShown)
{
    m_isFilterRowShown = isShown;
    if (!isShown)
        clearFilters();
    Q_EMIT geometriesChanged();
    updateGeometries();
}

void EmployeeHeader::focusFilters()
{
    for (int visual = 0; visual < count(); ++visual) {
        const int section = logicalIndex(visual);
        QLineEdit *editor = m_editors.value(fieldOf(section));
        const bool isInView = editor && sectionViewportPosition(section) >= 0;
        if (isInView && !isSectionHidden(section)) {
            editor->setFocus(Qt::ShortcutFocusReason);
            return;
        }
    }
}

QSize EmployeeHeader::sizeHint() const
{
    QSize size = QHeaderView::sizeHint();
    if (m_isFilterRowShown)
        size.rheight() += filterHeight();
    return size;
}

/// The title is drawn by paintSection(); but sizes are worked out by this, too.
void EmployeeHeader::initStyleOptionForIndex(QStyleOptionHeader *option, int section) const
{
    QHeaderView::initStyleOptionForIndex(option, section);
    if (m_isPainting)
        option->text.clear();
}

void EmployeeHeader::paintSection(QPainter *painter, const QRect &rect, int section) const
{
    const QRect top = rect.adjusted(0, 0, 0, m_isFilterRowShown ? -filterHeight() : 0);
    const QString mark = markOf(m_sort, fieldOf(section));
    painter->save();
    m_isPainting = true;
    QHeaderView::paintSection(painter, top, section);
    m_isPainting = false;
    painter->restore(); // the style leaves an empty clip
    paintTitle(painter, top, section, !mark.isEmpty());
    if (m_isFilterRowShown)
        painter->fillRect(rect.adjusted(0, top.height(), 0, 0), palette().color(QPalette::Window));
    if (mark.isEmpty())
        return;
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.8);
    painter->setFont(small);
    painter->setPen(palette().color(QPalette::Highlight));
    const bool isRight = isRightAligned(describe(fieldOf(section)).type);
    const QRect place = isRight
        ? QRect(top.left() + 4, top.top(), markWidth, top.height())
        : QRect(top.right() - markWidth - 2, top.top(), markWidth, top.height());
    painter->drawText(place, textFlags(!isRight), mark);
}

/// Exactly above the text of the cells, which a style's own headings are not.
void EmployeeHeader::paintTitle(
    QPainter *painter, const QRect &rect, int section, bool hasMark) const
{
    const bool isRight = isRightAligned(describe(fieldOf(section)).type);
    // As QStyledItemDelegate lays out and draws the text of an item.
    const int margin = 2 * (style()->pixelMetric(QStyle::PM_FocusFrameHMargin, nullptr, this) + 1);
    QRect place = rect.adjusted(margin, 0, -margin, 0);
    if (hasMark)
        place.adjust(isRight ? markWidth : 0, 0, isRight ? 0 : -markWidth, 0);
    const QString title = m_model.headerData(section, Qt::Horizontal, Qt::DisplayRole).toString();
    painter->setPen(
        palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, QPalette::ButtonText));
    painter->drawText(place, textFlags(isRight),
        painter->fontMetrics().elidedText(title, Qt::ElideMiddle, place.width()));
}

void EmployeeHeader::updateGeometries()
{
    setViewportMargins(0, 0, 0, 0);
    QHeaderView::updateGeometries();
    placeEditors();
}

void EmployeeHeader::mousePressEvent(QMouseEvent *event)
{
    m_pressedSection = event->button() == Qt::LeftButton ? logicalIndexAt(event->pos()) : -1;
    m_pressedAt = event->pos();
    if (cursor().shape() == Qt::SplitHCursor)
        m_pressedSection = -1; // its edge is being dragged
    QHeaderView::mousePressEvent(event);
}

void EmployeeHeader::mouseMoveEvent(QMouseEvent *event)
{
    const bool isDrag
        = (event->pos() - m_pressedAt).manhattanLength() >= QApplication::startDragDistance();
    if (isDrag)
        m_pressedSection = -1;
    QHeaderView::mouseMoveEvent(event);
}

void EmployeeHeader::mouseReleaseEvent(QMouseEvent *event)
{
    QHeaderView::mouseReleaseEvent(event);
    const int pressed = std::exchange(m_pressedSection, -1);
    if (pressed >= 0 && pressed == logicalIndexAt(event->pos()))
        onClicked(pressed, event->modifiers());
}

bool EmployeeHeader::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Down) {
            if (m_typingTimer.isActive()) {
                m_typingTimer.stop();
                Q_EMIT filtersChanged();
            }
            Q_EMIT leftFilters();
            return true;
        }
        if (key == Qt::Key_Escape) {
            auto *editor = static_cast<QLineEdit *>(watched);
            if (editor->text().isEmpty())
                Q_EMIT leftFilters();
            editor->clear();
            return true;
        }
    }
    if (event->type() == QEvent::FocusIn) {
        for (auto it = m_editors.begin(); it != m_editors.end(); ++it) {
            if (it.value() == watched)
                Q_EMIT filterFocused(m_model.columnOf(it.key()));
        }
    }
    return QHeaderView::eventFilter(watched, event);
}

/// One for each column; what is typed in those that stay, stays.
void EmployeeHeader::remakeEditors()
{
    QMap<Field, QLineEdit *> old = std::exchange(m_editors, {});
    QWidget *previous = nullptr;
    for (int column = 0; column < m_model.columnCount(); ++column) {
        const Field field = m_model.fieldAt(column);
        QLineEdit *editor = old.take(field);
        if (!editor) {
            const FieldDescription &description = describe(field);
            editor = new QLineEdit(this);
            editor->setObjectName(u"filter_"_s + description.name);
            editor->setAccessibleName(tr("Filter for %1").arg(labelOf(field)));
            editor->setPlaceholderText(filterHint(description));
            editor->setToolTip(filterHelp(description, m_model.format()));
            editor->setClearButtonEnabled(true);
            editor->installEventFilter(this);
            connect(editor, &QLineEdit::textChanged, this,
                [this, editor, field] { onEdited(editor, field); });
        }
        const bool isReadable = m_model.isReadable(field);
        editor->setEnabled(isReadable);
        editor->setPlaceholderText(isReadable ? filterHint(describe(field)) : QString());
        m_editors.insert(field, editor);
        if (previous)
            QWidget::setTabOrder(previous, editor);
        previous = editor;
    }
    for (auto it = old.begin(); it != old.end(); ++it) {
        m_filters.remove(it.key());
        it.value()->deleteLater();
    }
    m_sort.removeIf([this](const SortKey &key) { return m_model.columnOf(key.field) < 0; });
    placeEditors();
}

void EmployeeHeader::placeEditors()
{
    const int top = QHeaderView::sizeHint().height();
    for (auto it = m_editors.begin(); it != m_editors.end(); ++it) {
        const int section = m_model.columnOf(it.key());
        QLineEdit *editor = it.value();
        const bool isShown
            = m_isFilterRowShown && section >= 0 && section < count() && !isSectionHidden(section);
        editor->setVisible(isShown);
        if (!isShown)
            continue;
        editor->setGeometry(viewport()->x() + sectionViewportPosition(section) + editorMargin,
            top + editorMargin, sectionSize(section) - 2 * editorMargin,
            filterHeight() - 2 * editorMargin);
    }
}

void EmployeeHeader::onEdited(QLineEdit *editor, Field field)
{
    const FieldDescription &description = describe(field);
    const auto parsed = parseFilter(description, editor->text(), m_model.format());
    const auto *problem = std::get_if<FilterProblem>(&parsed);
    editor->setProperty("isWrong", problem != nullptr);
    editor->setToolTip(problem ? problem->message : filterHelp(description, m_model.format()));
    QPalette colours = palette();
    if (problem)
        colours.setColor(QPalette::Text, themeColor(ColorRole::Negative, colours));
    editor->setPalette(colours);
    const auto *value = std::get_if<QJsonValue>(&parsed);
    if (value && !value->isUndefined())
        m_filters.insert(field, *value);
    else
        m_filters.remove(field);
    m_typingTimer.start();
}

void EmployeeHeader::onClicked(int section, Qt::KeyboardModifiers modifiers)
{
    const Field field = fieldOf(section);
    if (!maySort(field))
        return;
    const auto found = std::ranges::find(m_sort, field, &SortKey::field);
    const bool isSorted = found != m_sort.end();
    if (!(modifiers & Qt::ShiftModifier)) {
        // Ascending, descending, and the natural order again.
        const bool wasOnly = isSorted && m_sort.size() == 1;
        const bool wasDescending = isSorted && found->isDescending;
        if (wasOnly && wasDescending)
            m_sort.clear();
        else
            m_sort = {{field, wasOnly}};
    } else if (isSorted && found->isDescending) {
        m_sort.erase(found);
    } else if (isSorted) {
        found->isDescending = true;
    } else if (m_sort.size() < maxSortKeys) {
        m_sort.append({field, false});
    } else {
        return;
    }
    viewport()->update();
    Q_EMIT sortChanged();
}

int EmployeeHeader::filterHeight() const
{
    return fontMetrics().height() + 6 + 2 * editorMargin;
}

bool EmployeeHeader::maySort(Field field) const
{
    return field != Field::Ssn && m_model.isReadable(field);
}

Field EmployeeHeader::fieldOf(int section) const
{
    return m_model.fieldAt(section);
}

} // namespace roster::gui
