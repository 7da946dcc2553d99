#pragma once

#include <QDate>
#include <QLocale>
#include <QString>

namespace roster::gui {

/// How the person who typed a date writes dates.
struct DateHabit
{
    QLocale locale;
    QString format; ///< of QLocale, with a year of four digits
    QDate latest; ///< no year of two digits means a later day
};

/// The day that @p typed stands for: numbers in the locale's order with any usual separator, or
/// none between two, two and four digits; year, month, day with a year of four digits first; or
/// with the month's name. Invalid: it stands for none, or might stand for another one elsewhere.
[[nodiscard]] QDate dateFromTyped(const QString &typed, const DateHabit &habit);

} // namespace roster::gui
