#include "gui-client/window/Curtain.h"

#include <QApplication>
#include <QEvent>
#include <QMenuBar>
#include <QStatusBar>
#include <QToolBar>

namespace roster::gui {
namespace {

/// What tells nothing of the records stays in its place, so that the layout is not touched.
bool isFurniture(const QWidget *widget)
{
    return qobject_cast<const QMenuBar *>(widget) || qobject_cast<const QToolBar *>(widget)
        || qobject_cast<const QStatusBar *>(widget);
}

} // namespace

Curtain::Curtain(QWidget *front)
    : QObject(front)
    , m_front(front)
{
}

void Curtain::close()
{
    if (m_isClosed)
        return;
    m_isClosed = true;
    m_focus = QApplication::focusWidget();
    while (QWidget *popup = QApplication::activePopupWidget())
        popup->close();
    QWidget *window = m_front->window();
    const auto children = window->findChildren<QWidget *>(Qt::FindDirectChildrenOnly);
    for (QWidget *child : children) {
        if (child != m_front && !child->isWindow())
            putAway(child);
    }
    for (QWidget *other : QApplication::topLevelWidgets()) {
        if (other != window && other->isVisible())
            putAway(other);
    }
    QCoreApplication::instance()->installEventFilter(this);
}

void Curtain::open()
{
    if (!m_isClosed)
        return;
    m_isClosed = false;
    QCoreApplication::instance()->removeEventFilter(this);
    for (const QPointer<QWidget> &widget : m_disabled) {
        if (widget)
            widget->setEnabled(true);
    }
    for (const QPointer<QWidget> &widget : m_hidden) {
        if (widget)
            widget->show();
    }
    m_disabled.clear();
    m_hidden.clear();
    if (m_focus)
        m_focus->setFocus();
}

bool Curtain::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Shortcut && !isInFront(watched))
        return true;
    // What opens meanwhile, because of an answer that was on its way, waits behind the curtain.
    if (event->type() == QEvent::Show) {
        auto *widget = qobject_cast<QWidget *>(watched);
        if (widget && widget->isWindow() && widget != m_front->window() && !isInFront(widget)
            && widget->windowType() != Qt::ToolTip) {
            QMetaObject::invokeMethod(
                this,
                [this, widget = QPointer(widget)] {
                    if (widget && m_isClosed && widget->isVisible())
                        putAway(widget);
                },
                Qt::QueuedConnection);
        }
    }
    return QObject::eventFilter(watched, event);
}

void Curtain::putAway(QWidget *widget)
{
    if (isFurniture(widget)) {
        if (widget->isEnabled()) {
            widget->setEnabled(false);
            m_disabled.append(widget);
        }
    } else if (widget->isVisible()) {
        widget->hide();
        m_hidden.append(widget);
    }
}

bool Curtain::isInFront(const QObject *object) const
{
    for (; object; object = object->parent()) {
        if (object == m_front)
            return true;
    }
    return false;
}

} // namespace roster::gui
