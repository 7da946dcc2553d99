#pragma once

#include <QByteArray>

namespace roster::cli {

/// How a piece of text stands out on a terminal with colours.
enum class TextStyle { Plain, Bold, Good, Warning, Bad };

/// @p text, escaped, between the sequences that switch @p style on and off (ECMA-48, 8.3.117).
[[nodiscard]] QByteArray styled(const QByteArray &text, TextStyle style);

/// Whether @p descriptor is a terminal that may show colours: not a dumb one, and no NO_COLOR
/// (no-color.org).
[[nodiscard]] bool isColoured(int descriptor);

} // namespace roster::cli
