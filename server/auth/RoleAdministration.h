#pragma once

#include "server/auth/Actor.h"
#include "server/auth/AuthContext.h"
#include "server/auth/Callback.h"
#include "server/auth/RightsEdit.h"
#include "server/storage/RoleStore.h"
#include "server/storage/SecurityEventStore.h"

#include <QList>

namespace roster::server {

/// A role and how many users have it.
struct RoleSummary
{
    Role role;
    qint64 users = 0;
};

/// What administrators do with roles. Each change and its security event are one transaction; in a
/// running server every session of the role's users has the new rights once the callback is called.
/// The built-in roles are fixed: a start puts them as the program has them. Thread-safe.
///
/// Names are folded, as users' names are. Errors of all: StorageUnavailable, OutcomeUnknown,
/// TryLater.
class RoleAdministration
{
public:
    explicit RoleAdministration(const AuthContext &context);

    /// By name.
    void listRoles(Callback<QList<RoleSummary>> done);
    /// Errors: NotFound.
    void findRole(const QString &name, Callback<RoleSummary> done);
    /// A role has what @p rights give it and nothing else. Errors: ValidationFailed (`role`),
    /// AlreadyExists.
    void addRole(
        const QString &name, const RightsEdit &rights, const Actor &by, Callback<RoleSummary> done);
    /// An edit that changes nothing leaves no trace. Errors: NotFound; ValidationFailed (`role`:
    /// `built_in`, `last_administrator`).
    void changeRole(
        const QString &name, const RightsEdit &edit, const Actor &by, Callback<RoleSummary> done);
    /// Errors: NotFound; ValidationFailed (`role`: `built_in`, `in_use`).
    void removeRole(const QString &name, const Actor &by, Callback<RoleSummary> done);

private:
    using Job = std::function<Result<RoleSummary>(Database &)>;

    void store(Job job, Callback<RoleSummary> done);
    [[nodiscard]] SecurityEvent event(
        const QString &kind, const Actor &by, QJsonObject detail) const;

    AuthContext m_context;
};

} // namespace roster::server
