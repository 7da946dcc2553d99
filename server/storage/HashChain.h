#pragma once

#include "common/base/Result.h"

#include <QByteArray>
#include <QLatin1StringView>

#include <chrono>

namespace roster::server {

class Database;

// What the two hash chains have in common. @p table has the columns seq, at and hash. Errors:
// StorageUnavailable.

/// The SHA-256 of a row as it is stored; zeros for one that is missing and the one before the
/// first, which the next row's own hash tells apart.
[[nodiscard]] Result<QByteArray> storedHashAt(
    Database &database, QLatin1StringView table, qint64 seq);

/// When the last row was added; 0 before the first.
[[nodiscard]] Result<std::chrono::milliseconds> lastRowAt(
    Database &database, QLatin1StringView table);

} // namespace roster::server
