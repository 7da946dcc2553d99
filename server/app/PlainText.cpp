#include "server/app/PlainText.h"

#include "common/base/EscapedText.h"

#include <algorithm>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

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
        line += padded(escaped(cells[i]), widths[i]) + u"  "_s;
    return withoutTrailingSpaces(line) + u'\n';
}

} // namespace

QString plainTable(const QStringList &header, const QList<QStringList> &rows)
{
    QList<qsizetype> widths(header.size(), 0);
    for (const QStringList &row : QList<QStringList>{header} + rows) {
        for (qsizetype i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], escaped(row[i]).toUcs4().size());
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
        text += withoutTrailingSpaces(padded(label + u':', width) + u' ' + escaped(value)) + u'\n';
    return text;
}

} // namespace roster::server
