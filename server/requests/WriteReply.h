#pragma once

#include "server/requests/Answer.h"
#include "server/storage/EmployeeWriter.h"

namespace roster::server {

/// What the reply to a write holds, for a role with @p rights.
[[nodiscard]] JsonText writeReply(
    const WriteResult &result, const Rights &rights, int currencyDigits);

} // namespace roster::server
