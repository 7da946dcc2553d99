#include "tests/torture/WriteLedger.h"

#include <algorithm>

namespace roster::torture {

void WriteLedger::open(const QString &value)
{
    const std::scoped_lock lock(m_mutex);
    m_attempts.insert(value, {value, Verdict::Unknown, 0, 0});
}

void WriteLedger::close(const Attempt &attempt)
{
    const std::scoped_lock lock(m_mutex);
    m_attempts.insert(attempt.value, attempt);
    if (attempt.verdict == Verdict::Acknowledged) {
        ++m_acknowledged;
        m_acknowledgedMore.notify_all();
    }
}

QHash<QString, Attempt> WriteLedger::attempts() const
{
    const std::scoped_lock lock(m_mutex);
    return m_attempts;
}

qsizetype WriteLedger::count(Verdict verdict) const
{
    const std::scoped_lock lock(m_mutex);
    return std::ranges::count(m_attempts, verdict, &Attempt::verdict);
}

bool WriteLedger::waitForAcknowledged(qsizetype count, std::chrono::milliseconds limit) const
{
    std::unique_lock lock(m_mutex);
    return m_acknowledgedMore.wait_for(lock, limit, [&] { return m_acknowledged >= count; });
}

} // namespace roster::torture
