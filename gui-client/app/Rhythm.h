#pragma once

namespace roster::gui {

/// What margins and gaps are multiples of, in device-independent pixels.
inline constexpr int rhythm = 8;

} // namespace roster::gui
