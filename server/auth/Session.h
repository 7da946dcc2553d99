#pragma once

#include "common/model/Rights.h"

#include <QString>

#include <memory>

namespace roster::server {

/// Proof that a request comes from somebody who logged in, and what they may do at this moment.
/// Only Authenticator::admit() makes one, for one request; a handler that takes a Session cannot be
/// reached without it.
class Session
{
public:
    [[nodiscard]] const QString &id() const { return m_id; }
    [[nodiscard]] const QString &username() const { return m_username; }
    [[nodiscard]] const QString &roleName() const { return m_roleName; }
    [[nodiscard]] const QString &clientKind() const { return m_clientKind; }
    [[nodiscard]] const QString &peer() const { return m_peer; }
    [[nodiscard]] const Rights &rights() const { return *m_rights; }
    [[nodiscard]] const std::shared_ptr<const Rights> &sharedRights() const { return m_rights; }
    /// Only the password may be changed, or the session ended.
    [[nodiscard]] bool mustChangePassword() const { return m_mustChangePassword; }

private:
    friend class Authenticator;
    Session() = default;

    QString m_id;
    QString m_username;
    QString m_roleName;
    QString m_clientKind;
    QString m_peer;
    std::shared_ptr<const Rights> m_rights;
    bool m_mustChangePassword = true;
};

} // namespace roster::server
