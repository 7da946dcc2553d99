#pragma once

#include <QtGlobal>

#include <atomic>

namespace roster {

/// A number that one thread counts and any may read. Costs the counting thread a load and a store:
/// no lock, no locked instruction.
class Counter
{
public:
    void add(qint64 amount = 1) noexcept
    {
        m_value.store(m_value.load(std::memory_order_relaxed) + amount, std::memory_order_relaxed);
    }
    [[nodiscard]] qint64 value() const noexcept { return m_value.load(std::memory_order_relaxed); }

private:
    std::atomic<qint64> m_value = 0;
};

} // namespace roster
