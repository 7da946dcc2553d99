#pragma once

#include "common/base/Result.h"
#include "common/model/Rights.h"

#include <QList>
#include <QString>

#include <optional>

namespace roster::server {

class Database;

struct Role
{
    QString name;
    Rights rights;
    bool isBuiltIn = false;
};

/// The tables `role`, `role_permission` and `role_field`. Errors of all: StorageUnavailable.
class RoleStore
{
public:
    explicit RoleStore(Database &database);

    /// By name. A permission or field that this version does not know gives no right.
    [[nodiscard]] Result<QList<Role>> list();
    [[nodiscard]] Result<bool> exists(const QString &name);
    /// Adds @p role, or gives the role of that name exactly these rights.
    [[nodiscard]] Outcome put(const Role &role);
    /// No user may have it.
    [[nodiscard]] Outcome remove(const QString &name);

private:
    [[nodiscard]] Outcome addPermissions(QList<Role> &roles);
    [[nodiscard]] Outcome addFields(QList<Role> &roles);
    [[nodiscard]] Outcome clearRights(const QString &name);

    Database &m_database;
};

} // namespace roster::server
