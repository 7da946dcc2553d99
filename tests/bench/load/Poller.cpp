#include "tests/bench/load/Poller.h"

#include <algorithm>

namespace roster::bench {
namespace {

constexpr std::size_t eventsAtOnce = 256;

bool waitsToWrite(const Connection &connection)
{
    return connection.state() == Connection::State::Connecting || connection.hasOutput();
}

} // namespace

Poller::Poller()
    : m_epoll(::epoll_create1(EPOLL_CLOEXEC))
    , m_events(eventsAtOnce)
{
}

void Poller::watch(const Connection &connection, std::size_t number)
{
    control(EPOLL_CTL_ADD, connection, number, waitsToWrite(connection));
}

void Poller::forget(const Connection &connection)
{
    ::epoll_ctl(m_epoll.get(), EPOLL_CTL_DEL, connection.descriptor(), nullptr);
}

void Poller::update(const Connection &connection, std::size_t number, bool &isWatchedForWriting)
{
    if (waitsToWrite(connection) == isWatchedForWriting)
        return;
    isWatchedForWriting = !isWatchedForWriting;
    control(EPOLL_CTL_MOD, connection, number, isWatchedForWriting);
}

const std::vector<std::size_t> &Poller::wait(TimePoint until)
{
    const Nanoseconds left = std::max(until - now(), Nanoseconds{0});
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(left);
    const timespec limit{seconds.count(), (left - seconds).count()};
    const int count = ::epoll_pwait2(
        m_epoll.get(), m_events.data(), static_cast<int>(m_events.size()), &limit, nullptr);
    m_ready.clear();
    for (int i = 0; i < count; ++i) {
        const std::size_t number = m_events[static_cast<std::size_t>(i)].data.u64; // not aligned
        m_ready.push_back(number);
    }
    return m_ready;
}

void Poller::control(
    int operation, const Connection &connection, std::size_t number, bool isWriting)
{
    epoll_event event{};
    event.events = isWriting ? EPOLLIN | EPOLLOUT : EPOLLIN;
    event.data.u64 = number;
    ::epoll_ctl(m_epoll.get(), operation, connection.descriptor(), &event);
}

} // namespace roster::bench
