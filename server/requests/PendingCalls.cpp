#include "server/requests/PendingCalls.h"

namespace roster::server {

quint64 PendingCalls::add(PendingCall call)
{
    ++m_counts[static_cast<std::size_t>(call.effect)];
    m_endingSession += call.mayEndSession ? 1 : 0;
    m_calls.emplace(++m_last, std::move(call));
    return m_last;
}

PendingCall PendingCalls::take(quint64 number)
{
    PendingCall call = std::move(m_calls.extract(number).mapped());
    --m_counts[static_cast<std::size_t>(call.effect)];
    m_endingSession -= call.mayEndSession ? 1 : 0;
    return call;
}

} // namespace roster::server
