#include "cli-client/text/TableFormatter.h"

#include "cli-client/text/EscapedText.h"

#include <algorithm>
#include <numeric>

namespace roster::cli {
namespace {

constexpr int gapWidth = 2;

} // namespace

TableFormatter::TableFormatter(
    QList<TableColumn> columns, const QList<QStringList> &sample, int terminalWidth)
    : m_columns(std::move(columns))
{
    for (qsizetype i = 0; i < m_columns.size(); ++i) {
        int width = displayWidth(m_columns.at(i).title);
        for (const QStringList &cells : sample)
            width = std::max(width, displayWidth(escaped(cells.value(i))));
        m_widths.append(width);
    }
    if (terminalWidth > 0)
        fit(terminalWidth);
}

int TableFormatter::totalWidth() const
{
    const int gaps = gapWidth * std::max(0, static_cast<int>(m_widths.size()) - 1);
    return std::accumulate(m_widths.begin(), m_widths.end(), gaps);
}

void TableFormatter::fit(int terminalWidth)
{
    while (totalWidth() > terminalWidth) {
        qsizetype widest = -1;
        for (qsizetype i = 0; i < m_widths.size(); ++i) {
            const bool canShrink = m_widths.at(i) > m_columns.at(i).minWidth;
            if (canShrink && (widest < 0 || m_widths.at(i) > m_widths.at(widest)))
                widest = i;
        }
        if (widest >= 0)
            --m_widths[widest];
        else if (m_widths.size() > 1)
            m_widths.removeLast();
        else
            return;
    }
}

QString TableFormatter::header() const
{
    QStringList titles;
    QStringList rules;
    for (qsizetype i = 0; i < m_widths.size(); ++i) {
        titles.append(m_columns.at(i).title);
        rules.append(QString(m_widths.at(i), u'-'));
    }
    return line(titles) + line(rules);
}

QString TableFormatter::row(const QStringList &cells) const
{
    return line(cells);
}

QString TableFormatter::line(const QStringList &cells) const
{
    QString text;
    for (qsizetype i = 0; i < m_widths.size(); ++i) {
        if (i > 0)
            text += QString(gapWidth, u' ');
        const QString cell = elided(escaped(cells.value(i)), m_widths.at(i));
        text += padded(cell, m_widths.at(i), m_columns.at(i).alignment);
    }
    while (text.endsWith(u' '))
        text.chop(1);
    return text + u'\n';
}

} // namespace roster::cli
