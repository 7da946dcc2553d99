#pragma once

#include "common/base/FileDescriptor.h"
#include "tests/bench/load/Connection.h"

#include <sys/epoll.h>

#include <vector>

namespace roster::bench {

/// Which of many connections are ready, by epoll: the load's own cost must not grow with those that
/// idle. Each is known by the number it was given.
class Poller
{
public:
    Poller();

    void watch(const Connection &connection, std::size_t number);
    void forget(const Connection &connection);
    /// To be called when it may have changed whether @p connection waits to write.
    void update(const Connection &connection, std::size_t number, bool &isWatchedForWriting);
    /// The numbers of those that are ready; none when @p until has come first.
    [[nodiscard]] const std::vector<std::size_t> &wait(TimePoint until);

private:
    void control(int operation, const Connection &connection, std::size_t number, bool isWriting);

    FileDescriptor m_epoll;
    std::vector<epoll_event> m_events;
    std::vector<std::size_t> m_ready;
};

} // namespace roster::bench
