#pragma once

#include <QString>

namespace roster {

/// The protocol's limit.
constexpr qsizetype longestRequestKey = 64;

/// A new key for one write (`request_key`): 122 random bits, so that repeating the write after a
/// lost connection never carries it out twice. Keep it for as long as the write's content stays the
/// same.
[[nodiscard]] QString newRequestKey();

} // namespace roster
