#pragma once

#include "gui-client/text/FieldFormat.h"

#include <QJsonValue>
#include <QString>

#include <variant>

namespace roster::gui {

/// Why a filter cannot be understood; one sentence for people.
struct FilterProblem
{
    QString message;
};

/// What a person types into the filter row, as a filter of the protocol ("Filter, sort, page").
/// Undefined: no filter; null: empty values only.
///
///     text      abc    begins with;  *abc  contains;  =abc  the whole value;  =  empty
///     numbers   10     equal;  10..20, 10.., ..20, >=10, <=20  a range;  =  empty
///     dates     as numbers, in the locale's form; 2021 is the whole year
[[nodiscard]] std::variant<QJsonValue, FilterProblem> parseFilter(
    const FieldDescription &field, const QString &typed, const FieldFormat &format);

/// How to write a filter of @p field, for its tooltip.
[[nodiscard]] QString filterHelp(const FieldDescription &field, const FieldFormat &format);
/// The same in a word or two, for the empty editor.
[[nodiscard]] QString filterHint(const FieldDescription &field);

} // namespace roster::gui
