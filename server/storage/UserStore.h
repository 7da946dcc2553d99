#pragma once

#include "common/base/Result.h"
#include "common/model/Rights.h"

#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>

namespace roster::server {

class Database;

/// One account as it is stored. Instants are UTC since the epoch.
struct UserRecord
{
    QString username;
    QString passwordHash; ///< `$argon2id$...` with its parameters, or an imported `$2b$...`
    QString role;
    bool mustChangePassword = false;
    bool isDisabled = false;
    std::optional<std::chrono::milliseconds> oneTimeUntil{}; ///< a one-time password's last moment
    std::chrono::milliseconds createdAt{0};
    std::chrono::milliseconds passwordChangedAt{0};
};

/// The tables `user` and `known_address`. Errors of all: StorageUnavailable.
class UserStore
{
public:
    explicit UserStore(Database &database);

    /// By name.
    [[nodiscard]] Result<QList<UserRecord>> list();
    /// @p username exactly as stored.
    [[nodiscard]] Result<std::optional<UserRecord>> find(const QString &username);
    /// The name must be free.
    [[nodiscard]] Outcome add(const UserRecord &user);
    /// Writes all columns of an existing user but the name and created_at.
    [[nodiscard]] Outcome update(const UserRecord &user);
    /// With the sessions and known addresses.
    [[nodiscard]] Outcome remove(const QString &username);
    /// How many enabled users have a role with @p permission.
    [[nodiscard]] Result<qint64> countEnabledWith(Permission permission);
    /// How many users have each role, the disabled ones too; a role without users has no entry.
    [[nodiscard]] Result<QHash<QString, qint64>> countByRole();

    /// Address blocks by user, the latest first.
    [[nodiscard]] Result<QHash<QString, QStringList>> knownAddresses();
    /// When each user logged in last; who never did has no entry.
    [[nodiscard]] Result<QHash<QString, std::chrono::milliseconds>> lastLogins();
    /// Notes a login from @p block; only the latest @p kept blocks of a user stay.
    [[nodiscard]] Outcome rememberAddress(
        const QString &username, const QString &block, std::chrono::milliseconds at, int kept);

private:
    Database &m_database;
};

} // namespace roster::server
