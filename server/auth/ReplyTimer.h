#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <queue>
#include <thread>
#include <vector>

namespace roster::server {

/// Calls functions at given moments, all on one thread of its own: a failed login waits here for
/// its time without holding a thread. at() may be called from any thread.
class ReplyTimer
{
public:
    using Moment = std::chrono::steady_clock::time_point;
    using Reply = std::function<void()>;

    ReplyTimer();
    ~ReplyTimer();
    ReplyTimer(const ReplyTimer &) = delete;
    ReplyTimer &operator=(const ReplyTimer &) = delete;

    /// After stop(): at once, on the caller's thread.
    void at(Moment moment, Reply reply);
    /// Calls what still waits and ends the thread.
    void stop();

private:
    struct Entry
    {
        Moment moment;
        Reply reply;
    };
    struct Later
    {
        bool operator()(const Entry &a, const Entry &b) const { return a.moment > b.moment; }
    };

    void run();
    [[nodiscard]] Reply takeFirst();

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::priority_queue<Entry, std::vector<Entry>, Later> m_entries;
    bool m_isStopping = false;
    std::thread m_thread;
};

} // namespace roster::server
