#include "common/base/EscapedText.h"

namespace roster {
namespace {

using namespace Qt::StringLiterals;

bool isJoiner(char32_t c)
{
    return c == U'\u200c' || c == U'\u200d';
}

bool needsEscape(char32_t c)
{
    switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Other_Surrogate:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    case QChar::Other_Format:
        return !isJoiner(c);
    default:
        return QChar::isNonCharacter(c);
    }
}

QString hexadecimal(char32_t c, int digits)
{
    return QString::number(static_cast<uint>(c), 16).rightJustified(digits, u'0');
}

QString escapeOf(char32_t c)
{
    if (c <= 0xff)
        return u"\\x"_s + hexadecimal(c, 2);
    if (c <= 0xffff)
        return u"\\u"_s + hexadecimal(c, 4);
    return u"\\U"_s + hexadecimal(c, 8);
}

QString jsonEscapeOf(char32_t c)
{
    if (!QChar::requiresSurrogates(c))
        return u"\\u"_s + hexadecimal(c, 4);
    return u"\\u"_s + hexadecimal(QChar::highSurrogate(c), 4) + u"\\u"_s
        + hexadecimal(QChar::lowSurrogate(c), 4);
}

template <typename Escape> QString escapedBut(QStringView text, bool keepsLines, Escape escape)
{
    QString result;
    result.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        char32_t c = text[i].unicode();
        const bool isPair
            = text[i].isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate();
        if (isPair) {
            c = QChar::surrogateToUcs4(text[i], text[i + 1]);
            ++i;
        }
        if (needsEscape(c) && !(keepsLines && c == U'\n'))
            result += escape(c);
        else
            result += QChar::fromUcs4(c);
    }
    return result;
}

} // namespace

QString escaped(QStringView text)
{
    return escapedBut(text, false, escapeOf);
}

QString escapedLines(QStringView text)
{
    return escapedBut(text, true, escapeOf);
}

QByteArray escapedJson(const QByteArray &json)
{
    // Between tokens JSON has nothing that needs an escape but line feeds, which stay.
    return escapedBut(QString::fromUtf8(json), true, jsonEscapeOf).toUtf8();
}

} // namespace roster
