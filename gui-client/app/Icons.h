#pragma once

#include <QColor>
#include <QIcon>
#include <QString>

namespace roster::gui {

/// The icon @p name of the compiled-in set, such as `add`: drawn in the palette's text colour of
/// the moment, at whatever size and pixel ratio is asked for. Null when there is no such icon.
[[nodiscard]] QIcon icon(const QString &name);
/// The same in @p color, whatever the palette.
[[nodiscard]] QIcon icon(const QString &name, const QColor &color);

/// The product mark, in its own colours.
[[nodiscard]] QIcon productMark();

} // namespace roster::gui
