#pragma once

#include "server/storage/EmployeeQuery.h"

namespace roster::server {

/// The place of a record in an order as bytes: of two places the one that comes first has the lower
/// bytes, by memcmp. @p place holds a key for each of @p sort, as the database gives it: null,
/// qint64, QString or QByteArray.
[[nodiscard]] QByteArray orderKey(const PageAnchor &place, const QList<SortKey> &sort);

} // namespace roster::server
