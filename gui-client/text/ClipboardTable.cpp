#include "gui-client/text/ClipboardTable.h"

#include "common/base/FormulaGuard.h"

#include <algorithm>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;

constexpr QChar quote = u'"';

bool isLineEnd(QChar c)
{
    return c == u'\n' || c == u'\r';
}

bool isBorder(QChar c)
{
    return c == u'\t' || isLineEnd(c);
}

QString cellText(const QString &cell)
{
    const QString guarded = withFormulaGuard(cell);
    if (!std::ranges::any_of(guarded, isBorder) && !guarded.startsWith(quote))
        return guarded;
    return quote + QString(guarded).replace(quote, u"\"\""_s) + quote;
}

/// Takes the cells of a text one after the other.
class CellReader
{
public:
    explicit CellReader(const QString &text)
        : m_text(text)
    {
    }

    [[nodiscard]] bool isAtEnd() const { return m_at == m_text.size(); }

    QString takeCell()
    {
        QString cell;
        if (!takeQuoted(&cell)) {
            const qsizetype from = m_at;
            while (!isAtEnd() && !isBorder(m_text[m_at]))
                ++m_at;
            cell = m_text.mid(from, m_at - from);
        }
        return withoutFormulaGuard(cell);
    }

    /// True: a tab follows, so another cell of this row does.
    bool takeTab()
    {
        if (isAtEnd() || m_text[m_at] != u'\t')
            return false;
        ++m_at;
        return true;
    }

    void takeLineEnd()
    {
        const bool isPair = QStringView(m_text).sliced(m_at).startsWith(u"\r\n");
        m_at += isPair ? 2 : isAtEnd() ? 0 : 1;
    }

private:
    /// False, and nothing taken: this is no whole quoted cell, so its quotation mark is text.
    bool takeQuoted(QString *cell)
    {
        if (isAtEnd() || m_text[m_at] != quote)
            return false;
        QString inside;
        for (qsizetype i = m_at + 1; i < m_text.size(); ++i) {
            if (m_text[i] != quote) {
                inside += m_text[i];
                continue;
            }
            const bool isLast = i + 1 == m_text.size();
            if (!isLast && m_text[i + 1] == quote) {
                inside += quote;
                ++i;
            } else if (isLast || isBorder(m_text[i + 1])) {
                m_at = i + 1;
                *cell = inside;
                return true;
            } else {
                return false;
            }
        }
        return false;
    }

    const QString &m_text;
    qsizetype m_at = 0;
};

} // namespace

QString ClipboardTable::toText(const QList<QStringList> &rows)
{
    QString text;
    for (qsizetype i = 0; i < rows.size(); ++i) {
        if (i > 0)
            text += u'\n';
        const QStringList &row = rows[i];
        for (qsizetype column = 0; column < row.size(); ++column) {
            if (column > 0)
                text += u'\t';
            text += cellText(row[column]);
        }
    }
    // A last row that is one empty cell would be lost without a line end of its own.
    const bool isLastEmpty = !rows.isEmpty() && (text.isEmpty() || text.endsWith(u'\n'));
    return isLastEmpty ? text + u'\n' : text;
}

QList<QStringList> ClipboardTable::fromText(const QString &text)
{
    QList<QStringList> rows;
    CellReader reader(text);
    while (!reader.isAtEnd()) {
        QStringList row;
        do
            row.append(reader.takeCell());
        while (reader.takeTab());
        rows.append(row);
        reader.takeLineEnd();
    }
    return rows;
}

} // namespace roster::gui
