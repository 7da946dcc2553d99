#pragma once

#include <QLatin1StringView>
#include <QStringView>

#include <array>
#include <cstdint>
#include <span>

namespace roster {

/// The fields of an employee record that people fill in, and the id.
enum class Field : std::uint8_t {
    Id,
    FirstName,
    LastName,
    Ssn,
    DateOfBirth,
    Salary,
    Department,
    JobTitle,
    Email,
    HiredOn,
    LeftOn,
};
inline constexpr std::size_t fieldCount = 11;

enum class FieldType : std::uint8_t {
    Id, ///< 1..2^53-1
    Name, ///< letters and marks of any script, space, hyphen, apostrophe, full stop
    Text, ///< anything but control characters
    Email,
    Ssn, ///< nine digits
    Date, ///< a real calendar date
    Money, ///< minor units of the server's currency
};

/// Whether access to the field is a matter of the role (Sensitive) or of `employee.get` alone.
enum class Sensitivity : std::uint8_t { Plain, Sensitive };

/// Everything Roster knows of one field. Validation, SQL, JSON, permissions, history and both
/// clients are driven by these rows: a new field is one row here and one migration.
struct FieldDescription
{
    Field field;
    QLatin1StringView name; ///< in JSON and as the database column
    FieldType type;
    Sensitivity sensitivity;
    bool isRequired; ///< must have a value, on add and ever after
    int maxLength; ///< in code points; 0 where the type says it
    bool isSearched; ///< part of the full-text search
    bool isCompleted; ///< `employee.values` lists its distinct values
    QLatin1StringView label; ///< English, for people
};

/// All fields in their natural order; the first is the id.
[[nodiscard]] std::span<const FieldDescription, fieldCount> employeeFields();
/// The fields that a write may set: all but the id.
[[nodiscard]] std::span<const FieldDescription> editableFields();

[[nodiscard]] const FieldDescription &describe(Field field);
/// Null when no field has that name.
[[nodiscard]] const FieldDescription *findField(QStringView name);

[[nodiscard]] constexpr std::size_t indexOf(Field field)
{
    return static_cast<std::size_t>(field);
}

/// Fields that are compared by a fold key rather than as they are.
[[nodiscard]] constexpr bool isText(FieldType type)
{
    return type == FieldType::Name || type == FieldType::Text || type == FieldType::Email;
}

} // namespace roster
