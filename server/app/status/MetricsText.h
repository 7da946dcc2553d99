#pragma once

#include "server/app/status/ServerStatus.h"

#include <QByteArray>

namespace roster::server {

/// The status in Prometheus' text exposition format 0.0.4
/// (prometheus.io/docs/instrumenting/exposition_formats). All counters count from the start.
[[nodiscard]] QByteArray metricsText(const ServerStatus &status);

} // namespace roster::server
