#pragma once

#include <QFile>

namespace roster::server {

// Files that hold an original in the clear, or are made from one. On failure file.errorString() or
// errno says why.

/// Makes @p file, which must not exist yet; nobody but its owner may read it (0600).
[[nodiscard]] bool createPrivately(QFile &file);

/// What was written to @p file is on the disk once this returned.
[[nodiscard]] bool syncToDisk(QFile &file);

} // namespace roster::server
