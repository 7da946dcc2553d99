#pragma once

#include "common/base/Result.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <chrono>

namespace roster::server {

class Database;

/// One session as it is stored. Instants are UTC since the epoch.
struct SessionRecord
{
    QString id;
    QByteArray tokenHash; ///< SHA-256 of the token
    QString username;
    QString client; ///< `desktop`, `console`, `import` or `other`
    QString clientVersion;
    std::chrono::milliseconds createdAt{0};
    std::chrono::milliseconds lastUsedAt{0};
    std::chrono::milliseconds expiresAt{0}; ///< the absolute end
    QString peer;
};

/// The table `session`. Errors of all: StorageUnavailable.
class SessionStore
{
public:
    explicit SessionStore(Database &database);

    [[nodiscard]] Result<QList<SessionRecord>> list();
    [[nodiscard]] Outcome add(const SessionRecord &session);
    /// False when there was no such session.
    [[nodiscard]] Result<bool> remove(const QString &id);
    /// Removes the sessions of @p username but @p except (empty: none is spared); gives their ids.
    [[nodiscard]] Result<QStringList> removeOfUser(const QString &username, const QString &except);
    /// Removes the oldest sessions of @p username until @p kept remain; gives their ids.
    [[nodiscard]] Result<QStringList> removeOldest(const QString &username, int kept);
    /// Moves last_used_at forward, never back.
    [[nodiscard]] Outcome touch(const QString &id, std::chrono::milliseconds at);

private:
    [[nodiscard]] Outcome removeAll(const QStringList &ids);

    Database &m_database;
};

} // namespace roster::server
