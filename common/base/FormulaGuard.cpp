#include "common/base/FormulaGuard.h"

#include <algorithm>

namespace roster {
namespace {

using namespace Qt::StringLiterals;

constexpr QChar guard = u'\'';

/// Whether apostrophes, if any, and then a character that starts a formula begin @p cell.
bool looksLikeFormula(QStringView cell)
{
    const auto first = std::ranges::find_if(cell, [](QChar c) { return c != guard; });
    return first != cell.end() && u"=+-@\t\r"_s.contains(*first);
}

} // namespace

QString withFormulaGuard(const QString &cell)
{
    return looksLikeFormula(cell) ? guard + cell : cell;
}

QString withoutFormulaGuard(const QString &cell)
{
    return cell.startsWith(guard) && looksLikeFormula(cell) ? cell.sliced(1) : cell;
}

} // namespace roster
