#pragma once

#include <cstdint>
#include <string>

namespace roster::bench {

/// An invented employee. Number n is the same one wherever it is made, so that the server and the
/// bare database store the same records. Names are ASCII: their fold key is their lower case.
struct Person
{
    std::string firstName;
    std::string lastName;
    std::string ssn;
    std::string dateOfBirth;
    std::int64_t salaryCents = 0;
    std::string department;
    std::string jobTitle;
    std::string email;
    std::string hiredOn;

    [[nodiscard]] static Person number(std::int64_t n);
    /// The object that employee.add takes.
    [[nodiscard]] std::string json() const;
};

/// `1234.50`.
[[nodiscard]] std::string moneyText(std::int64_t cents);

} // namespace roster::bench
