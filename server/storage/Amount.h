#pragma once

#include "common/model/Employee.h"

#include <QByteArrayView>
#include <QVariant>

namespace roster::server {

/// The number by which an AmountList keeps a value: money in minor units; a date as the number that
/// its eight digits give (1999-12-31: 19,991,231); AmountList::nothing for an empty one.
[[nodiscard]] qint64 amountOf(const FieldValue &value);
/// Of what EmployeeRow::comparedColumn() holds: an integer, an ISO date, or null.
[[nodiscard]] qint64 amountOf(const QVariant &compared);
[[nodiscard]] qint64 amountOfDate(QByteArrayView iso);
/// The other way round.
[[nodiscard]] QVariant comparedOf(Field field, qint64 amount);

} // namespace roster::server
