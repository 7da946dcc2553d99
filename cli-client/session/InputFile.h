#pragma once

#include "common/base/Result.h"

#include <QByteArray>
#include <QString>

namespace roster::cli {

/// All of @p path, or of the standard input for `-`. Waits for a pipe. Errors: NotFound (cannot be
/// read), TooLarge (over 256 MiB).
[[nodiscard]] Result<QByteArray> readInputFile(const QString &path);

} // namespace roster::cli
