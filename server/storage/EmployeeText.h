#pragma once

#include "server/storage/EmployeeRowText.h"

namespace roster::server {

/// Writes single records for one role: keeps what does not change from one to the next. One for
/// each role and connection.
class EmployeeText
{
public:
    /// @p employees outlives this.
    EmployeeText(const EmployeeStore &employees, const Rights &rights, int currencyDigits);

    /// Appends a live record to @p json. Errors as of EmployeeStore::find(), and NotFound for one
    /// that is deleted.
    [[nodiscard]] Outcome append(Database &database, EmployeeId id, QByteArray &json) const;

    [[nodiscard]] const Rights &rights() const { return m_writer.rights(); }

private:
    const EmployeeStore &m_employees;
    const EmployeeTextWriter m_writer;
    const QString m_select;
};

} // namespace roster::server
