#pragma once

#include "common/base/FileDescriptor.h"

#include <QtGlobal>

#include <sys/socket.h>

#include <array>

namespace roster::server {

/// Two connected sockets.
struct SocketPair
{
    SocketPair()
    {
        std::array<int, 2> ends{-1, -1};
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends.data()) != 0)
            qFatal("no socket pair");
        here = FileDescriptor(ends[0]);
        there = FileDescriptor(ends[1]);
    }
    void write() const { static_cast<void>(::send(there.get(), "x", 1, MSG_NOSIGNAL)); }
    void read() const
    {
        char byte = 0;
        static_cast<void>(::recv(here.get(), &byte, 1, 0));
    }

    FileDescriptor here;
    FileDescriptor there;
};

} // namespace roster::server
