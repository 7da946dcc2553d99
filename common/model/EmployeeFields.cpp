#include "common/model/EmployeeFields.h"

#include <QtGlobal>

namespace roster {
namespace {

using L = QLatin1StringView;

constexpr auto described()
{
    using enum FieldType;
    using enum Sensitivity;
    // A label is marked for the clients' translations.
    // field, name, type, sensitivity, required, max length, searched, completed, label
    return std::array<FieldDescription, fieldCount>{{
        {Field::Id, L("id"), Id, Plain, false, 0, false, false,
            L(QT_TRANSLATE_NOOP("FieldLabel", "ID"))},
        {Field::FirstName, L("first_name"), Name, Plain, true, 100, true, false,
            L(QT_TRANSLATE_NOOP("FieldLabel", "First name"))},
        {Field::LastName, L("last_name"), Name, Plain, true, 100, true, false,
            L(QT_TRANSLATE_NOOP("FieldLabel", "Last name"))},
        {Field::Ssn, L("ssn"), Ssn, Sensitive, true, 9, false, false,
            L(QT_TRANSLATE_NOOP("FieldLabel", "SSN"))},
        {Field::DateOfBirth, L("date_of_birth"), Date, Sensitive, true, 0, false, false,
            L(QT_TRANSLATE_NOOP("FieldLabel", "Date of birth"))},
        {Field::Salary, L("salary"), Money, Sensitive, true, 0, false, false,
            L(QT_TRANSLATE_NOOP("FieldLabel", "Salary"))},
        {Field::Department, L("department"), Text, Plain, false, 100, true, true,
            L(QT_TRANSLATE_NOOP("FieldLabel", "Department"))},
        {Field::JobTitle, L("job_title"), Text, Plain, false, 100, true, true,
            L(QT_TRANSLATE_NOOP("FieldLabel", "Job title"))},
        {Field::Email, L("email"), Email, Plain, false, 254, true, false,
            L(QT_TRANSLATE_NOOP("FieldLabel", "E-mail"))},
        {Field::HiredOn, L("hired_on"), Date, Plain, false, 0, false, false,
            L(QT_TRANSLATE_NOOP("FieldLabel", "Hired on"))},
        {Field::LeftOn, L("left_on"), Date, Plain, false, 0, false, false,
            L(QT_TRANSLATE_NOOP("FieldLabel", "Left on"))},
    }};
}

constexpr auto rows = described();

constexpr bool rowsFollowTheEnum()
{
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (indexOf(rows[i].field) != i)
            return false;
    }
    return true;
}
static_assert(rowsFollowTheEnum());

} // namespace

std::span<const FieldDescription, fieldCount> employeeFields()
{
    return rows;
}

std::span<const FieldDescription> editableFields()
{
    return std::span<const FieldDescription>(rows).subspan(1);
}

const FieldDescription &describe(Field field)
{
    return rows[indexOf(field)];
}

const FieldDescription *findField(QStringView name)
{
    for (const FieldDescription &row : rows) {
        if (row.name == name)
            return &row;
    }
    return nullptr;
}

} // namespace roster
