#pragma once

#include <QString>

namespace roster::server {

/// A random password to be told to somebody and changed at the first login: six groups of four
/// characters without those that are mistaken for others, 118 bits.
[[nodiscard]] QString makeOneTimePassword();

} // namespace roster::server
