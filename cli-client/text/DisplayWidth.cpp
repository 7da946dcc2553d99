#include "cli-client/text/DisplayWidth.h"

#include <QList>

#include <algorithm>

#include <wchar.h>

namespace roster::cli {
namespace {

int widthOf(char32_t c)
{
    static_assert(sizeof(wchar_t) == sizeof(char32_t));
    // -1: a character that this C library does not know yet.
    const int width = ::wcwidth(static_cast<wchar_t>(c));
    return width < 0 ? 1 : width;
}

} // namespace

int displayWidth(QStringView text)
{
    int width = 0;
    for (const uint c : text.toUcs4())
        width += widthOf(c);
    return width;
}

QString elided(const QString &text, int width)
{
    if (displayWidth(text) <= width)
        return text;
    QString result;
    int used = 1; // the ellipsis
    for (const uint c : text.toUcs4()) {
        used += widthOf(c);
        if (used > width)
            break;
        result += QChar::fromUcs4(c);
    }
    return result + u'\u2026';
}

QString padded(const QString &text, int width, Alignment alignment)
{
    const QString gap(std::max(0, width - displayWidth(text)), u' ');
    return alignment == Alignment::Right ? gap + text : text + gap;
}

} // namespace roster::cli
