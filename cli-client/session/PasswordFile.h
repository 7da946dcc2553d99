#pragma once

#include "common/base/Result.h"
#include "common/base/SecretBytes.h"

#include <QString>

namespace roster::cli {

/// The first line of @p path, without its end; of the standard input for `-`, of which no more is
/// read. Waits for a pipe. Errors: NotFound (cannot be read), ValidationFailed (empty, or over 4
/// KiB).
[[nodiscard]] Result<SecretBytes> readPasswordFile(const QString &path);

} // namespace roster::cli
