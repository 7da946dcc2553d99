#pragma once

#include "common/model/EmployeeFields.h"
#include "common/model/Money.h"

#include <QDate>
#include <QMap>
#include <QString>

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <variant>

namespace roster {

/// An employee's number, 1..2^53-1, never used again.
using EmployeeId = qint64;
inline constexpr qint64 maxSafeInteger = (qint64{1} << 53) - 1;

/// A field's value in its canonical type; monostate is empty. Text is NFC and trimmed.
using FieldValue = std::variant<std::monostate, QString, QDate, Money>;

[[nodiscard]] inline bool isEmpty(const FieldValue &value)
{
    return value.index() == 0;
}

/// As JSON, CSV and people's terminals write it: ISO dates, money with @p currencyDigits decimals.
[[nodiscard]] QString textOf(const FieldValue &value, int currencyDigits);

/// One record as the database holds it, with nothing hidden; EmployeeView decides what leaves.
struct Employee
{
    EmployeeId id = 0;
    qint64 version = 0;
    std::array<FieldValue, fieldCount> values; ///< by indexOf(Field); that of Field::Id is unused
    QMap<Field, QString> unfit; ///< original text of imported values that fit no rule
    std::chrono::milliseconds updatedAt{0}; ///< UTC, since the epoch
    QString updatedBy;
    std::optional<std::chrono::milliseconds> deletedAt;

    [[nodiscard]] const FieldValue &value(Field field) const { return values[indexOf(field)]; }
    void set(Field field, FieldValue value);
    /// Empty when the field is.
    [[nodiscard]] QString text(Field field) const;
    [[nodiscard]] QDate date(Field field) const;
};

} // namespace roster
