#pragma once

#include <QHostAddress>
#include <QString>

namespace roster::server {

/// @p address as text, without a scope; an IPv4 address mapped into IPv6 as IPv4.
[[nodiscard]] QString addressText(const QHostAddress &address);

/// What one party on the network is taken to have: an IPv4 address, or the /64 of an IPv6 address.
[[nodiscard]] QString addressBlockOf(const QHostAddress &address);

} // namespace roster::server
