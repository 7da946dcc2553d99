#pragma once

#include <QLocale>
#include <QString>

namespace roster::gui {

/// @p text with the decimal digits of every script as ASCII ones, and without the invisible marks
/// that turn the direction of writing: neither means anything in a number.
[[nodiscard]] QString withAsciiDigits(QStringView text);

/// @p text with its ASCII digits as @p locale writes them.
[[nodiscard]] QString withDigitsOf(const QLocale &locale, QStringView text);

} // namespace roster::gui
