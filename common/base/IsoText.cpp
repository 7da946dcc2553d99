#include "common/base/IsoText.h"

#include <QDateTime>

#include <array>

namespace roster {
namespace {

constexpr int lastYear = 9999; ///< of four digits

/// Decimal, with zeros in front.
void putDigits(std::span<char> text, std::size_t at, std::size_t width, unsigned number)
{
    for (std::size_t i = at + width; i > at; number /= 10)
        text[--i] = static_cast<char>('0' + number % 10);
}

void putDate(std::span<char> text, int year, unsigned month, unsigned day)
{
    putDigits(text, 0, 4, static_cast<unsigned>(year));
    text[4] = '-';
    putDigits(text, 5, 2, month);
    text[7] = '-';
    putDigits(text, 8, 2, day);
}

template <std::size_t size> QString toString(const std::array<char, size> &text)
{
    return QString::fromLatin1(text.data(), static_cast<qsizetype>(size));
}

/// -1: these are not all digits.
int numberAt(QStringView text, qsizetype at, qsizetype width)
{
    int number = 0;
    for (const QChar c : text.sliced(at, width)) {
        if (c < u'0' || c > u'9')
            return -1;
        number = 10 * number + (c.unicode() - u'0');
    }
    return number;
}

} // namespace

QString isoDate(QDate date)
{
    const QCalendar::YearMonthDay parts = QCalendar().partsFromDate(date);
    if (!date.isValid() || parts.year < 1 || parts.year > lastYear)
        return date.toString(Qt::ISODate);
    std::array<char, 10> text{};
    putDate(text, parts.year, static_cast<unsigned>(parts.month), static_cast<unsigned>(parts.day));
    return toString(text);
}

QDate dateOfIso(QStringView text)
{
    constexpr qsizetype length = 10;
    if (text.size() != length || text[4] != u'-' || text[7] != u'-')
        return {};
    const int year = numberAt(text, 0, 4);
    const int month = numberAt(text, 5, 2);
    const int day = numberAt(text, 8, 2);
    return year < 0 || month < 0 || day < 0 ? QDate() : QDate(year, month, day);
}

QString isoUtc(std::chrono::milliseconds sinceEpoch)
{
    std::array<char, isoUtcSize> text{};
    if (!putIsoUtc(text, sinceEpoch))
        return QDateTime::fromMSecsSinceEpoch(sinceEpoch.count(), Qt::UTC).toString(Qt::ISODate);
    return toString(text);
}

bool putIsoUtc(std::span<char, isoUtcSize> text, std::chrono::milliseconds sinceEpoch)
{
    using namespace std::chrono;
    const sys_seconds at{floor<seconds>(sinceEpoch)};
    const sys_days day = floor<days>(at);
    const year_month_day date(day);
    const int year = static_cast<int>(date.year());
    if (year < 0 || year > lastYear)
        return false;
    const hh_mm_ss time(at - day);
    putDate(text, year, static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    text[10] = 'T';
    putDigits(text, 11, 2, static_cast<unsigned>(time.hours().count()));
    text[13] = ':';
    putDigits(text, 14, 2, static_cast<unsigned>(time.minutes().count()));
    text[16] = ':';
    putDigits(text, 17, 2, static_cast<unsigned>(time.seconds().count()));
    text[19] = 'Z';
    return true;
}

} // namespace roster
