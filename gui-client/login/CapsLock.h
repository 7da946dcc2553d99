#pragma once

class QKeyEvent;

namespace roster::gui {

/// Whether Caps Lock is on, as far as key presses tell: Qt has no question for it. The case of a
/// letter against Shift says so; a press of the key itself turns what is known. A value.
class CapsLock
{
public:
    void see(const QKeyEvent &press);
    /// It may be pressed elsewhere now.
    void forget() { m_state = State::Unknown; }
    [[nodiscard]] bool isOn() const { return m_state == State::On; }

private:
    enum class State { Unknown, Off, On };
    State m_state = State::Unknown;
};

} // namespace roster::gui
