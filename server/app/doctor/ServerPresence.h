#pragma once

#include "server/app/DataFolder.h"
#include "server/app/doctor/Finding.h"

namespace roster::server {

struct ServerConfiguration;

/// Whether a server serves a data folder at this moment.
struct ServerPresence
{
    qint64 pid = 0; ///< 0: none answers
    QList<Finding> findings;
};

/// Asks the server by its control socket; if none answers, whether one could start: the lock and
/// the ports that it wants are free.
[[nodiscard]] ServerPresence examinePresence(
    const ServerConfiguration &configuration, const DataFolder &folder);

} // namespace roster::server
