#pragma once

#include "server/app/doctor/Finding.h"

#include <QByteArray>

#include <chrono>

namespace roster::server {

struct ServerConfiguration;

// What the machine gives a server. Each finding is told from values, so that tests can give others.

[[nodiscard]] Finding examineSpace(const QString &path, qint64 freeBytes, qint64 totalBytes);
/// Of the file system of @p path.
[[nodiscard]] Finding examineSpace(const QString &path);

/// @p lastEventAt: the latest moment that the databases know of.
[[nodiscard]] Finding examineClock(
    std::chrono::milliseconds now, std::chrono::milliseconds lastEventAt);

/// @p limits: the content of /proc/PID/limits of the server, or of this process when none runs.
[[nodiscard]] QList<Finding> examineLimits(
    const QByteArray &limits, const ServerConfiguration &configuration);
/// Of process @p pid; 0: of this one.
[[nodiscard]] QList<Finding> examineLimits(qint64 pid, const ServerConfiguration &configuration);

} // namespace roster::server
