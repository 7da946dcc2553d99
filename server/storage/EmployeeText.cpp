#include "server/storage/EmployeeText.h"

namespace roster::server {

EmployeeText::EmployeeText(const EmployeeStore &employees, const Rights &rights, int currencyDigits)
    : m_employees(employees)
    , m_writer(rights, currencyDigits)
    , m_select(EmployeeRowText::selectionOfOne(m_writer))
{
}

Outcome EmployeeText::append(Database &database, EmployeeId id, QByteArray &json) const
{
    return EmployeeRowText(database, m_employees, m_writer, m_select).appendLive(id, json);
}

} // namespace roster::server
