#include "server/auth/LoginThrottle.h"

#include <algorithm>

namespace roster::server {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

/// Names that no account can have share their counters beyond this many characters.
constexpr qsizetype longestKey = 128;

FailureTable::Rule ruleFor(
    const ThrottleSettings &settings, int freeFailures, milliseconds forgiveOneAfter)
{
    return {freeFailures, settings.firstDelay, settings.longestDelay, forgiveOneAfter,
        settings.capacity};
}

QString accountKey(const LoginSource &source)
{
    return source.account.left(longestKey);
}

QString pairKey(const LoginSource &source)
{
    return source.block + u'\n' + accountKey(source);
}

} // namespace

LoginThrottle::LoginThrottle(const ThrottleSettings &settings, Clock &clock)
    : m_clock(clock)
    , m_pairs(ruleFor(settings, settings.freeFailures, 1h))
    , m_blocks(ruleFor(settings, settings.freeFailuresOfAddress, 1min))
    , m_accounts(ruleFor(settings, settings.freeFailuresOfAccount, 30min))
{
}

milliseconds LoginThrottle::waitBefore(const LoginSource &source)
{
    const milliseconds now = m_clock.steadyNow();
    const std::scoped_lock lock(m_mutex);
    milliseconds wait
        = std::max(m_pairs.closedFor(pairKey(source), now), m_blocks.closedFor(source.block, now));
    if (!source.isKnownAddress)
        wait = std::max(wait, m_accounts.closedFor(accountKey(source), now));
    return wait;
}

void LoginThrottle::noteFailure(const LoginSource &source)
{
    const milliseconds now = m_clock.steadyNow();
    const std::scoped_lock lock(m_mutex);
    m_pairs.add(pairKey(source), now);
    m_blocks.add(source.block, now);
    if (!source.isKnownAddress)
        m_accounts.add(accountKey(source), now);
}

void LoginThrottle::noteSuccess(const LoginSource &source)
{
    const std::scoped_lock lock(m_mutex);
    m_pairs.clear(pairKey(source));
}

} // namespace roster::server
