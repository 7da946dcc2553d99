#include "server/auth/BuiltInRoles.h"

namespace roster::server {

using namespace Qt::StringLiterals;

QList<Role> builtInRoles()
{
    const Rights administrator({Permission::EmployeeGet, Permission::UserManage,
                                   Permission::AuditRead, Permission::ServerManage},
        FieldAccess::Masked, FieldAccess::Masked, FieldAccess::Masked);
    const Rights hr({Permission::EmployeeGet, Permission::EmployeeAdd, Permission::EmployeeUpdate,
                        Permission::EmployeeDelete},
        FieldAccess::Write, FieldAccess::Write, FieldAccess::Write);
    const Rights viewer(
        {Permission::EmployeeGet}, FieldAccess::Masked, FieldAccess::Masked, FieldAccess::None);
    return {{u"administrator"_s, administrator, true}, {u"hr"_s, hr, true},
        {u"viewer"_s, viewer, true}};
}

} // namespace roster::server
