#include "server/storage/UserStore.h"

#include "server/storage/Query.h"

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

constexpr QStringView accountColumns
    = u"username, password_hash, role, must_change_password, is_disabled,"
      " one_time_until, created_at, password_changed_at";

UserRecord userFrom(const Query &row)
{
    UserRecord user;
    user.username = row.text(0);
    user.passwordHash = row.text(1);
    user.role = row.text(2);
    user.mustChangePassword = row.integer(3) != 0;
    user.isDisabled = row.integer(4) != 0;
    if (!row.isNull(5))
        user.oneTimeUntil = milliseconds(row.integer(5));
    user.createdAt = milliseconds(row.integer(6));
    user.passwordChangedAt = milliseconds(row.integer(7));
    return user;
}

/// Binds what update() and add() share, in the accountColumns' order.
void bindState(Query &query, const UserRecord &user)
{
    query.bind(user.passwordHash).bind(user.role);
    query.bind(qint64{user.mustChangePassword}).bind(qint64{user.isDisabled});
    if (user.oneTimeUntil)
        query.bind(qint64{user.oneTimeUntil->count()});
    else
        query.bindNull();
}

} // namespace

UserStore::UserStore(Database &database)
    : m_database(database)
{
}

Result<QList<UserRecord>> UserStore::list()
{
    Query query(m_database, u"SELECT %1 FROM \"user\" ORDER BY username"_s.arg(accountColumns));
    if (const Outcome ran = query.run(); !ran)
        return ran.error();
    QList<UserRecord> users;
    while (query.next())
        users.append(userFrom(query));
    if (query.failed())
        return storageError();
    return users;
}

Result<std::optional<UserRecord>> UserStore::find(const QString &username)
{
    Query query(m_database, u"SELECT %1 FROM \"user\" WHERE username = ?"_s.arg(accountColumns));
    if (const Outcome ran = query.bind(username).run(); !ran)
        return ran.error();
    if (query.next())
        return std::optional(userFrom(query));
    if (query.failed())
        return storageError();
    return std::optional<UserRecord>();
}

Outcome UserStore::add(const UserRecord &user)
{
    Query insert(m_database,
        u"INSERT INTO \"user\" (%1) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"_s.arg(accountColumns));
    insert.bind(user.username);
    bindState(insert, user);
    insert.bind(qint64{user.createdAt.count()}).bind(qint64{user.passwordChangedAt.count()});
    return insert.run();
}

Outcome UserStore::update(const UserRecord &user)
{
    Query update(m_database,
        u"UPDATE \"user\" SET password_hash = ?, role = ?, must_change_password = ?,"
        " is_disabled = ?, one_time_until = ?, password_changed_at = ? WHERE username = ?"_s);
    bindState(update, user);
    return update.bind(qint64{user.passwordChangedAt.count()}).bind(user.username).run();
}

Outcome UserStore::remove(const QString &username)
{
    Query query(m_database, u"DELETE FROM \"user\" WHERE username = ?"_s);
    return query.bind(username).run();
}

Result<qint64> UserStore::countEnabledWith(Permission permission)
{
    Query query(m_database,
        u"SELECT count(*) FROM \"user\" JOIN role_permission ON role_permission.role = "
        u"\"user\".role"
        " WHERE permission = ? AND is_disabled = 0"_s);
    if (const Outcome ran = query.bind(QString(permissionName(permission))).run(); !ran)
        return ran.error();
    if (!query.next())
        return storageError();
    return query.integer(0);
}

Result<QHash<QString, qint64>> UserStore::countByRole()
{
    Query query(m_database, u"SELECT role, count(*) FROM \"user\" GROUP BY role"_s);
    if (const Outcome ran = query.run(); !ran)
        return ran.error();
    QHash<QString, qint64> counts;
    while (query.next())
        counts.insert(query.text(0), query.integer(1));
    if (query.failed())
        return storageError();
    return counts;
}

Result<QHash<QString, QStringList>> UserStore::knownAddresses()
{
    Query query(m_database,
        u"SELECT username, block FROM known_address ORDER BY username, last_seen_at DESC, block"_s);
    if (const Outcome ran = query.run(); !ran)
        return ran.error();
    QHash<QString, QStringList> known;
    while (query.next())
        known[query.text(0)].append(query.text(1));
    if (query.failed())
        return storageError();
    return known;
}

Result<QHash<QString, milliseconds>> UserStore::lastLogins()
{
    Query query(
        m_database, u"SELECT username, max(last_seen_at) FROM known_address GROUP BY username"_s);
    if (const Outcome ran = query.run(); !ran)
        return ran.error();
    QHash<QString, milliseconds> logins;
    while (query.next())
        logins.insert(query.text(0), milliseconds(query.integer(1)));
    if (query.failed())
        return storageError();
    return logins;
}

Outcome UserStore::rememberAddress(
    const QString &username, const QString &block, milliseconds at, int kept)
{
    Query insert(m_database,
        u"INSERT INTO known_address (username, block, last_seen_at) VALUES (?, ?, ?)"
        " ON CONFLICT (username, block) DO UPDATE SET last_seen_at = excluded.last_seen_at"_s);
    if (Outcome ran = insert.bind(username).bind(block).bind(qint64{at.count()}).run(); !ran)
        return ran;
    Query trim(m_database,
        u"DELETE FROM known_address WHERE username = ? AND block NOT IN (SELECT block"
        " FROM known_address WHERE username = ? ORDER BY last_seen_at DESC, block LIMIT ?)"_s);
    return trim.bind(username).bind(username).bind(qint64{kept}).run();
}

} // namespace roster::server
