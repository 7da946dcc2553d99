#include "gui-client/login/CapsLock.h"

#include <QKeyEvent>

namespace roster::gui {

void CapsLock::see(const QKeyEvent &press)
{
    if (press.key() == Qt::Key_CapsLock) {
        if (m_state != State::Unknown && !press.isAutoRepeat())
            m_state = m_state == State::On ? State::Off : State::On;
        return;
    }
    constexpr auto chords = Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier;
    const QString text = press.text();
    if (text.size() != 1 || (press.modifiers() & chords))
        return;
    const QChar letter = text.front();
    if (letter.toUpper() == letter.toLower())
        return; // no letter, or of a script without case
    const bool isShifted = press.modifiers() & Qt::ShiftModifier;
    m_state = letter.isUpper() != isShifted ? State::On : State::Off;
}

} // namespace roster::gui
