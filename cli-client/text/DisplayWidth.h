#pragma once

#include <QString>

namespace roster::cli {

/// The terminal columns that @p text, escaped, takes: wide characters take two, combining marks
/// none.
[[nodiscard]] int displayWidth(QStringView text);

/// @p text, or its beginning and `…` where it is wider than @p width, which is at least 1.
[[nodiscard]] QString elided(const QString &text, int width);

enum class Alignment { Left, Right };

/// @p text, not wider than @p width, filled up with spaces.
[[nodiscard]] QString padded(const QString &text, int width, Alignment alignment);

} // namespace roster::cli
