#include "server/auth/RoleAdministration.h"

#include "server/auth/AccountWriter.h"
#include "server/auth/AdministratorGuard.h"
#include "server/auth/AuthErrors.h"
#include "server/auth/RightsJson.h"
#include "server/auth/UserName.h"
#include "server/storage/UserStore.h"

#include <algorithm>

namespace roster::server {

using namespace Qt::StringLiterals;

namespace {

Error badRole(const QString &reason, const QString &message)
{
    return invalidField(u"role"_s, reason, message);
}

Result<QList<RoleSummary>> readRoles(Database &database)
{
    const Result<QList<Role>> roles = RoleStore(database).list();
    if (!roles)
        return roles.error();
    const Result<QHash<QString, qint64>> users = UserStore(database).countByRole();
    if (!users)
        return users.error();
    QList<RoleSummary> summaries;
    for (const Role &role : *roles)
        summaries.append({role, users->value(role.name)});
    return summaries;
}

Result<RoleSummary> readRole(Database &database, const QString &name)
{
    const Result<QList<RoleSummary>> roles = readRoles(database);
    if (!roles)
        return roles.error();
    const auto found = std::ranges::find_if(
        *roles, [&name](const RoleSummary &summary) { return summary.role.name == name; });
    if (found == roles->end())
        return Error{ErrorCode::NotFound, u"There is no role \"%1\"."_s.arg(name), {}};
    return *found;
}

/// A role that may be changed.
Result<RoleSummary> readOwnRole(Database &database, const QString &name)
{
    Result<RoleSummary> found = readRole(database, name);
    if (found && found->role.isBuiltIn) {
        return badRole(u"built_in"_s,
            u"The role %1 is built in and stays as it is; add one of your own."_s.arg(name));
    }
    return found;
}

QJsonObject detailOf(const Role &role)
{
    QJsonObject detail = rightsToJson(role.rights);
    detail.insert(u"role"_s, role.name);
    return detail;
}

Result<RoleSummary> insertRole(Database &database, const Role &role, const SecurityEvent &event)
{
    const Result<bool> exists = RoleStore(database).exists(role.name);
    if (!exists)
        return exists.error();
    if (*exists) {
        return Error{
            ErrorCode::AlreadyExists, u"There is a role \"%1\" already."_s.arg(role.name), {}};
    }
    if (const Outcome put = RoleStore(database).put(role); !put)
        return put.error();
    if (const Outcome told = SecurityEventStore(database).append(event); !told)
        return told.error();
    return RoleSummary{role, 0};
}

Result<RoleSummary> editRole(
    Database &database, const QString &name, const RightsEdit &edit, SecurityEvent event)
{
    Result<RoleSummary> found = readOwnRole(database, name);
    if (!found)
        return found;
    const Rights before = found->role.rights;
    found->role.rights = edit.appliedTo(before);
    if (found->role.rights == before)
        return found;
    const Outcome put = keepAnAdministrator(
        database, u"role"_s, [&] { return RoleStore(database).put(found->role); });
    if (!put)
        return put.error();
    event.detail = detailOf(found->role);
    event.detail.insert(u"before"_s, rightsToJson(before));
    event.detail.insert(u"users"_s, found->users);
    if (const Outcome told = SecurityEventStore(database).append(event); !told)
        return told.error();
    return found;
}

Result<RoleSummary> deleteRole(Database &database, const QString &name, const SecurityEvent &event)
{
    Result<RoleSummary> found = readOwnRole(database, name);
    if (!found)
        return found;
    if (found->users > 0) {
        return badRole(u"in_use"_s,
            u"%1 with the role %2: give them another one first (user set-role)."_s.arg(
                found->users == 1 ? u"There is 1 user"_s
                                  : u"There are %1 users"_s.arg(found->users),
                name));
    }
    if (const Outcome removed = RoleStore(database).remove(name); !removed)
        return removed.error();
    if (const Outcome told = SecurityEventStore(database).append(event); !told)
        return told.error();
    return found;
}

} // namespace

RoleAdministration::RoleAdministration(const AuthContext &context)
    : m_context(context)
{
}

void RoleAdministration::listRoles(Callback<QList<RoleSummary>> done)
{
    m_context.writer.write<QList<RoleSummary>>(readRoles, std::move(done));
}

void RoleAdministration::findRole(const QString &name, Callback<RoleSummary> done)
{
    m_context.writer.write<RoleSummary>(
        [name = foldUserName(name)](Database &database) { return readRole(database, name); },
        std::move(done));
}

void RoleAdministration::addRole(
    const QString &name, const RightsEdit &rights, const Actor &by, Callback<RoleSummary> done)
{
    const QString folded = foldUserName(name);
    if (!isUserName(folded)) {
        return done(badRole(
            u"not_a_role_name"_s, u"A role's name is 1 to 64 of the characters a-z 0-9 . _ -"_s));
    }
    const Role role{folded, rights.appliedTo(Rights()), false};
    store([role, added = event(u"role_added"_s, by, detailOf(role))](
              Database &database) { return insertRole(database, role, added); },
        std::move(done));
}

void RoleAdministration::changeRole(
    const QString &name, const RightsEdit &edit, const Actor &by, Callback<RoleSummary> done)
{
    store([name = foldUserName(name), edit, changed = event(u"role_changed"_s, by, {})](
              Database &database) { return editRole(database, name, edit, changed); },
        std::move(done));
}

void RoleAdministration::removeRole(
    const QString &name, const Actor &by, Callback<RoleSummary> done)
{
    const QString folded = foldUserName(name);
    m_context.writer.write<RoleSummary>(
        [folded, removed = event(u"role_removed"_s, by, {{u"role"_s, folded}})](
            Database &database) { return deleteRole(database, folded, removed); },
        [this, folded, done = std::move(done)](const Result<RoleSummary> &removed) {
            if (removed)
                m_context.live.removeRole(folded);
            done(removed);
        });
}

/// Stores a role and has the sessions of its users follow.
void RoleAdministration::store(Job job, Callback<RoleSummary> done)
{
    m_context.writer.write<RoleSummary>(
        std::move(job), [this, done = std::move(done)](const Result<RoleSummary> &stored) {
            if (stored)
                m_context.live.putRole(stored->role);
            done(stored);
        });
}

SecurityEvent RoleAdministration::event(
    const QString &kind, const Actor &by, QJsonObject detail) const
{
    return {m_context.clock.utcNow(), kind, by.username, by.peer, std::move(detail)};
}

} // namespace roster::server
