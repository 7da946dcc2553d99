#pragma once

#include <termios.h>

#include <optional>

namespace roster::cli {

/// Switches the echo of a terminal off for as long as it lives, and back on whatever ends it. On a
/// descriptor that is no terminal it does nothing.
class EchoGuard
{
public:
    explicit EchoGuard(int descriptor);
    ~EchoGuard();
    EchoGuard(const EchoGuard &) = delete;
    EchoGuard &operator=(const EchoGuard &) = delete;

    /// As found; for the time that the program is stopped.
    void restore() const;
    /// Off again.
    void apply() const;

private:
    int m_descriptor;
    std::optional<termios> m_found;
};

} // namespace roster::cli
