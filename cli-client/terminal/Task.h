#pragma once

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

namespace roster::cli {

/// A coroutine that gives a T to the one coroutine that awaits it. A dialogue of several questions
/// and calls is written from top to bottom with it, while the event loop goes on. It starts when it
/// is awaited, or by start() where nobody awaits it; destroying it ends it at the point where it
/// waits.
template <typename T> class [[nodiscard]] Task
{
public:
    struct promise_type;
    using Handle = std::coroutine_handle<promise_type>;

    // The names are those that the language asks for.
    struct FinalAwaiter
    {
        bool await_ready() const noexcept { return false; }
        std::coroutine_handle<> await_suspend(Handle finished) const noexcept
        {
            const std::coroutine_handle<> continuation = finished.promise().continuation;
            return continuation ? continuation : std::noop_coroutine();
        }
        void await_resume() const noexcept { }
    };
    struct promise_type
    {
        std::coroutine_handle<> continuation;
        std::optional<T> value;

        Task get_return_object() { return Task(Handle::from_promise(*this)); }
        std::suspend_always initial_suspend() const noexcept { return {}; }
        FinalAwaiter final_suspend() const noexcept { return {}; }
        void return_value(T result) { value.emplace(std::move(result)); }
        void unhandled_exception() const noexcept { std::terminate(); }
    };

    Task(Task &&other) noexcept
        : m_handle(std::exchange(other.m_handle, nullptr))
    {
    }
    Task(const Task &) = delete;
    Task &operator=(const Task &) = delete;
    Task &operator=(Task &&) = delete;
    ~Task()
    {
        if (m_handle)
            m_handle.destroy();
    }

    void start() { m_handle.resume(); }

    bool await_ready() const noexcept { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> awaiting) noexcept
    {
        m_handle.promise().continuation = awaiting;
        return m_handle;
    }
    T await_resume() { return *std::move(m_handle.promise().value); }

private:
    explicit Task(Handle handle)
        : m_handle(handle)
    {
    }

    Handle m_handle;
};

} // namespace roster::cli
