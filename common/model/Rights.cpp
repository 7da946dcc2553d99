#include "common/model/Rights.h"

#include <QStringView>

namespace roster {
namespace {

constexpr std::array<QLatin1StringView, permissionCount> permissionNames{
    QLatin1StringView("employee.get"),
    QLatin1StringView("employee.add"),
    QLatin1StringView("employee.update"),
    QLatin1StringView("employee.delete"),
    QLatin1StringView("employee.reveal"),
    QLatin1StringView("user.manage"),
    QLatin1StringView("audit.read"),
    QLatin1StringView("server.manage"),
};

constexpr std::array<QLatin1StringView, 4> accessNames{
    QLatin1StringView("none"),
    QLatin1StringView("masked"),
    QLatin1StringView("read"),
    QLatin1StringView("write"),
};

template <typename Enum, std::size_t size>
std::optional<Enum> indexOfName(const std::array<QLatin1StringView, size> &names, QStringView name)
{
    for (std::size_t i = 0; i < size; ++i) {
        if (names[i] == name)
            return static_cast<Enum>(i);
    }
    return std::nullopt;
}

constexpr std::uint32_t bit(Permission permission)
{
    return std::uint32_t{1} << static_cast<unsigned>(permission);
}

} // namespace

QLatin1StringView permissionName(Permission permission)
{
    return permissionNames[static_cast<std::size_t>(permission)];
}

std::optional<Permission> permissionFromName(QStringView name)
{
    return indexOfName<Permission>(permissionNames, name);
}

QLatin1StringView accessName(FieldAccess access)
{
    return accessNames[static_cast<std::size_t>(access)];
}

std::optional<FieldAccess> accessFromName(QStringView name)
{
    return indexOfName<FieldAccess>(accessNames, name);
}

Rights::Rights(std::initializer_list<Permission> permissions, FieldAccess ssn,
    FieldAccess dateOfBirth, FieldAccess salary)
{
    for (const Permission permission : permissions)
        grant(permission);
    setAccess(Field::Ssn, ssn);
    setAccess(Field::DateOfBirth, dateOfBirth);
    setAccess(Field::Salary, salary);
}

bool Rights::has(Permission permission) const
{
    return (m_permissions & bit(permission)) != 0;
}

void Rights::grant(Permission permission)
{
    m_permissions |= bit(permission);
}

void Rights::withdraw(Permission permission)
{
    m_permissions &= ~bit(permission);
}

FieldAccess Rights::access(Field field) const
{
    return describe(field).sensitivity == Sensitivity::Plain ? FieldAccess::Write
                                                             : m_access[indexOf(field)];
}

void Rights::setAccess(Field field, FieldAccess access)
{
    Q_ASSERT(describe(field).sensitivity == Sensitivity::Sensitive);
    m_access[indexOf(field)] = access;
}

} // namespace roster
