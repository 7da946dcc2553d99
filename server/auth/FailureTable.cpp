#include "server/auth/FailureTable.h"

#include <algorithm>

namespace roster::server {

namespace {

/// Enough for any delay to have reached its limit; beyond it nothing is counted.
constexpr int mostDoublings = 20;

} // namespace

FailureTable::FailureTable(Rule rule)
    : m_rule(rule)
{
}

FailureTable::Milliseconds FailureTable::closedFor(const QString &key, Milliseconds now) const
{
    const auto found = m_byKey.constFind(key);
    if (found == m_byKey.cend())
        return Milliseconds{0};
    const Entry &entry = **found;
    const Milliseconds opens = entry.lastFailure + delayAfter(entry.failures);
    return std::max(opens - now, Milliseconds{0});
}

void FailureTable::add(const QString &key, Milliseconds now)
{
    const auto found = m_byKey.constFind(key);
    if (found == m_byKey.cend()) {
        m_entries.push_front({key, 1, now});
        m_byKey.insert(key, m_entries.begin());
        forgetOldest(now);
        return;
    }
    Entry &entry = **found;
    entry.failures = std::min(remaining(entry, now) + 1, m_rule.freeFailures + mostDoublings);
    entry.lastFailure = now;
    m_entries.splice(m_entries.begin(), m_entries, *found);
}

void FailureTable::clear(const QString &key)
{
    const auto found = m_byKey.constFind(key);
    if (found == m_byKey.cend())
        return;
    m_entries.erase(*found);
    m_byKey.erase(found);
}

FailureTable::Milliseconds FailureTable::delayAfter(int failures) const
{
    if (failures < m_rule.freeFailures)
        return Milliseconds{0};
    const int doublings = std::min(failures - m_rule.freeFailures, mostDoublings);
    return std::min(m_rule.firstDelay * (1 << doublings), m_rule.longestDelay);
}

int FailureTable::remaining(const Entry &entry, Milliseconds now) const
{
    const auto forgiven = (now - entry.lastFailure) / m_rule.forgiveOneAfter;
    return static_cast<int>(std::max(qint64{entry.failures} - qint64{forgiven}, qint64{0}));
}

void FailureTable::forgetOldest(Milliseconds now)
{
    while (m_entries.size() > m_rule.capacity
        || (m_entries.size() > 1 && remaining(m_entries.back(), now) == 0)) {
        m_byKey.remove(m_entries.back().key);
        m_entries.pop_back();
    }
}

} // namespace roster::server
