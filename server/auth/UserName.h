#pragma once

#include <QString>

namespace roster::server {

/// True for names that an account may be given: `[a-z0-9._-]{1,64}`.
[[nodiscard]] bool isUserName(QStringView name);

/// How a typed name is compared: NFKC, case folded.
[[nodiscard]] QString foldUserName(QStringView typed);

} // namespace roster::server
