#include "server/auth/HashPool.h"

#include "server/auth/ShortTurns.h"

#include <algorithm>

namespace roster::server {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

/// Of the time a job takes, how much the latest one says.
constexpr int latestShare = 8;

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
        m_waitingCount.add();
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

milliseconds HashPool::pause() const
{
    const auto jobs = waiting() / 2 / static_cast<qint64>(m_threadCount);
    const auto wait = jobs * m_jobTime.load(std::memory_order_relaxed);
    return std::clamp(
        std::chrono::duration_cast<milliseconds>(wait), milliseconds(1s), milliseconds(30s));
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
        m_waitingCount.add(-1);
        const Turn turn = m_isStopping ? Turn::Cancelled : Turn::Taken;
        lock.unlock();
        const auto began = std::chrono::steady_clock::now();
        {
            // The longer the queue, the more of the cores hashing takes.
            const ShortTurns turns(ShortTurns::shortestTurn * (1 + waiting()));
            job(turn);
        }
        const auto took = std::chrono::steady_clock::now() - began;
        job = nullptr; // what it holds goes without the lock
        lock.lock();
        const auto usual = m_jobTime.load(std::memory_order_relaxed);
        m_jobTime.store(
            usual == 0ns ? took : usual + (took - usual) / latestShare, std::memory_order_relaxed);
    }
}

} // namespace roster::server
