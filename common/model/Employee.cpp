#include "common/model/Employee.h"

#include "common/base/IsoText.h"

namespace roster {

QString textOf(const FieldValue &value, int currencyDigits)
{
    if (const auto *text = std::get_if<QString>(&value))
        return *text;
    if (const auto *date = std::get_if<QDate>(&value))
        return isoDate(*date);
    if (const auto *money = std::get_if<Money>(&value))
        return formatMoney(*money, currencyDigits);
    return {};
}

void Employee::set(Field field, FieldValue value)
{
    values[indexOf(field)] = std::move(value);
    unfit.remove(field);
}

QString Employee::text(Field field) const
{
    const auto *text = std::get_if<QString>(&value(field));
    return text ? *text : QString();
}

QDate Employee::date(Field field) const
{
    const auto *date = std::get_if<QDate>(&value(field));
    return date ? *date : QDate();
}

} // namespace roster
