#pragma once

#include "common/model/Employee.h"
#include "common/model/Rights.h"

#include <QByteArray>
#include <QByteArrayView>

#include <vector>

namespace roster {

/// A record as a database has it, in views of its columns: text in UTF-8, dates in ISO 8601. It has
/// no unfit values.
struct EmployeeColumns
{
    struct Value
    {
        bool isEmpty = true;
        QByteArrayView text; ///< of all fields but money
        qint64 minorUnits = 0;
    };

    EmployeeId id = 0;
    qint64 version = 0;
    std::array<Value, fieldCount> values; ///< by indexOf(Field); those that are needed
    std::chrono::milliseconds updatedAt{0};
    QByteArrayView updatedBy;
    std::optional<std::chrono::milliseconds> deletedAt;
};

/// Writes many records for one role, byte by byte as appendEmployee() writes them, but without
/// making anything else of a value first. What the role sees of each field is looked up once.
class EmployeeTextWriter
{
public:
    EmployeeTextWriter(const Rights &rights, int currencyDigits);

    /// The fields whose values append() looks at, in their order: not the hidden ones, nor those
    /// whose mask does not depend on the value.
    [[nodiscard]] const std::vector<Field> &neededFields() const { return m_needed; }
    /// Appends the record to @p json.
    void append(QByteArray &json, const EmployeeColumns &record) const;

    [[nodiscard]] const Rights &rights() const { return m_rights; }
    [[nodiscard]] int currencyDigits() const { return m_currencyDigits; }

private:
    /// A field that is not hidden.
    struct Shown
    {
        Field field;
        FieldType type;
        bool isMasked;
        QByteArray opening; ///< `,"first_name":`, with the mask if that is all
        bool isWritten = false; ///< the opening says everything
    };

    char *putValue(char *out, const Shown &shown, const EmployeeColumns::Value &value) const;

    Rights m_rights;
    int m_currencyDigits;
    std::vector<Shown> m_shown;
    std::vector<Field> m_needed;
    QByteArray m_masked; ///< `,"masked":["ssn"]`, or nothing
};

} // namespace roster
