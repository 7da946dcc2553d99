#pragma once

#include "server/app/DataFolder.h"
#include "server/app/doctor/Finding.h"

namespace roster::server {

/// Whether the data key can be used, and whether it is the one that the records were sealed with.
/// Opens the latest of them, all when @p isFull.
[[nodiscard]] QList<Finding> examineKey(const DataFolder &folder, bool isFull);

} // namespace roster::server
