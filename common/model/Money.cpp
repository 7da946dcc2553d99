#include "common/model/Money.h"

#include <algorithm>

namespace roster {
namespace {

bool isAsciiDigits(QStringView text)
{
    return std::ranges::all_of(text, [](QChar c) { return c >= u'0' && c <= u'9'; });
}

} // namespace

std::variant<Money, MoneyError> parseMoney(QStringView text, int digits)
{
    const qsizetype point = text.indexOf(u'.');
    const QStringView whole = point < 0 ? text : text.first(point);
    const QStringView decimals = point < 0 ? QStringView() : text.sliced(point + 1);
    if (whole.isEmpty() || (point >= 0 && decimals.isEmpty()) || !isAsciiDigits(whole)
        || !isAsciiDigits(decimals)) {
        return MoneyError::NotADecimal;
    }
    if (decimals.size() > digits)
        return MoneyError::TooManyDecimals;

    qint64 units = 0;
    const auto take = [&units](QChar digit) {
        units = units * 10 + (digit.unicode() - u'0');
        return units <= maxMinorUnits;
    };
    const bool fits = std::ranges::all_of(whole, take) && std::ranges::all_of(decimals, take);
    if (!fits)
        return MoneyError::TooLarge;
    for (qsizetype i = decimals.size(); i < digits; ++i) {
        if (!take(u'0'))
            return MoneyError::TooLarge;
    }
    return Money{units};
}

QString formatMoney(Money money, int digits)
{
    QString text = QString::number(money.minorUnits);
    if (digits == 0)
        return text;
    text = text.rightJustified(digits + 1, u'0');
    return text.insert(text.size() - digits, u'.');
}

} // namespace roster
