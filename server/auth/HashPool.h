#pragma once

#include "common/base/Counter.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace roster::server {

/// The threads on which passwords are hashed, so that a login never stalls a worker. Bounded in
/// threads, and so in argon2's memory, and in what may wait (R19). submit() may be called from any
/// thread.
class HashPool
{
public:
    enum class Turn {
        Taken,
        Cancelled, ///< the pool stops: only tell whoever waits
    };
    /// Runs once, on a thread of the pool.
    using Job = std::function<void(Turn)>;

    /// @p threads 0: half the cores, at least one.
    HashPool(unsigned threads, std::size_t longestQueue);
    ~HashPool();
    HashPool(const HashPool &) = delete;
    HashPool &operator=(const HashPool &) = delete;

    /// False, and the job is not run, when too many wait or the pool has stopped.
    [[nodiscard]] bool submit(Job job);
    /// Finishes the jobs that run, cancels those that wait, ends the threads.
    void stop();

    [[nodiscard]] std::size_t threads() const { return m_threadCount; }
    [[nodiscard]] std::size_t longestQueue() const { return m_longestQueue; }
    [[nodiscard]] qint64 waiting() const { return m_waitingCount.value(); }
    /// When half of what waits will have been hashed, as far as the latest jobs tell.
    [[nodiscard]] std::chrono::milliseconds pause() const;

private:
    void run();

    const std::size_t m_threadCount;
    const std::size_t m_longestQueue;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Job> m_waiting;
    bool m_isStopping = false;
    // These are written under the mutex.
    Counter m_waitingCount;
    std::atomic<std::chrono::nanoseconds> m_jobTime = std::chrono::nanoseconds(0);
    std::vector<std::thread> m_threads;
};

} // namespace roster::server
