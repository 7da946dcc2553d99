#include "cli-client/terminal/EchoGuard.h"

namespace roster::cli {

EchoGuard::EchoGuard(int descriptor)
    : m_descriptor(descriptor)
{
    termios attributes{};
    if (tcgetattr(descriptor, &attributes) == 0)
        m_found = attributes;
    apply();
}

EchoGuard::~EchoGuard()
{
    restore();
}

void EchoGuard::restore() const
{
    if (m_found)
        tcsetattr(m_descriptor, TCSADRAIN, &*m_found);
}

void EchoGuard::apply() const
{
    if (!m_found)
        return;
    termios silent = *m_found;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHOE | ECHOK | ECHONL);
    silent.c_lflag |= ICANON | ISIG;
    // What was typed before the prompt was echoed, and was not meant for it.
    tcsetattr(m_descriptor, TCSAFLUSH, &silent);
}

} // namespace roster::cli
