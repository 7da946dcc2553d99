#pragma once

#include "server/app/DataFolder.h"
#include "server/app/doctor/Finding.h"

#include <chrono>

namespace roster::server {

/// What was found in the databases, which are only read, while a server writes to them, too.
struct ExaminedDatabases
{
    QList<Finding> findings;
    std::chrono::milliseconds lastEventAt{0}; ///< the latest moment that they know of, UTC
};

/// Structure, schema version, references and hash chains: the chains' latest links, all of them
/// when @p isFull.
[[nodiscard]] ExaminedDatabases examineDatabases(const DataFolder &folder, bool isFull);

} // namespace roster::server
