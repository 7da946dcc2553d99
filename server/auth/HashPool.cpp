#include "server/auth/HashPool.h"

#include <algorithm>

namespace roster::server {

namespace {

std::size_t threadCountFor(unsigned wanted)
{
    if (wanted > 0)
        return wanted;
    return std::max(1U, std::thread::hardware_concurrency() / 2);
}

} // namespace

HashPool::HashPool(unsigned threads, std::size_t longestQueue)
    : m_threadCount(threadCountFor(threads))
    , m_longestQueue(longestQueue)
{
    for (std::size_t i = 0; i < m_threadCount; ++i)
        m_threads.emplace_back([this] { run(); });
}

HashPool::~HashPool()
{
    stop();
}

bool HashPool::submit(Job job)
{
    {
        const std::scoped_lock lock(m_mutex);
        if (m_isStopping || m_waiting.size() >= m_longestQueue)
            return false;
        m_waiting.push_back(std::move(job));
    }
    m_wake.notify_one();
    return true;
}

void HashPool::stop()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_isStopping = true;
    }
    m_wake.notify_all();
    for (std::thread &thread : m_threads) {
        if (thread.joinable())
            thread.join();
    }
}

void HashPool::run()
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_wake.wait(lock, [this] { return m_isStopping || !m_waiting.empty(); });
        if (m_waiting.empty())
            return;
        Job job = std::move(m_waiting.front());
        m_waiting.pop_front();
        const Turn turn = m_isStopping ? Turn::Cancelled : Turn::Taken;
        lock.unlock();
        job(turn);
        job = nullptr; // what it holds goes without the lock
        lock.lock();
    }
}

} // namespace roster::server
