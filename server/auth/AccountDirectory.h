#pragma once

#include "server/storage/RoleStore.h"
#include "server/storage/UserStore.h"

#include <QHash>
#include <QString>
#include <QStringList>

#include <memory>
#include <mutex>
#include <optional>

namespace roster::server {

/// The accounts and roles in memory, as last committed: a login need not ask the database before it
/// is verified. Changed only by completions of the database's writer, in their order. Thread-safe.
class AccountDirectory
{
public:
    void replace(const QList<Role> &roles, const QList<UserRecord> &users,
        const QHash<QString, QStringList> &knownAddresses);
    void putRole(const Role &role);
    void removeRole(const QString &name);
    void putUser(const UserRecord &user);
    void removeUser(const QString &username);
    void rememberAddress(const QString &username, const QString &block, int kept);

    /// By the name as typed: exactly, else folded.
    [[nodiscard]] std::optional<UserRecord> find(const QString &typedName) const;
    [[nodiscard]] bool isKnownAddress(const QString &username, const QString &block) const;
    /// Never null: an unknown role has no rights.
    [[nodiscard]] std::shared_ptr<const Rights> rightsOf(const QString &role) const;

private:
    mutable std::mutex m_mutex;
    QHash<QString, std::shared_ptr<const Rights>> m_rights;
    QHash<QString, UserRecord> m_users;
    QHash<QString, QStringList> m_knownAddresses; ///< the latest first
};

} // namespace roster::server
