#include "gui-client/window/IdleLock.h"

#include "common/base/Clock.h"

#include <QCoreApplication>
#include <QMouseEvent>

namespace roster::gui {

using namespace std::chrono_literals;

IdleLock::IdleLock(Clock &clock, std::chrono::milliseconds lookEvery, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_lastInput(clock.utcNow())
{
    m_timer.setInterval(lookEvery);
    connect(&m_timer, &QTimer::timeout, this, &IdleLock::look);
    QCoreApplication::instance()->installEventFilter(this);
}

void IdleLock::setLimit(std::chrono::milliseconds limit)
{
    m_limit = limit;
    m_lastInput = m_clock.utcNow();
    m_isIdle = false;
    if (limit > 0ms)
        m_timer.start();
    else
        m_timer.stop();
}

bool IdleLock::eventFilter(QObject *watched, QEvent *event)
{
    if (m_limit == 0ms || !isInput(*event))
        return QObject::eventFilter(watched, event);
    const bool wasIdle = m_isIdle;
    // The timer stands still while the computer sleeps: the input that wakes it may come first.
    look();
    const bool isTooLate = m_isIdle && !wasIdle;
    m_lastInput = m_clock.utcNow();
    m_isIdle = false;
    return isTooLate;
}

void IdleLock::look()
{
    // The wall clock, which goes on while the computer sleeps. It never runs back (Clock).
    if (m_isIdle || m_clock.utcNow() - m_lastInput < m_limit)
        return;
    m_isIdle = true;
    Q_EMIT idle();
}

bool IdleLock::isInput(const QEvent &event)
{
    switch (event.type()) {
    case QEvent::KeyPress:
    case QEvent::ShortcutOverride:
    case QEvent::MouseButtonPress:
    case QEvent::Wheel:
    case QEvent::TouchBegin:
    case QEvent::TouchUpdate:
    case QEvent::TabletPress:
    case QEvent::TabletMove:
        return event.spontaneous();
    case QEvent::MouseMove: {
        // Windows that appear under a resting mouse are told of moves as well.
        const QPointF at = static_cast<const QMouseEvent &>(event).globalPosition();
        const bool hasMoved = event.spontaneous() && at != m_mouse;
        m_mouse = at;
        return hasMoved;
    }
    default:
        return false;
    }
}

} // namespace roster::gui
