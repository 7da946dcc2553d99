#pragma once

#include "common/model/EmployeeFields.h"

#include <QLatin1StringView>

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>

namespace roster {

/// What a role allows, apart from the levels of single fields.
enum class Permission : std::uint8_t {
    EmployeeGet,
    EmployeeAdd,
    EmployeeUpdate,
    EmployeeDelete,
    EmployeeReveal,
    UserManage,
    AuditRead,
    ServerManage,
};
inline constexpr std::size_t permissionCount = 8;

/// `employee.get` and so on.
[[nodiscard]] QLatin1StringView permissionName(Permission permission);
[[nodiscard]] std::optional<Permission> permissionFromName(QStringView name);

/// How much of a field a role sees; each level includes those before it.
enum class FieldAccess : std::uint8_t { None, Masked, Read, Write };

[[nodiscard]] QLatin1StringView accessName(FieldAccess access);
[[nodiscard]] std::optional<FieldAccess> accessFromName(QStringView name);

/// A role's permissions and its level for each sensitive field. A value; nothing is allowed unless
/// set.
class Rights
{
public:
    Rights() = default;
    Rights(std::initializer_list<Permission> permissions, FieldAccess ssn, FieldAccess dateOfBirth,
        FieldAccess salary);

    [[nodiscard]] bool has(Permission permission) const;
    void grant(Permission permission);
    void withdraw(Permission permission);

    /// Plain fields: Write; whether a write is allowed at all is a matter of the permissions.
    [[nodiscard]] FieldAccess access(Field field) const;
    [[nodiscard]] bool canRead(Field field) const { return access(field) >= FieldAccess::Read; }
    [[nodiscard]] bool canWrite(Field field) const { return access(field) == FieldAccess::Write; }
    /// @p field is sensitive.
    void setAccess(Field field, FieldAccess access);

    bool operator==(const Rights &) const = default;

private:
    std::uint32_t m_permissions = 0;
    std::array<FieldAccess, fieldCount> m_access{};
};

} // namespace roster
