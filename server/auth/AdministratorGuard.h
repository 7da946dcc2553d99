#pragma once

#include "common/base/Result.h"

#include <QString>

#include <functional>

namespace roster::server {

class Database;

/// Makes @p change, in the caller's job of the writer, unless no enabled account with `user.manage`
/// would remain where there was one: nobody could give the right back but who owns the data folder.
/// Errors: ValidationFailed (@p field: `last_administrator`), those of the change,
/// StorageUnavailable.
[[nodiscard]] Outcome keepAnAdministrator(
    Database &database, const QString &field, const std::function<Outcome()> &change);

} // namespace roster::server
