#include "server/storage/RoleStore.h"

#include "server/storage/Query.h"

#include <algorithm>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

Role *roleNamed(QList<Role> &roles, const QString &name)
{
    const auto found = std::ranges::find(roles, name, &Role::name);
    return found == roles.end() ? nullptr : &*found;
}

} // namespace

RoleStore::RoleStore(Database &database)
    : m_database(database)
{
}

Result<QList<Role>> RoleStore::list()
{
    Query query(m_database, u"SELECT name, is_built_in FROM role ORDER BY name"_s);
    if (const Outcome ran = query.run(); !ran)
        return ran.error();
    QList<Role> roles;
    while (query.next())
        roles.append(Role{query.text(0), Rights(), query.integer(1) != 0});
    if (query.failed())
        return storageError();
    if (const Outcome added = addPermissions(roles); !added)
        return added.error();
    if (const Outcome added = addFields(roles); !added)
        return added.error();
    return roles;
}

Result<bool> RoleStore::exists(const QString &name)
{
    Query query(m_database, u"SELECT 1 FROM role WHERE name = ?"_s);
    if (const Outcome ran = query.bind(name).run(); !ran)
        return ran.error();
    return query.next();
}

Outcome RoleStore::put(const Role &role)
{
    Query insert(m_database,
        u"INSERT INTO role (name, is_built_in) VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET is_built_in = excluded.is_built_in"_s);
    if (Outcome ran = insert.bind(role.name).bind(qint64{role.isBuiltIn}).run(); !ran)
        return ran;
    if (Outcome cleared = clearRights(role.name); !cleared)
        return cleared;
    for (std::size_t i = 0; i < permissionCount; ++i) {
        const auto permission = static_cast<Permission>(i);
        if (!role.rights.has(permission))
            continue;
        Query grant(m_database, u"INSERT INTO role_permission (role, permission) VALUES (?, ?)"_s);
        if (Outcome ran = grant.bind(role.name).bind(QString(permissionName(permission))).run();
            !ran) {
            return ran;
        }
    }
    for (const FieldDescription &field : employeeFields()) {
        if (field.sensitivity != Sensitivity::Sensitive)
            continue;
        Query level(m_database, u"INSERT INTO role_field (role, field, access) VALUES (?, ?, ?)"_s);
        level.bind(role.name).bind(QString(field.name));
        if (Outcome ran = level.bind(QString(accessName(role.rights.access(field.field)))).run();
            !ran) {
            return ran;
        }
    }
    return Done{};
}

Outcome RoleStore::remove(const QString &name)
{
    Query query(m_database, u"DELETE FROM role WHERE name = ?"_s);
    return query.bind(name).run();
}

Outcome RoleStore::addPermissions(QList<Role> &roles)
{
    Query query(m_database, u"SELECT role, permission FROM role_permission"_s);
    if (Outcome ran = query.run(); !ran)
        return ran;
    while (query.next()) {
        Role *role = roleNamed(roles, query.text(0));
        const std::optional<Permission> permission = permissionFromName(query.text(1));
        if (role && permission)
            role->rights.grant(*permission);
    }
    return query.failed() ? Outcome(storageError()) : Outcome(Done{});
}

Outcome RoleStore::addFields(QList<Role> &roles)
{
    Query query(m_database, u"SELECT role, field, access FROM role_field"_s);
    if (Outcome ran = query.run(); !ran)
        return ran;
    while (query.next()) {
        Role *role = roleNamed(roles, query.text(0));
        const FieldDescription *field = findField(query.text(1));
        const std::optional<FieldAccess> access = accessFromName(query.text(2));
        if (role && access && field && field->sensitivity == Sensitivity::Sensitive)
            role->rights.setAccess(field->field, *access);
    }
    return query.failed() ? Outcome(storageError()) : Outcome(Done{});
}

Outcome RoleStore::clearRights(const QString &name)
{
    Query permissions(m_database, u"DELETE FROM role_permission WHERE role = ?"_s);
    if (Outcome ran = permissions.bind(name).run(); !ran)
        return ran;
    Query fields(m_database, u"DELETE FROM role_field WHERE role = ?"_s);
    return fields.bind(name).run();
}

} // namespace roster::server
