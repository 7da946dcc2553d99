#include "common/base/Csv.h"

#include "common/base/FormulaGuard.h"

#include <QStringDecoder>

#include <algorithm>
#include <optional>

namespace roster {
namespace {

using namespace Qt::StringLiterals;

constexpr QChar quote = u'"';

QString quoted(const QString &cell)
{
    const bool needsQuotes = std::ranges::any_of(
        cell, [](QChar c) { return c == quote || c == u',' || c == u'\r' || c == u'\n'; });
    if (!needsQuotes)
        return cell;
    return quote + QString(cell).replace(quote, u"\"\""_s) + quote;
}

bool isLineEnd(QChar c)
{
    return c == u'\n' || c == u'\r';
}

/// The first of the separators in use outside quotation marks of the first record.
QChar separatorOf(const QString &text)
{
    bool isQuoted = false;
    for (const QChar c : text) {
        if (c == quote)
            isQuoted = !isQuoted;
        else if (!isQuoted && isLineEnd(c))
            break;
        else if (!isQuoted && (c == u',' || c == u';' || c == u'\t'))
            return c;
    }
    return u',';
}

Error wrongLine(qint64 line, const QString &reason, const QString &sentence)
{
    return {ErrorCode::ParseError, u"Line %1: %2"_s.arg(line).arg(sentence),
        {{u"line"_s, line}, {u"reason"_s, reason}}};
}

/// Takes the records of a text one after the other.
class CsvReader
{
public:
    explicit CsvReader(const QString &text)
        : m_text(text)
        , m_separator(separatorOf(text))
    {
    }

    [[nodiscard]] bool isAtEnd() const { return m_at == m_text.size(); }
    [[nodiscard]] bool isAtEmptyLine() const { return !isAtEnd() && isLineEnd(m_text[m_at]); }

    Result<CsvRecord> takeRecord()
    {
        CsvRecord record{m_line, {}};
        for (;;) {
            const Result<QString> cell = takeCell();
            if (!cell)
                return cell.error();
            record.cells.append(withoutFormulaGuard(*cell));
            if (isAtEnd() || m_text[m_at] != m_separator)
                break;
            ++m_at;
        }
        takeLineEnd();
        return record;
    }

    void takeLineEnd()
    {
        if (isAtEnd())
            return;
        m_at += QStringView(m_text).sliced(m_at).startsWith(u"\r\n") ? 2 : 1;
        ++m_line;
    }

private:
    Result<QString> takeCell()
    {
        if (!isAtEnd() && m_text[m_at] == quote)
            return takeQuoted();
        const qsizetype from = m_at;
        while (!isAtEnd() && m_text[m_at] != m_separator && !isLineEnd(m_text[m_at]))
            ++m_at;
        return m_text.sliced(from, m_at - from);
    }

    Result<QString> takeQuoted()
    {
        const qint64 firstLine = m_line;
        QString cell;
        for (++m_at; !isAtEnd(); ++m_at) {
            const QChar c = m_text[m_at];
            const bool isNext = m_at + 1 < m_text.size();
            if (c == quote && isNext && m_text[m_at + 1] == quote) {
                ++m_at;
            } else if (c == quote) {
                ++m_at;
                if (isAtEnd() || m_text[m_at] == m_separator || isLineEnd(m_text[m_at]))
                    return cell;
                return wrongLine(m_line, u"text_after_quote"_s,
                    u"text stands behind a closing quotation mark."_s);
            } else if (c == u'\n' || (c == u'\r' && !(isNext && m_text[m_at + 1] == u'\n'))) {
                ++m_line;
            }
            cell += c;
        }
        return wrongLine(firstLine, u"open_quote"_s, u"a quotation mark is not closed."_s);
    }

    const QString &m_text;
    QChar m_separator;
    qsizetype m_at = 0;
    qint64 m_line = 1;
};

/// Errors: ParseError with the line of the first byte that is no UTF-8.
Result<QString> decoded(const QByteArray &file)
{
    QStringDecoder decoder(QStringDecoder::Utf8);
    QString text = decoder.decode(file);
    if (!decoder.hasError())
        return text;
    const auto line = 1 + text.first(text.indexOf(QChar::ReplacementCharacter)).count(u'\n');
    return wrongLine(line, u"not_utf8"_s, u"the file is not in UTF-8."_s);
}

} // namespace

QByteArray csvRecord(const QStringList &cells)
{
    QStringList fields;
    for (const QString &cell : cells)
        fields.append(quoted(withFormulaGuard(cell)));
    return fields.join(u',').toUtf8() + "\r\n";
}

Result<QList<CsvRecord>> readCsv(const QByteArray &file)
{
    const Result<QString> text = decoded(file);
    if (!text)
        return text.error();
    QList<CsvRecord> records;
    CsvReader reader(*text);
    while (!reader.isAtEnd()) {
        if (reader.isAtEmptyLine()) {
            reader.takeLineEnd();
            continue;
        }
        Result<CsvRecord> record = reader.takeRecord();
        if (!record)
            return record.error();
        records.append(*std::move(record));
    }
    return records;
}

} // namespace roster
