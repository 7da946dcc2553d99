#pragma once

#include <QStringList>

namespace roster::server {

struct ServerConfiguration;

/// What would keep a server with @p configuration from starting: certificates, keys, the files of
/// the data folder and their modes. Changes nothing; a folder that is still to be made is sound.
[[nodiscard]] QStringList problemsOf(const ServerConfiguration &configuration);

} // namespace roster::server
