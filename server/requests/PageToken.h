#pragma once

#include "server/crypto/FieldSealer.h"
#include "server/storage/EmployeeQuery.h"

#include <QString>

#include <optional>

namespace roster::server {

/// A page's `next` as the client carries it: the place behind the page, sealed and bound to the
/// list it belongs to, so that it tells nothing and fits nowhere else. It survives a restart.
[[nodiscard]] QString sealPageToken(
    const FieldSealer &sealer, const PageAnchor &anchor, const QByteArray &listName);

/// Nothing for a token of another list, or none of ours.
[[nodiscard]] std::optional<PageAnchor> openPageToken(
    const FieldSealer &sealer, const QString &token, const QByteArray &listName);

} // namespace roster::server
