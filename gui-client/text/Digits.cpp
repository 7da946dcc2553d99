#include "gui-client/text/Digits.h"

namespace roster::gui {
namespace {

bool isDirectionMark(char32_t c)
{
    return c == U'\u200e' || c == U'\u200f' || c == U'\u061c' || (c >= U'\u202a' && c <= U'\u202e')
        || (c >= U'\u2066' && c <= U'\u2069');
}

} // namespace

QString withAsciiDigits(QStringView text)
{
    QString plain;
    for (const char32_t c : text.toUcs4()) {
        if (QChar::category(c) == QChar::Number_DecimalDigit)
            plain += QChar(u'0' + QChar::digitValue(c));
        else if (!isDirectionMark(c))
            plain += QChar::fromUcs4(c);
    }
    return plain;
}

QString withDigitsOf(const QLocale &locale, QStringView text)
{
    QString local;
    for (const QChar c : text) {
        const bool isDigit = c >= u'0' && c <= u'9';
        if (isDigit)
            local += locale.toString(c.unicode() - u'0');
        else
            local += c;
    }
    return local;
}

} // namespace roster::gui
