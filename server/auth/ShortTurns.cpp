#include "server/auth/ShortTurns.h"

#include <algorithm>
#include <cerrno>
#include <csignal>

#include <sched.h>
#include <unistd.h>

namespace roster::server {

using namespace std::chrono_literals;

namespace {

constexpr auto patience = 250ms;

thread_local ShortTurns *current = nullptr;

bool installHandler(void (*handler)(int))
{
    struct sigaction action
    {
    };
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    return sigaction(SIGRTMIN, &action, nullptr) == 0;
}

} // namespace

ShortTurns::ShortTurns(std::chrono::nanoseconds turn)
    : m_turn(std::clamp(turn, shortestTurn, longestTurn))
{
    static const bool isHandled = installHandler(&ShortTurns::offerCore);
    sigevent event{};
    event.sigev_notify = SIGEV_THREAD_ID;
    event.sigev_signo = SIGRTMIN;
    event._sigev_un._tid = gettid(); // sigev_notify_thread_id, which glibc 2.36 does not have yet
    m_hasTimer = isHandled && timer_create(CLOCK_MONOTONIC, &event, &m_timer) == 0;
    if (!m_hasTimer)
        return;
    current = this;
    beginTurn();
}

ShortTurns::~ShortTurns()
{
    if (!m_hasTimer)
        return;
    current = nullptr; // a signal that is under way finds nothing to do
    timer_delete(m_timer);
}

/// Once, not periodically: a thread that waited for the core must not find its turn over.
void ShortTurns::beginTurn() const
{
    const bool isLate = std::chrono::steady_clock::now() - m_began > patience;
    itimerspec when{};
    when.it_value.tv_nsec = (isLate ? longestTurn : m_turn).count();
    timer_settime(m_timer, 0, &when, nullptr);
}

/// Calls nothing but what a signal handler may, and sched_yield(), which is a system call and no
/// more.
void ShortTurns::offerCore(int)
{
    const int error = errno;
    if (ShortTurns *const turns = current) {
        sched_yield();
        turns->m_offers = turns->m_offers + 1;
        turns->beginTurn();
    }
    errno = error;
}

} // namespace roster::server
