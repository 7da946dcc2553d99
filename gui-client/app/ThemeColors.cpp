#include "gui-client/app/ThemeColors.h"

namespace roster::gui {
namespace {

/// The colours of one scheme.
struct Scheme
{
    QRgb window, base, alternateBase, button, text, dimText, disabledText, highlight,
        highlightedText, toolTip;
    QRgb light, midlight, mid, dark, shadow; ///< of frames and bevels
    QRgb accent, negative, positive, warning, visited;
};

constexpr Scheme lightScheme{
    .window = 0xfff4f5f7,
    .base = 0xffffffff,
    .alternateBase = 0xfff7f9fb,
    .button = 0xfff0f2f4,
    .text = 0xff1f2328,
    .dimText = 0xff5f6873,
    .disabledText = 0xff8a929b,
    .highlight = 0xff2b6cb0,
    .highlightedText = 0xffffffff,
    .toolTip = 0xffffffff,
    .light = 0xffffffff,
    .midlight = 0xffe6e9ec,
    .mid = 0xffc3c9d0,
    .dark = 0xffa3abb4,
    .shadow = 0xff6a737d,
    .accent = 0xff2665a8,
    .negative = 0xffb3261e,
    .positive = 0xff1a7034,
    .warning = 0xff855400,
    .visited = 0xff6b3fa0,
};

constexpr Scheme darkScheme{
    .window = 0xff25282c,
    .base = 0xff1c1f22,
    .alternateBase = 0xff212428,
    .button = 0xff31353a,
    .text = 0xffe4e7ea,
    .dimText = 0xffa2abb4,
    .disabledText = 0xff757d86,
    .highlight = 0xff2f6cad,
    .highlightedText = 0xffffffff,
    .toolTip = 0xff33373c,
    .light = 0xff464b52,
    .midlight = 0xff3a3f45,
    .mid = 0xff42474d,
    .dark = 0xff17191b,
    .shadow = 0xff0f1112,
    .accent = 0xff74b3f0,
    .negative = 0xffff8f85,
    .positive = 0xff74d38c,
    .warning = 0xfff0c052,
    .visited = 0xffc4a3f0,
};

QPalette paletteOf(const Scheme &scheme)
{
    QPalette palette;
    palette.setColor(QPalette::Window, scheme.window);
    palette.setColor(QPalette::WindowText, scheme.text);
    palette.setColor(QPalette::Base, scheme.base);
    palette.setColor(QPalette::AlternateBase, scheme.alternateBase);
    palette.setColor(QPalette::Text, scheme.text);
    palette.setColor(QPalette::PlaceholderText, scheme.dimText);
    palette.setColor(QPalette::Button, scheme.button);
    palette.setColor(QPalette::ButtonText, scheme.text);
    palette.setColor(QPalette::BrightText, scheme.negative);
    palette.setColor(QPalette::Highlight, scheme.highlight);
    palette.setColor(QPalette::HighlightedText, scheme.highlightedText);
    palette.setColor(QPalette::ToolTipBase, scheme.toolTip);
    palette.setColor(QPalette::ToolTipText, scheme.text);
    palette.setColor(QPalette::Link, scheme.accent);
    palette.setColor(QPalette::LinkVisited, scheme.visited);
    palette.setColor(QPalette::Light, scheme.light);
    palette.setColor(QPalette::Midlight, scheme.midlight);
    palette.setColor(QPalette::Mid, scheme.mid);
    palette.setColor(QPalette::Dark, scheme.dark);
    palette.setColor(QPalette::Shadow, scheme.shadow);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, scheme.disabledText);
    palette.setColor(QPalette::Disabled, QPalette::Base, scheme.window);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, scheme.mid);
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, scheme.text);
    return palette;
}

} // namespace

bool isDark(const QPalette &palette)
{
    return palette.color(QPalette::WindowText).lightnessF()
        > palette.color(QPalette::Window).lightnessF();
}

QColor themeColor(ColorRole role, const QPalette &palette)
{
    const Scheme &scheme = isDark(palette) ? darkScheme : lightScheme;
    switch (role) {
    case ColorRole::Accent:
        break;
    case ColorRole::Negative:
        return scheme.negative;
    case ColorRole::Positive:
        return scheme.positive;
    case ColorRole::Warning:
        return scheme.warning;
    }
    return scheme.accent;
}

QColor blend(const QColor &below, const QColor &above, int share)
{
    constexpr int whole = 255;
    const auto mix = [share](int a, int b) { return (a * (whole - share) + b * share) / whole; };
    return {mix(below.red(), above.red()), mix(below.green(), above.green()),
        mix(below.blue(), above.blue())};
}

QPalette lightPalette()
{
    return paletteOf(lightScheme);
}

QPalette darkPalette()
{
    return paletteOf(darkScheme);
}

} // namespace roster::gui
