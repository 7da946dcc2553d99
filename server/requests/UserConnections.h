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
    {
    }
    UserPlace &operator=(UserPlace &&other) noexcept
    {
        std::swap(m_connections, other.m_connections);
        m_username.swap(other.m_username);
        return *this;
    }
    UserPlace(const UserPlace &) = delete;
    UserPlace &operator=(const UserPlace &) = delete;
    ~UserPlace();

private:
    friend class UserConnections;
    UserPlace(UserConnections &connections, const QString &username)
        : m_connections(&connections)
        , m_username(username)
    {
    }

    UserConnections *m_connections;
    QString m_username;
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
    [[nodiscard]] Result<UserPlace> take(const QString &username);

private:
    friend class UserPlace;
    void giveBack(const QString &username);

    static constexpr int fewestPerUser = 4;
    static constexpr int mostPerUser = 64;

    const int m_perUser;
    std::mutex m_mutex;
    QHash<QString, int> m_counts;
};

} // namespace roster::server
