#pragma once

#include <QString>

namespace roster::server {

/// Who administers: a user, or nobody by name (the command line), and from where.
struct Actor
{
    QString username;
    QString peer;
};

} // namespace roster::server
