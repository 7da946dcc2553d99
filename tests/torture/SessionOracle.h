#pragma once

#include <QHash>
#include <QJsonObject>
#include <QSet>
#include <QString>
#include <QStringList>

#include <chrono>
#include <memory>
#include <optional>

namespace roster::torture {

/// What a role may do, as the documentation says it; nothing here is the server's code.
struct RoleFacts
{
    QString name;
    QSet<QString> permissions;
    QHash<QString, QString> fields; ///< ssn, date_of_birth, salary: none, masked, read, write
};

/// A session as a client knows it.
struct KnownSession
{
    const RoleFacts *role = nullptr;
    QString user;
    QString token;
    QString id;
    bool mustChangePassword = false;
    bool isEnded = false;
    std::chrono::steady_clock::time_point expiresAt;
};

/// The state of one connection.
struct KnownState
{
    std::shared_ptr<KnownSession> session; ///< null before a login and after a logout
    bool hadSession = false;
};

/// Knows what each session may do and judges the server's answers by it (R31).
class SessionOracle
{
public:
    /// What is wrong with the answer to one request; empty when nothing is. @p isInBatch: the
    /// request was an item of a batch.
    [[nodiscard]] static QString objection(const KnownState &state, const QString &method,
        const QJsonObject &params, const QJsonObject &reply, bool isInBatch);
    /// What a result or a notification shows that @p role may not see; empty when nothing.
    [[nodiscard]] static QString leak(const RoleFacts &role, const QJsonObject &shown);

    /// Empty for any session; nothing for a method that there is not.
    [[nodiscard]] static std::optional<QString> permissionOf(const QString &method);
    [[nodiscard]] static QStringList methods();
};

} // namespace roster::torture
