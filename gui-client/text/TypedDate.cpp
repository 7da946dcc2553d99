#include "gui-client/text/TypedDate.h"

#include "gui-client/text/Digits.h"

#include <QRegularExpression>

#include <array>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;

const QString yearFirst = u"yMd"_s;

/// Such as `dMy`: the parts of a date in the order of @p format.
QString orderOf(const QString &format)
{
    QString order;
    for (const QChar c : format) {
        const bool isPart = c == u'd' || c == u'M' || c == u'y';
        if (isPart && !order.contains(c))
            order += c;
    }
    return order;
}

/// The year nearest to @p latest, of those that end in @p twoDigits, in which the day exists and is
/// not after it: 29 February may belong to another century than 28 February does.
QDate inNearestCentury(int twoDigits, int month, int day, const QDate &latest)
{
    constexpr int century = 100;
    constexpr int centuriesBack = 2;
    for (int i = 0; i <= centuriesBack; ++i) {
        const QDate date((latest.year() / century - i) * century + twoDigits, month, day);
        if (date.isValid() && date <= latest)
            return date;
    }
    return {};
}

/// @p parts in the order of @p order; a year has two digits or four.
QDate fromParts(const std::array<QString, 3> &parts, const QString &order, const QDate &latest)
{
    const auto part = [&](QChar name) { return parts[std::size_t(order.indexOf(name))]; };
    const QString year = part(u'y');
    const int month = part(u'M').toInt();
    const int day = part(u'd').toInt();
    if (year.size() == 2)
        return inNearestCentury(year.toInt(), month, day, latest);
    return year.size() == 4 ? QDate(year.toInt(), month, day) : QDate();
}

QDate fromSeparated(const QString &text, const QString &order, const QDate &latest)
{
    static const QRegularExpression form(
        uR"(^(\d{1,4})\s*([./-]|\s)\s*(\d{1,2})\s*\2\s*(\d{1,4})\.?$)"_s);
    const QRegularExpressionMatch match = form.match(text);
    if (!match.hasMatch())
        return {};
    const std::array parts{match.captured(1), match.captured(3), match.captured(4)};
    if (parts.front().size() == 4)
        return fromParts(parts, yearFirst, latest);
    // Where the month comes first nobody writes dots: who does means the day.
    if (match.captured(2) == u"."_s && order.startsWith(u'M'))
        return {};
    return fromParts(parts, order, latest);
}

QDate fromRun(const QString &text, const QString &order, const QDate &latest)
{
    static const QRegularExpression form(u"^(\\d{6}|\\d{8})$"_s);
    if (!form.match(text).hasMatch())
        return {};
    const qsizetype yearLength = text.size() - 4;
    std::array<QString, 3> parts;
    qsizetype from = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const qsizetype length = order.at(qsizetype(i)) == u'y' ? yearLength : 2;
        parts[i] = text.mid(from, length);
        from += length;
    }
    return fromParts(parts, order, latest);
}

QDate fromNumbers(const QString &text, const QString &order, const QDate &latest)
{
    const QDate date = fromSeparated(text, order, latest);
    if (date.isValid())
        return date;
    constexpr int earliestYear = 1900;
    const QDate run = fromRun(text, order, latest);
    if (run.isValid() && run.year() >= earliestYear)
        return run;
    return text.size() == 8 ? fromRun(text, yearFirst, latest) : QDate();
}

QDate fromWords(const QString &text, const DateHabit &habit)
{
    const std::array formats{habit.format, habit.locale.dateFormat(QLocale::LongFormat),
        u"d MMMM yyyy"_s, u"d. MMMM yyyy"_s, u"MMMM d, yyyy"_s, u"MMMM d yyyy"_s, u"d MMM yyyy"_s,
        u"d. MMM yyyy"_s, u"MMM d, yyyy"_s, u"MMM d yyyy"_s, u"d-MMM-yyyy"_s};
    for (const QString &format : formats) {
        const QDate date = habit.locale.toDate(text, format);
        if (date.isValid())
            return date;
    }
    return {};
}

} // namespace

QDate dateFromTyped(const QString &typed, const DateHabit &habit)
{
    const QString order = orderOf(habit.format);
    const QDate date = order.size() == 3
        ? fromNumbers(withAsciiDigits(typed).trimmed(), order, habit.latest)
        : QDate();
    return date.isValid() ? date : fromWords(typed.trimmed(), habit);
}

} // namespace roster::gui
