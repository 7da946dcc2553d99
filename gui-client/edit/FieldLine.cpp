#include "gui-client/edit/FieldLine.h"

#include "gui-client/app/ThemeColors.h"

#include <QApplication>
#include <QFocusEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QStyleOptionFrame>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;

bool movesOn(const QKeyEvent &event)
{
    const int key = event.key();
    return key == Qt::Key_Tab || key == Qt::Key_Backtab || key == Qt::Key_Return
        || key == Qt::Key_Enter;
}

int markWidth(const QFontMetrics &metrics)
{
    return metrics.height();
}

} // namespace

FieldLine::FieldLine(bool isInCell, QWidget *parent)
    : QLineEdit(parent)
    , m_isInCell(isInCell)
{
    setFrame(!isInCell);
}

void FieldLine::setProblem(const QString &problem)
{
    setAccessibleDescription(problem);
    const bool hasProblem = !problem.isEmpty();
    if (hasProblem == m_hasProblem)
        return;
    m_hasProblem = hasProblem;
    const int margin = hasProblem ? markWidth(fontMetrics()) : 0;
    const bool isRightToLeft = layoutDirection() == Qt::RightToLeft;
    setTextMargins(isRightToLeft ? margin : 0, 0, isRightToLeft ? 0 : margin, 0);
    update();
}

bool FieldLine::event(QEvent *event)
{
    if (event->type() == QEvent::KeyPress && m_isInCell
        && movesOn(*static_cast<QKeyEvent *>(event)))
        return passOn(event);
    return QLineEdit::event(event);
}

/// QLineEdit would move the focus itself at Tab, and an open list of completions would keep the key
/// for itself: the delegate watches the editor around this line, so it is told there.
bool FieldLine::passOn(QEvent *event)
{
    Q_EMIT takenFromList();
    const auto *key = static_cast<QKeyEvent *>(event);
    QKeyEvent copy(key->type(), key->key(), key->modifiers(), key->text());
    QCoreApplication::sendEvent(parentWidget(), &copy);
    event->accept();
    return true;
}

void FieldLine::focusInEvent(QFocusEvent *event)
{
    QLineEdit::focusInEvent(event);
    if (event->reason() != Qt::PopupFocusReason)
        Q_EMIT entered(event->reason());
}

void FieldLine::focusOutEvent(QFocusEvent *event)
{
    QLineEdit::focusOutEvent(event);
    if (event->reason() == Qt::PopupFocusReason)
        return;
    Q_EMIT left();
    if (m_isInCell) {
        QFocusEvent copy(event->type(), event->reason());
        QCoreApplication::sendEvent(parentWidget(), &copy);
    }
}

void FieldLine::initStyleOption(QStyleOptionFrame *option) const
{
    QLineEdit::initStyleOption(option);
    if (isReadOnly())
        option->palette.setColor(QPalette::Base, option->palette.color(QPalette::Window));
}

void FieldLine::paintEvent(QPaintEvent *event)
{
    QLineEdit::paintEvent(event);
    if (!m_hasProblem)
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor color = themeColor(ColorRole::Negative, palette());
    painter.setPen(QPen(color, 2));
    painter.drawRect(QRectF(rect()).adjusted(1, 1, -1, -1));

    // Colour is never the only sign.
    const qreal size = markWidth(fontMetrics()) * 0.8;
    const qreal gap = (height() - size) / 2;
    const bool isRightToLeft = layoutDirection() == Qt::RightToLeft;
    const QRectF mark(isRightToLeft ? gap : width() - gap - size, gap, size, size);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawEllipse(mark);
    QFont bold = font();
    bold.setBold(true);
    bold.setPixelSize(static_cast<int>(size * 0.8));
    painter.setFont(bold);
    painter.setPen(palette().color(QPalette::Base));
    painter.drawText(mark, Qt::AlignCenter, u"!"_s);
}

} // namespace roster::gui
