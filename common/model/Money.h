#pragma once

#include <QString>

#include <compare>
#include <cstdint>
#include <variant>

namespace roster {

/// An exact amount in minor units (cents) of the server's one currency.
struct Money
{
    qint64 minorUnits = 0;
    auto operator<=>(const Money &) const = default;
};

/// The largest salary, in minor units: exact in an IEEE double too, for clients that use one.
inline constexpr qint64 maxMinorUnits = 9'000'000'000'000'000;

/// ISO 4217 code and number of minor digits.
struct Currency
{
    QString code = QStringLiteral("USD");
    int digits = 2;
};

enum class MoneyError { NotADecimal, TooManyDecimals, TooLarge };

/// A plain decimal such as `9000` or `45210.50`: no sign, exponent or grouping, and at most
/// @p digits decimals.
[[nodiscard]] std::variant<Money, MoneyError> parseMoney(QStringView text, int digits);

/// Always with exactly @p digits decimals: `9000.00`.
[[nodiscard]] QString formatMoney(Money money, int digits);

} // namespace roster
