#pragma once

#include <QLoggingCategory>

namespace roster::server {

/// `roster.net`: the life of sockets. Codes, counts and addresses only, never what was sent.
Q_DECLARE_LOGGING_CATEGORY(logNet)

} // namespace roster::server
