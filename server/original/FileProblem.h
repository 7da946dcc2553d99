#pragma once

#include "common/base/Result.h"

namespace roster::server {

/// A sentence about a file: @p what follows its @p path.
[[nodiscard]] inline Error fileProblem(ErrorCode code, const QString &path, const QString &what)
{
    return {code, QStringLiteral("%1 %2").arg(path, what), {}};
}

} // namespace roster::server
