#pragma once

#include "common/base/Result.h"

#include <string>

namespace roster::bench {

/// What keeps a measurement from being made, in a sentence.
[[nodiscard]] inline Error failure(const std::string &message)
{
    return {ErrorCode::InternalError, QString::fromStdString(message), {}};
}

} // namespace roster::bench
