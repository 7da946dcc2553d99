#include "cli-client/text/TableFormatter.h"

#include "common/base/EscapedText.h"

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

int TableFormatter::minWidth(qsizetype column) const
{
    const int width = m_widths.at(column);
    const int least = m_columns.at(column).minWidth;
    return least == 0 ? width : std::min(width, least);
}

void TableFormatter::fit(int terminalWidth)
{
    const auto leastTotal = [this] {
        int total = -gapWidth;
        for (qsizetype i = 0; i < m_widths.size(); ++i)
            total += gapWidth + minWidth(i);
        return total;
    };
    while (m_widths.size() > 1 && leastTotal() > terminalWidth)
        m_widths.removeLast();

    const int gaps = gapWidth * (static_cast<int>(m_widths.size()) - 1);
    while (std::accumulate(m_widths.begin(), m_widths.end(), gaps) > terminalWidth) {
        qsizetype widest = 0;
        for (qsizetype i = 1; i < m_widths.size(); ++i) {
            const bool canShrink = m_widths.at(i) > minWidth(i);
            if (canShrink
                && (m_widths.at(widest) == minWidth(widest)
                    || m_widths.at(i) > m_widths.at(widest)))
                widest = i;
        }
        // A single column gives way whatever it holds.
        --m_widths[widest];
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
