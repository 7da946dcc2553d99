#include "server/net/ConnectionLimits.h"

#include <algorithm>

namespace roster::server {
namespace {

constexpr int smallestShare = 8;
/// Room for an office behind one address that comes back after an outage, at about 80 KiB each.
constexpr int largestShare = 256;

} // namespace

ConnectionPlace::~ConnectionPlace()
{
    if (m_limits)
        m_limits->m_open.fetch_sub(1, std::memory_order_relaxed);
}

ConnectionLimits::ConnectionLimits(int maximum, int workers)
    : m_maximum(maximum)
    , m_workers(std::max(workers, 1))
    , m_sharePerAddressBlock(std::clamp(maximum / (4 * m_workers), smallestShare, largestShare))
{
}

std::optional<ConnectionPlace> ConnectionLimits::tryTake()
{
    if (m_open.fetch_add(1, std::memory_order_relaxed) < m_maximum)
        return ConnectionPlace(*this);
    m_open.fetch_sub(1, std::memory_order_relaxed);
    return std::nullopt;
}

} // namespace roster::server
