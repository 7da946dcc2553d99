#include "server/app/RoleCommands.h"

#include "server/auth/AccountServices.h"
#include "server/auth/RightsJson.h"

#include <QJsonArray>

#include <array>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;
using Kind = AdminOption::Kind;

QJsonObject toJson(const RoleSummary &summary)
{
    QJsonObject json = rightsToJson(summary.role.rights);
    json.insert(u"name"_s, summary.role.name);
    json.insert(u"built_in"_s, summary.role.isBuiltIn);
    json.insert(u"users"_s, summary.users);
    return json;
}

Callback<RoleSummary> asRole(Callback<QJsonObject> done)
{
    return [done = std::move(done)](const Result<RoleSummary> &summary) {
        if (summary)
            done(QJsonObject{{u"role"_s, toJson(*summary)}});
        else
            done(summary.error());
    };
}

Result<RightsEdit> editIn(const AdminCall &call)
{
    const auto texts = [&call](QLatin1StringView option) {
        return call.options.value(option).toVariant().toStringList();
    };
    return RightsEdit::parse(texts("permission"_L1), texts("field"_L1));
}

void listRoles(const AdminBackend &backend, AdminCall call)
{
    backend.accounts().roles().listRoles(
        [done = std::move(call.done)](const Result<QList<RoleSummary>> &roles) {
            if (!roles)
                return done(roles.error());
            QJsonArray items;
            for (const RoleSummary &role : *roles)
                items.append(toJson(role));
            done(QJsonObject{{u"roles"_s, items}});
        });
}

void showRole(const AdminBackend &backend, AdminCall call)
{
    backend.accounts().roles().findRole(call.name, asRole(std::move(call.done)));
}

void addRole(const AdminBackend &backend, AdminCall call)
{
    const Result<RightsEdit> rights = editIn(call);
    if (!rights)
        return call.done(rights.error());
    backend.accounts().roles().addRole(call.name, *rights, call.by, asRole(std::move(call.done)));
}

std::optional<QString> checkEdit(const QJsonObject &params)
{
    if (!params.value("permission"_L1).toArray().isEmpty()
        || !params.value("field"_L1).toArray().isEmpty())
        return std::nullopt;
    return u"Say what to change, with --permission or --field."_s;
}

void changeRole(const AdminBackend &backend, AdminCall call)
{
    const Result<RightsEdit> edit = editIn(call);
    if (!edit)
        return call.done(edit.error());
    backend.accounts().roles().changeRole(call.name, *edit, call.by, asRole(std::move(call.done)));
}

void removeRole(const AdminBackend &backend, AdminCall call)
{
    backend.accounts().roles().removeRole(call.name, call.by, asRole(std::move(call.done)));
}

constexpr AdminOption fieldOption{"field"_L1, "FIELD=LEVEL"_L1,
    "The level of a sensitive field (ssn, date_of_birth, salary): none, masked, read or write. May "
    "be given several times."_L1,
    Kind::List};
constexpr std::array addOptions{
    AdminOption{"permission"_L1, "NAME"_L1,
        "A permission of the role, such as employee.get. May be given several times."_L1,
        Kind::List},
    fieldOption};
constexpr std::array setOptions{
    AdminOption{"permission"_L1, "[+|-]NAME"_L1,
        "+NAME grants a permission, -NAME withdraws it; without a sign, these are all that the "
        "role has. May be given several times."_L1,
        Kind::List},
    fieldOption};

constexpr std::array roleCommandTable{
    AdminCommand{"role.list"_L1, ""_L1, "Lists the roles and their rights."_L1, &listRoles},
    AdminCommand{
        "role.show"_L1, "NAME"_L1, "Shows a role's rights."_L1, &showRole, AdminWords::Name},
    AdminCommand{"role.add"_L1, "NAME [--permission NAME]... [--field FIELD=LEVEL]..."_L1,
        "Adds a role; what is not named is not allowed."_L1, &addRole, AdminWords::Name, false,
        addOptions},
    AdminCommand{"role.set"_L1, "NAME [--permission [+|-]NAME]... [--field FIELD=LEVEL]..."_L1,
        "Changes a role; its users' open sessions go on with the new rights."_L1, &changeRole,
        AdminWords::Name, false, setOptions, {}, &checkEdit},
    AdminCommand{"role.remove"_L1, "NAME"_L1, "Removes a role that no user has."_L1, &removeRole,
        AdminWords::Name},
};

} // namespace

std::span<const AdminCommand> roleCommands()
{
    return roleCommandTable;
}

} // namespace roster::server
