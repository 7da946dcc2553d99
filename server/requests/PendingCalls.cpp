#include "server/requests/PendingCalls.h"

#include <algorithm>

namespace roster::server {

quint64 PendingCalls::add(PendingCall call)
{
    m_calls.emplace(++m_last, std::move(call));
    return m_last;
}

PendingCall PendingCalls::take(quint64 number)
{
    return std::move(m_calls.extract(number).mapped());
}

bool PendingCalls::mayStart(Effect effect) const
{
    const auto isWrite = [](const auto &entry) { return entry.second.effect == Effect::Write; };
    return m_calls.empty() || (effect == Effect::Write && std::ranges::all_of(m_calls, isWrite));
}

bool PendingCalls::isSessionAtStake() const
{
    return std::ranges::any_of(
        m_calls, [](const auto &entry) { return entry.second.effect == Effect::Session; });
}

bool PendingCalls::mayEndSession() const
{
    return std::ranges::any_of(
        m_calls, [](const auto &entry) { return entry.second.mayEndSession; });
}

} // namespace roster::server
