#pragma once

#include "certs/ServerPair.h"

#include <QStringList>

namespace roster::server {

class DataFolder;
struct ServerConfiguration;

/// What would keep a server with @p configuration from starting: certificates, keys, the files of
/// the data folder and their modes, the metrics file's place. Changes nothing; a data folder that
/// is still to be made is sound.
[[nodiscard]] QStringList problemsOf(const ServerConfiguration &configuration);

/// Whether the metrics file, if there is to be one, may be written where it is to be.
[[nodiscard]] Outcome checkMetricsFile(const ServerConfiguration &configuration);

/// The certificate and key that such a server would serve with, checked as at its start; nothing is
/// issued or renewed.
[[nodiscard]] Result<certs::ServerPair> servedPair(
    const ServerConfiguration &configuration, const DataFolder &folder, const QDateTime &now);

} // namespace roster::server
