#pragma once

#include <QColor>
#include <QPalette>

namespace roster::gui {

/// Colours that mean something, beside those of the palette. Each can be read on the palette's
/// window and base (WCAG 2.2, 1.4.3). Never the only sign of what they mean.
enum class ColorRole {
    Accent, ///< ours; pending edits, changed cells
    Negative, ///< refused, failed
    Positive, ///< saved, trusted
    Warning, ///< needs a look
};

/// Whether text is lighter than what it stands on.
[[nodiscard]] bool isDark(const QPalette &palette);
/// @p role in the scheme of @p palette.
[[nodiscard]] QColor themeColor(ColorRole role, const QPalette &palette);
/// @p below with @p share of 255 of @p above on it.
[[nodiscard]] QColor blend(const QColor &below, const QColor &above, int share);

[[nodiscard]] QPalette lightPalette();
[[nodiscard]] QPalette darkPalette();

} // namespace roster::gui
