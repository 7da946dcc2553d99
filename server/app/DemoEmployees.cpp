#include "server/app/DemoEmployees.h"

#include "server/app/DemoNames.h"

#include <QDate>

#include <array>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;
using L = QLatin1StringView;

/// The day as which every record is written, so that it is the same on all days to come.
const QDate writtenOn(2025, 1, 1);

struct Job
{
    L department;
    L title;
    qint64 lowest; ///< yearly pay in whole units of the currency
    qint64 highest;
    unsigned share; ///< of jobCards
};

constexpr std::array jobs{
    Job{L("Engineering"), L("Software Engineer"), 78'000, 142'000, 9},
    Job{L("Engineering"), L("Senior Software Engineer"), 112'000, 188'000, 5},
    Job{L("Engineering"), L("Engineering Director"), 165'000, 260'000, 1},
    Job{L("Product"), L("Product Owner"), 84'000, 138'000, 3},
    Job{L("Product"), L("User Researcher"), 66'000, 112'000, 2},
    Job{L("Quality"), L("Test Engineer"), 62'000, 104'000, 4},
    Job{L("Quality"), L("Quality Auditor"), 58'000, 92'000, 2},
    Job{L("Manufacturing"), L("Machine Operator"), 36'000, 58'000, 12},
    Job{L("Manufacturing"), L("Shift Supervisor"), 52'000, 78'000, 4},
    Job{L("Manufacturing"), L("Maintenance Technician"), 44'000, 71'000, 5},
    Job{L("Logistics"), L("Warehouse Associate"), 33'000, 47'000, 9},
    Job{L("Logistics"), L("Driver"), 38'000, 56'000, 6},
    Job{L("Logistics"), L("Supply Planner"), 55'000, 86'000, 2},
    Job{L("Sales"), L("Account Executive"), 56'000, 128'000, 7},
    Job{L("Sales"), L("Sales Representative"), 42'000, 83'000, 6},
    Job{L("Marketing"), L("Content Editor"), 48'000, 79'000, 2},
    Job{L("Marketing"), L("Brand Strategist"), 61'000, 108'000, 2},
    Job{L("Customer Service"), L("Service Agent"), 34'000, 52'000, 7},
    Job{L("Customer Service"), L("Team Lead"), 49'000, 72'000, 2},
    Job{L("Finance"), L("Accountant"), 54'000, 91'000, 4},
    Job{L("Finance"), L("Financial Analyst"), 63'000, 109'000, 3},
    Job{L("Finance"), L("Controller"), 98'000, 164'000, 1},
    Job{L("Human Resources"), L("Recruiter"), 51'000, 84'000, 2},
    Job{L("Human Resources"), L("Payroll Specialist"), 47'000, 74'000, 2},
    Job{L("Legal"), L("Counsel"), 118'000, 214'000, 1},
    Job{L("Legal"), L("Compliance Officer"), 72'000, 126'000, 1},
    Job{L("Research & Development"), L("Research Scientist"), 88'000, 156'000, 4},
    Job{L("Research & Development"), L("Laboratory Technician"), 45'000, 68'000, 3},
};

constexpr unsigned countCards()
{
    unsigned cards = 0;
    for (const Job &job : jobs)
        cards += job.share;
    return cards;
}
constexpr unsigned jobCards = countCards();

/// A repeatable sequence of numbers for one record (SplitMix64, Steele et al., OOPSLA 2014).
class Dice
{
public:
    explicit Dice(EmployeeId id)
        : m_state(static_cast<quint64>(id) * 0x2545F4914F6CDD1DULL)
    {
    }

    /// 0 to @p sides - 1; @p sides is positive.
    qint64 below(qint64 sides)
    {
        m_state += 0x9E3779B97F4A7C15ULL;
        quint64 mixed = (m_state ^ (m_state >> 30)) * 0xBF58476D1CE4E5B9ULL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBULL;
        return static_cast<qint64>((mixed ^ (mixed >> 31)) % static_cast<quint64>(sides));
    }

    /// A day from @p first to @p last, both included.
    QDate day(QDate first, QDate last) { return first.addDays(below(first.daysTo(last) + 1)); }

private:
    quint64 m_state;
};

/// Walks through every number that the SSA could issue before one comes again.
QString demoSsn(EmployeeId id)
{
    constexpr quint64 areas = 898; // 001-665 and 667-899
    constexpr quint64 groups = 99;
    constexpr quint64 serials = 9'999;
    constexpr quint64 step = 362'436'071; // has no divisor in common with the count of numbers
    const quint64 number = static_cast<quint64>(id) * step % (areas * groups * serials);
    const quint64 areaIndex = number / (groups * serials) + 1;
    const quint64 area = areaIndex < 666 ? areaIndex : areaIndex + 1;
    const quint64 group = number / serials % groups + 1;
    const quint64 serial = number % serials + 1;
    return QString::number((area * 100 + group) * 10'000 + serial).rightJustified(9, u'0');
}

const Job &pickJob(Dice &dice)
{
    auto card = static_cast<unsigned>(dice.below(jobCards));
    std::size_t index = 0;
    while (card >= jobs[index].share)
        card -= jobs[index++].share;
    return jobs[index];
}

Money pickSalary(const Job &job, int currencyDigits, Dice &dice)
{
    const qint64 halves = 2 * job.lowest + dice.below(2 * (job.highest - job.lowest) + 1);
    qint64 scale = 1;
    for (int i = 0; i < currencyDigits; ++i)
        scale *= 10;
    return Money{halves * scale / 2};
}

void setDates(Employee &employee, Dice &dice)
{
    const QDate birth = dice.day(writtenOn.addYears(-67), writtenOn.addYears(-18).addDays(-30));
    const QDate ofAge = birth.addYears(18).addDays(1);
    const QDate hired = dice.day(std::max(ofAge, writtenOn.addYears(-30)), writtenOn);
    employee.set(Field::DateOfBirth, birth);
    employee.set(Field::HiredOn, hired);
    if (dice.below(100) < 8)
        employee.set(Field::LeftOn, dice.day(hired, writtenOn));
}

} // namespace

Employee demoEmployee(EmployeeId id, int currencyDigits)
{
    Q_ASSERT(id >= 1 && currencyDigits >= 0 && currencyDigits <= 4);
    Dice dice(id);
    const DemoName name = demoName(static_cast<quint64>(id - 1));
    const Job &job = pickJob(dice);

    Employee employee;
    employee.id = id;
    employee.set(Field::FirstName, name.firstName);
    employee.set(Field::LastName, name.lastName);
    employee.set(Field::Ssn, demoSsn(id));
    employee.set(Field::Salary, pickSalary(job, currencyDigits, dice));
    employee.set(Field::Department, QString(job.department));
    employee.set(Field::JobTitle, QString(job.title));
    employee.set(Field::Email, QString(name.mailbox + "@example.com"_L1));
    setDates(employee, dice);
    return employee;
}

} // namespace roster::server
