#include "server/storage/Amount.h"

#include "common/base/IsoText.h"
#include "server/storage/AmountList.h"

namespace roster::server {
namespace {

constexpr qint64 daysPlace = 100; ///< above the day
constexpr qint64 monthsPlace = 10'000; ///< above the month

} // namespace

qint64 amountOf(const FieldValue &value)
{
    if (const auto *money = std::get_if<Money>(&value))
        return money->minorUnits;
    const auto *date = std::get_if<QDate>(&value);
    if (!date || !date->isValid())
        return AmountList::nothing;
    const QCalendar::YearMonthDay parts = QCalendar().partsFromDate(*date);
    return parts.year * monthsPlace + parts.month * daysPlace + parts.day;
}

qint64 amountOf(const QVariant &compared)
{
    if (compared.isNull())
        return AmountList::nothing;
    if (compared.typeId() == QMetaType::QString)
        return amountOfDate(compared.toString().toLatin1());
    return compared.toLongLong();
}

qint64 amountOfDate(QByteArrayView iso)
{
    qint64 amount = 0;
    for (const char c : iso) {
        if (c >= '0' && c <= '9')
            amount = 10 * amount + (c - '0');
    }
    return amount;
}

QVariant comparedOf(Field field, qint64 amount)
{
    if (amount == AmountList::nothing)
        return {};
    if (describe(field).type == FieldType::Money)
        return amount;
    return isoDate(QDate(static_cast<int>(amount / monthsPlace),
        static_cast<int>(amount / daysPlace % daysPlace), static_cast<int>(amount % daysPlace)));
}

} // namespace roster::server
