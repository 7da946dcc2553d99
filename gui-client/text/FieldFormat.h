#pragma once

#include "common/model/FieldRules.h"
#include "common/model/Money.h"

#include <QLocale>
#include <QString>

namespace roster::gui {

/// Between a field's text on the wire and what a person reads and types: dates and money in the
/// desktop's locale, SSNs with their hyphens. A value; any thread.
class FieldFormat
{
public:
    FieldFormat(QLocale locale, Currency currency);

    [[nodiscard]] const QLocale &locale() const { return m_locale; }
    [[nodiscard]] const Currency &currency() const { return m_currency; }

    /// @p canonical for reading: `45,210.50`, `123-45-6789`, `2/29/96`. What has no such form comes
    /// back as it is.
    [[nodiscard]] QString display(const FieldDescription &field, const QString &canonical) const;
    /// A mask of the server (PROTOCOL, "Masks") in dots: `•••-••-0003`.
    [[nodiscard]] static QString mask(const FieldDescription &field, const QString &sent);
    /// For typing over: the same, but money without grouping and years always with four digits.
    [[nodiscard]] QString editable(const FieldDescription &field, const QString &canonical) const;
    /// The canonical text that @p typed stands for. The locale's ways to write come first, then the
    /// wire's own. What has no such form comes back trimmed, for the field's rules to refuse.
    [[nodiscard]] QString canonical(const FieldDescription &field, const QString &typed) const;
    /// Such as `12/31/2024`: how a date is typed.
    [[nodiscard]] QString dateHint() const;
    /// The format of QLocale with a year of four digits.
    [[nodiscard]] QString dateFormat() const;

    /// Why @p canonical cannot be the value of @p field, in a person's words; empty: it can.
    [[nodiscard]] QString problem(const FieldDescription &field, const QString &canonical) const;

private:
    [[nodiscard]] QString displayMoney(const QString &canonical, bool isGrouped) const;
    [[nodiscard]] QString canonicalDate(const FieldDescription &field, const QString &typed) const;

    QLocale m_locale;
    Currency m_currency;
};

/// @p error in the desktop's language; a reason that this version does not know keeps its message.
[[nodiscard]] QString sentenceFor(const FieldError &error);

/// Numbers are; text and dates stand on the left.
[[nodiscard]] constexpr bool isRightAligned(FieldType type)
{
    return type == FieldType::Id || type == FieldType::Money;
}

/// The name of @p field in the desktop's language.
[[nodiscard]] QString labelOf(Field field);

} // namespace roster::gui
