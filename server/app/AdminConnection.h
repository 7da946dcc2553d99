#pragma once

#include "common/base/Result.h"

#include <QJsonObject>

namespace roster::server {

struct ServerConfiguration;

/// Why a command came to no result.
struct AdminFailure
{
    Error error;
    bool isRefusal = false; ///< false: the command reached nobody who could do it
};

/// Runs an administrator's command where it takes effect: in the running server, or, holding the
/// lock, on the files of the data folder. Waits some seconds for a server that is just starting or
/// a command that is just running. Blocks; for the command line alone.
[[nodiscard]] std::variant<QJsonObject, AdminFailure> runAdminCommand(
    const ServerConfiguration &configuration, const QString &name, const QJsonObject &params);

} // namespace roster::server
