#pragma once

#include "common/base/Result.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>

namespace roster::server {

/// Called exactly once, on any thread; must only hand over.
template <typename T> using Callback = std::function<void(Result<T>)>;

/// Calls @p start with a callback and waits for it: for the administrator's commands when no server
/// runs, never on a thread that serves others.
template <typename T, typename Start> [[nodiscard]] Result<T> waitFor(Start start)
{
    std::mutex mutex;
    std::condition_variable done;
    std::optional<Result<T>> result;
    start(Callback<T>([&](Result<T> outcome) {
        const std::scoped_lock lock(mutex);
        result = std::move(outcome);
        done.notify_one();
    }));
    std::unique_lock lock(mutex);
    done.wait(lock, [&] { return result.has_value(); });
    return *std::move(result);
}

} // namespace roster::server
