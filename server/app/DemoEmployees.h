#pragma once

#include "common/model/Employee.h"

namespace roster::server {

/// The highest id for which demoEmployee() promises a number and an address of its own.
inline constexpr EmployeeId maxDemoEmployees = 1'000'000;

/// A believable record for demonstrations and measurements, the same for the same @p id on every
/// machine and day: name, e-mail and social security number are its own among 1..maxDemoEmployees,
/// every field keeps its rules, about one in twelve has left. Version and author are the store's to
/// set. The salary is in minor units of a currency with @p currencyDigits digits. Thread-safe.
[[nodiscard]] Employee demoEmployee(EmployeeId id, int currencyDigits = 2);

} // namespace roster::server
