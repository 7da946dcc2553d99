#pragma once

#include "common/base/Result.h"

#include <chrono>

namespace roster::server {

/// The refusals of this layer, each in one place, so that they cannot differ where they must not
/// (R17).

/// Unknown user, wrong password and disabled account alike.
[[nodiscard]] Error invalidCredentials();
[[nodiscard]] Error sessionExpired();
/// @p wait goes into data.retry_after_ms.
[[nodiscard]] Error tooManyAttempts(std::chrono::milliseconds wait);
/// The hash pool is full, or the server stops. @p wait goes into data.retry_after_ms.
[[nodiscard]] Error tooBusy(std::chrono::milliseconds wait = std::chrono::seconds(1));
[[nodiscard]] Error noSuchUser();
[[nodiscard]] Error noSuchSession();
/// ValidationFailed with one entry in data.fields.
[[nodiscard]] Error invalidField(
    const QString &field, const QString &reason, const QString &message);

} // namespace roster::server
