#pragma once

#include "server/app/DataFolder.h"
#include "server/app/doctor/Finding.h"

#include <optional>

namespace roster::server {

/// Why nothing in @p folder can be examined: it is missing, somebody else's, or no data folder.
[[nodiscard]] std::optional<Finding> obstacleOf(const DataFolder &folder);

/// Owners and modes of everything in the folder (R39).
[[nodiscard]] QList<Finding> examineFolder(const DataFolder &folder);

} // namespace roster::server
