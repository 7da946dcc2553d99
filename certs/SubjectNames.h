#pragma once

#include "common/base/Result.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace roster::certs {

/// The one spelling of a name that a server certificate can carry: a DNS name as lower-case
/// A-labels (RFC 5890) without the final dot, or an IPv4 or IPv6 address. Empty for anything else,
/// such as a wildcard, an address with a scope, or 0.0.0.0.
[[nodiscard]] std::optional<QString> canonicalSubjectName(const QString &name);

/// All of @p names in that spelling, each once; `invalid_params` names the first that has none.
[[nodiscard]] Result<QStringList> canonicalSubjectNames(const QStringList &names);

[[nodiscard]] bool isAddress(const QString &canonicalName);

/// What clients may call this machine by: `localhost`, loopback, the host's name and addresses
/// (not link-local or privacy ones, which nobody types), then @p extraNames. Errors are
/// those of canonicalSubjectNames().
[[nodiscard]] Result<QStringList> localSubjectNames(const QStringList &extraNames);

} // namespace roster::certs
