#include "server/app/PlainText.h"

#include <algorithm>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

bool needsEscape(char32_t c)
{
    switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    default:
        return QChar::isNonCharacter(c);
    }
}

QString escapeOf(char32_t c)
{
    const QString digits = QString::number(static_cast<uint>(c), 16);
    if (c <= 0xff)
        return u"\\x"_s + digits.rightJustified(2, u'0');
    if (c <= 0xffff)
        return u"\\u"_s + digits.rightJustified(4, u'0');
    return u"\\U"_s + digits.rightJustified(8, u'0');
}

QString padded(const QString &text, qsizetype width)
{
    return text + QString(width - text.toUcs4().size(), u' ');
}

QString withoutTrailingSpaces(QString line)
{
    while (line.endsWith(u' '))
        line.chop(1);
    return line;
}

QString tableLine(const QStringList &cells, const QList<qsizetype> &widths)
{
    QString line;
    for (qsizetype i = 0; i < cells.size(); ++i)
        line += padded(printable(cells[i]), widths[i]) + u"  "_s;
    return withoutTrailingSpaces(line) + u'\n';
}

} // namespace

QString printable(QStringView text)
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
        if (needsEscape(c))
            result += escapeOf(c);
        else
            result += QChar::fromUcs4(c);
    }
    return result;
}

QString plainTable(const QStringList &header, const QList<QStringList> &rows)
{
    QList<qsizetype> widths(header.size(), 0);
    for (const QStringList &row : QList<QStringList>{header} + rows) {
        for (qsizetype i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], printable(row[i]).toUcs4().size());
    }
    QString text = tableLine(header, widths);
    for (const QStringList &row : rows)
        text += tableLine(row, widths);
    return text;
}

QString plainFacts(const QList<std::pair<QString, QString>> &facts)
{
    qsizetype width = 0;
    for (const auto &[label, value] : facts)
        width = std::max(width, label.size() + 1);
    QString text;
    for (const auto &[label, value] : facts)
        text
            += withoutTrailingSpaces(padded(label + u':', width) + u' ' + printable(value)) + u'\n';
    return text;
}

} // namespace roster::server
