#pragma once

#include "common/model/Money.h"

#include <QLocale>
#include <QString>

namespace roster::gui {

/// The plain decimal, such as `45210.50`, that @p typed stands for: the way @p locale writes
/// amounts comes first, then the wire's. Groups must be whole, so that `1,50` is never taken for
/// 150. What is no amount, or one of another currency, comes back as it is.
[[nodiscard]] QString moneyFromTyped(
    const QString &typed, const QLocale &locale, const Currency &currency);

} // namespace roster::gui
