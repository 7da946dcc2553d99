#pragma once

#include "common/base/Result.h"

#include <QHash>
#include <QString>

#include <mutex>
#include <utility>

namespace roster::server {

class UserConnections;

/// One of a user's places for connections with a session, held until that is left. Move-only.
class UserPlace
{
public:
    UserPlace(UserPlace &&other) noexcept
        : m_connections(std::exchange(other.m_connections, nullptr))
        , m_username(std::move(other.m_username))
        , m_sessionId(std::move(other.m_sessionId))
    {
    }
    UserPlace &operator=(UserPlace &&other) noexcept
    {
        std::swap(m_connections, other.m_connections);
        m_username.swap(other.m_username);
        m_sessionId.swap(other.m_sessionId);
        return *this;
    }
    UserPlace(const UserPlace &) = delete;
    UserPlace &operator=(const UserPlace &) = delete;
    ~UserPlace();

private:
    friend class UserConnections;
    UserPlace(UserConnections &connections, const QString &username, const QString &sessionId)
        : m_connections(&connections)
        , m_username(username)
        , m_sessionId(sessionId)
    {
    }

    UserConnections *m_connections;
    QString m_username;
    QString m_sessionId;
};

/// The connections with a session, and the sessions that have one.
struct SessionConnections
{
    qint64 connections = 0;
    qint64 sessions = 0;
};

/// How many connections each user has a session on, in all workers; keeps one user from taking the
/// places of all. Owned by ServerApp, outlives the workers. Thread-safe.
class UserConnections
{
public:
    /// @p maximum connections in all, of everybody.
    explicit UserConnections(int maximum);

    /// A quarter of all places, but some clients at once for everybody, and no more than a person
    /// with scripts has use for.
    [[nodiscard]] int perUser() const { return m_perUser; }
    /// Errors: TryLater.
    [[nodiscard]] Result<UserPlace> take(const QString &username, const QString &sessionId);
    [[nodiscard]] SessionConnections count() const;

private:
    friend class UserPlace;
    void giveBack(const QString &username, const QString &sessionId);

    static constexpr int fewestPerUser = 4;
    static constexpr int mostPerUser = 64;

    const int m_perUser;
    mutable std::mutex m_mutex;
    QHash<QString, int> m_counts;
    QHash<QString, int> m_ofSessions;
    qint64 m_connections = 0;
};

} // namespace roster::server
