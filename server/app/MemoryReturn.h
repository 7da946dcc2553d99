#pragma once

namespace roster::server {

/// Gives memory that a burst has left behind back to the system. Each thread frees into an arena of
/// its own, and what one keeps there no other can use: without this a server holds the sum of the
/// most that each worker ever needed. Owned by ServerApp, on the main thread. The program is linked
/// with jemalloc, what is built with sanitizers has another allocator.
class MemoryReturn
{
public:
    /// At the start: long lines and replies are taken from the system, and go
    /// back to it, one by one.
    static void setUp();

    /// From time to time, with the number of connections there are.
    void look(int connections);

private:
    int m_most = 0; ///< connections since memory was given back last
};

} // namespace roster::server
