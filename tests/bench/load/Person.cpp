#include "tests/bench/load/Person.h"

#include "tests/bench/load/Draw.h"

#include <array>
#include <cctype>
#include <cstdio>
#include <string_view>

namespace roster::bench {
namespace {

constexpr std::array<std::string_view, 16> firstHalves{
    "Al", "Be", "Ca", "Da", "El", "Fa", "Gi", "Ha", "Is", "Jo", "Ka", "Li", "Ma", "No", "Ro", "Su"};
constexpr std::array<std::string_view, 8> secondHalves{
    "bert", "dina", "lena", "mir", "ra", "sa", "ton", "vin"};
constexpr std::array<std::string_view, 16> familyBegins{"Acker", "Bran", "Castel", "Dorn", "Ever",
    "Fisch", "Gard", "Hol", "Iver", "Kirch", "Lund", "Mor", "North", "Ober", "Peter", "Stein"};
constexpr std::array<std::string_view, 16> familyEnds{"berg", "by", "dahl", "field", "gren", "haus",
    "ing", "land", "ley", "man", "quist", "sen", "son", "strom", "ton", "wood"};
constexpr std::array<std::string_view, 10> departments{"Engineering", "Quality", "Manufacturing",
    "Logistics", "Sales", "Marketing", "Customer Service", "Finance", "Human Resources", "Legal"};
constexpr std::array<std::string_view, 10> titles{"Software Engineer", "Test Engineer",
    "Machine Operator", "Driver", "Account Executive", "Content Editor", "Service Agent",
    "Accountant", "Recruiter", "Counsel"};

std::string padded(std::int64_t number, int digits)
{
    std::array<char, 24> text{};
    const int size
        = std::snprintf(text.data(), text.size(), "%0*lld", digits, static_cast<long long>(number));
    return {text.data(), static_cast<std::size_t>(size)};
}

std::string date(Draw &draw, int firstYear, int lastYear)
{
    return padded(draw.from(firstYear, lastYear), 4) + '-' + padded(draw.from(1, 12), 2) + '-'
        + padded(draw.from(1, 28), 2);
}

std::string lower(std::string text)
{
    for (char &letter : text)
        letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    return text;
}

} // namespace

Person Person::number(std::int64_t n)
{
    Draw draw(static_cast<std::uint64_t>(n));
    Person person;
    person.firstName = std::string(draw.oneOf(firstHalves)) + std::string(draw.oneOf(secondHalves));
    person.lastName = std::string(draw.oneOf(familyBegins)) + std::string(draw.oneOf(familyEnds));
    person.ssn = padded(draw.from(1, 665), 3) + padded(draw.from(1, 99), 2)
        + padded(draw.from(1, 9999), 4);
    person.dateOfBirth = date(draw, 1960, 2000);
    person.salaryCents = draw.from(3'000'000, 15'000'000);
    person.department = draw.oneOf(departments);
    person.jobTitle = draw.oneOf(titles);
    person.email
        = lower(person.firstName + '.' + person.lastName) + std::to_string(n) + "@example.com";
    person.hiredOn = date(draw, 2016, 2024);
    return person;
}

std::string Person::json() const
{
    return "{\"first_name\":\"" + firstName + "\",\"last_name\":\"" + lastName + "\",\"ssn\":\""
        + ssn + "\",\"date_of_birth\":\"" + dateOfBirth + "\",\"salary\":\""
        + moneyText(salaryCents) + "\",\"department\":\"" + department + "\",\"job_title\":\""
        + jobTitle + "\",\"email\":\"" + email + "\",\"hired_on\":\"" + hiredOn + "\"}";
}

std::string moneyText(std::int64_t cents)
{
    return std::to_string(cents / 100) + '.' + padded(cents % 100, 2);
}

} // namespace roster::bench
