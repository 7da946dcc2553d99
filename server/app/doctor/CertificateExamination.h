#pragma once

#include "server/app/DataFolder.h"
#include "server/app/doctor/Finding.h"

#include <QDateTime>

namespace roster::server {

struct ServerConfiguration;

/// Whether the server's certificate and key belong together and are valid at @p now, for how long,
/// and for which names.
[[nodiscard]] QList<Finding> examineCertificates(
    const ServerConfiguration &configuration, const DataFolder &folder, const QDateTime &now);

} // namespace roster::server
