#pragma once

#include "cli-client/terminal/Terminal.h"
#include "common/base/Result.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <coroutine>
#include <functional>
#include <optional>
#include <utility>

namespace roster::cli {

/// Something that is to happen once, to be awaited: gives the T it ends with, or nothing if Ctrl-C
/// came first.
template <typename T> class [[nodiscard]] Wait
{
public:
    using Callback = std::function<void(const T &)>;
    using Start = std::function<void(QObject *context, Callback callback)>;

    /// @p start sets it going, when this is awaited. The callback is called from the event loop,
    /// never from inside @p start, and not at all once the context is gone.
    Wait(Terminal &terminal, Start start)
        : m_terminal(terminal)
        , m_start(std::move(start))
    {
    }
    Wait(const Wait &) = delete;
    Wait &operator=(const Wait &) = delete;

    // The names are those that the language asks for.
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> caller)
    {
        m_caller = caller;
        QObject::connect(
            &m_terminal, &Terminal::interrupted, &m_context, [this] { finish(std::nullopt); });
        m_start(&m_context, [this](const T &outcome) { finish(outcome); });
    }
    std::optional<T> await_resume() { return std::move(m_outcome); }

private:
    void finish(std::optional<T> outcome)
    {
        m_outcome = std::move(outcome);
        // Resuming destroys this object, and m_context with it: nothing may follow.
        m_caller.resume();
    }

    Terminal &m_terminal;
    Start m_start;
    QObject m_context; ///< when it goes, neither outcome nor interruption reaches a dead coroutine
    std::coroutine_handle<> m_caller;
    std::optional<T> m_outcome;
};

/// Lets @p time pass.
[[nodiscard]] inline Wait<Done> pauseFor(Terminal &terminal, std::chrono::milliseconds time)
{
    return {terminal, [time](QObject *context, Wait<Done>::Callback callback) {
                QTimer::singleShot(time, context, [callback] { callback(Done{}); });
            }};
}

} // namespace roster::cli
