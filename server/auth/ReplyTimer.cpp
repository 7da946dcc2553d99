#include "server/auth/ReplyTimer.h"

namespace roster::server {

ReplyTimer::ReplyTimer()
    : m_thread([this] { run(); })
{
}

ReplyTimer::~ReplyTimer()
{
    stop();
}

void ReplyTimer::at(Moment moment, Reply reply)
{
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_isStopping) {
            m_entries.push({moment, std::move(reply)});
            m_wake.notify_one();
            return;
        }
    }
    reply();
}

void ReplyTimer::stop()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_isStopping = true;
    }
    m_wake.notify_one();
    if (m_thread.joinable())
        m_thread.join();
}

void ReplyTimer::run()
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        if (m_entries.empty() && m_isStopping)
            return;
        if (m_entries.empty()) {
            m_wake.wait(lock);
            continue;
        }
        const Moment next = m_entries.top().moment;
        if (!m_isStopping && next > std::chrono::steady_clock::now()) {
            m_wake.wait_until(lock, next);
            continue;
        }
        Reply reply = takeFirst();
        lock.unlock();
        reply();
        reply = nullptr; // what it holds goes without the lock
        lock.lock();
    }
}

ReplyTimer::Reply ReplyTimer::takeFirst()
{
    Reply reply = m_entries.top().reply;
    m_entries.pop();
    return reply;
}

} // namespace roster::server
