#include "cli-client/text/CsvWriter.h"

#include <algorithm>

namespace roster::cli {
namespace {

using namespace Qt::StringLiterals;

/// Whether apostrophes, if any, and then a character that starts a formula begin @p cell.
bool looksLikeFormula(QStringView cell)
{
    const auto first = std::ranges::find_if(cell, [](QChar c) { return c != u'\''; });
    return first != cell.end() && u"=+-@\t\r"_s.contains(*first);
}

QString quoted(const QString &cell)
{
    const bool needsQuotes = std::ranges::any_of(
        cell, [](QChar c) { return c == u'"' || c == u',' || c == u'\r' || c == u'\n'; });
    if (!needsQuotes)
        return cell;
    return u'"' + QString(cell).replace(u'"', u"\"\""_s) + u'"';
}

} // namespace

QByteArray csvRecord(const QStringList &cells)
{
    QStringList fields;
    for (const QString &cell : cells)
        fields.append(quoted(looksLikeFormula(cell) ? u'\'' + cell : cell));
    return fields.join(u',').toUtf8() + "\r\n";
}

QString withoutFormulaGuard(const QString &cell)
{
    return cell.startsWith(u'\'') && looksLikeFormula(cell) ? cell.sliced(1) : cell;
}

} // namespace roster::cli
