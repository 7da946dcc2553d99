#pragma once

#include "common/base/Result.h"
#include "server/storage/OriginalDatabase.h"
#include "server/storage/RoleStore.h"
#include "server/storage/UserStore.h"

#include <QSet>

namespace roster::server {

class Database;
class TakeOverReport;

/// The role named after the original program's @p flags (`1,1,0,1`: get, add, update, delete), such
/// as `original-1101`; `original-0000`, without any right, when they do not parse.
[[nodiscard]] Role originalRole(const QString &flags);
/// Whether @p flags are four times 0 or 1.
[[nodiscard]] bool areOriginalFlags(const QString &flags);

/// Brings the original program's accounts into a new user database: their names as they were, their
/// bcrypt hashes, which still log in, and exactly their rights. A row that no login can have meant
/// (no name, or that of an earlier row) is kept as a disabled account of another name, so that it
/// takes nobody's place.
class OriginalUsers
{
public:
    OriginalUsers(Database &into, TakeOverReport &report, std::chrono::milliseconds now);

    /// In one transaction. Errors: StorageUnavailable.
    [[nodiscard]] Outcome take(OriginalDatabase &from);

private:
    struct Names
    {
        QSet<QString> exact;
        QSet<QString> folded;
    };

    [[nodiscard]] Outcome takeAll(OriginalDatabase &from);
    [[nodiscard]] Outcome collectNames(OriginalDatabase &from);
    [[nodiscard]] Outcome takeRow(const OriginalUserRow &row);
    /// The account's name; notes and disables what cannot keep its own.
    [[nodiscard]] QString nameFor(const OriginalUserRow &row, UserRecord &user);
    [[nodiscard]] Outcome putRole(const Role &role);
    [[nodiscard]] Outcome tell(const UserRecord &user);

    Database &m_into;
    TakeOverReport &m_report;
    std::chrono::milliseconds m_now;
    Names m_all; ///< those of the file
    Names m_taken;
    QSet<QString> m_roles;
    qint64 m_count = 0;
};

} // namespace roster::server
