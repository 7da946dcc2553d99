#include "server/storage/ReadBudget.h"

namespace roster::server {

void ReadBudget::start(std::chrono::milliseconds limit)
{
    m_end = Clock::now() + limit;
}

void ReadBudget::cancel()
{
    m_isCancelled.store(true, std::memory_order_relaxed);
}

bool ReadBudget::isSpent()
{
    if (m_isCancelled.load(std::memory_order_relaxed))
        return true;
    if (Clock::now() < m_end)
        return false;
    m_end = Clock::time_point::max();
    return true;
}

} // namespace roster::server
