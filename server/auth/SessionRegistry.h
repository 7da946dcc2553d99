#pragma once

#include "server/auth/LiveSession.h"

#include <QByteArray>
#include <QHash>
#include <QString>

#include <memory>
#include <mutex>
#include <vector>

namespace roster::server {

using SessionRef = std::shared_ptr<LiveSession>;

/// The sessions of the server in memory, found by token, id or user. Thread-safe. Lists are
/// vectors, whose copies share nothing between threads.
class SessionRegistry
{
public:
    void add(const SessionRef &session);
    /// Null when there is none, as with the others.
    [[nodiscard]] SessionRef findByTokenHash(const QByteArray &hash) const;
    [[nodiscard]] SessionRef findById(const QString &id) const;
    /// The oldest first.
    [[nodiscard]] std::vector<SessionRef> ofUser(const QString &username) const;
    [[nodiscard]] std::vector<SessionRef> all() const;
    [[nodiscard]] qint64 size() const;
    /// Ends the session and forgets it. False when that had happened before.
    bool end(const QString &id, EndReason reason);

private:
    mutable std::mutex m_mutex;
    QHash<QString, SessionRef> m_byId;
    QHash<QByteArray, SessionRef> m_byTokenHash;
    QHash<QString, std::vector<SessionRef>> m_byUser;
};

} // namespace roster::server
