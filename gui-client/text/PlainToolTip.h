#pragma once

#include <QString>

namespace roster::gui {

/// @p text for a tooltip, which would take text that looks like HTML for HTML: what stands in a
/// record, or comes from a server, is shown as it is.
[[nodiscard]] QString plainToolTip(const QString &text);

} // namespace roster::gui
