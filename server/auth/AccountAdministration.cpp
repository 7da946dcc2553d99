#include "server/auth/AccountAdministration.h"

#include "server/auth/AccountWriter.h"
#include "server/auth/AuthErrors.h"
#include "server/auth/BuiltInRoles.h"
#include "server/auth/HashPool.h"
#include "server/auth/OneTimePassword.h"
#include "server/auth/PasswordHasher.h"
#include "server/auth/PasswordPolicy.h"
#include "server/auth/UserName.h"
#include "server/storage/RoleStore.h"

#include <QSet>

namespace roster::server {

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace {

Outcome requireRole(Database &database, const QString &role)
{
    const Result<bool> exists = RoleStore(database).exists(role);
    if (!exists)
        return exists.error();
    if (!*exists)
        return invalidField(u"role"_s, u"unknown_role"_s, u"There is no such role."_s);
    return Done{};
}

Outcome insertUser(Database &database, const UserRecord &user, const SecurityEvent &event)
{
    if (Outcome known = requireRole(database, user.role); !known)
        return known;
    const Result<std::optional<UserRecord>> found = UserStore(database).find(user.username);
    if (!found)
        return found.error();
    if (*found)
        return Error{ErrorCode::AlreadyExists, u"There is a user of this name."_s, {}};
    if (Outcome added = UserStore(database).add(user); !added)
        return added;
    return SecurityEventStore(database).append(event);
}

Result<QString> freeAdministratorName(Database &database)
{
    const Result<QList<UserRecord>> users = UserStore(database).list();
    if (!users)
        return users.error();
    // A name taken over may differ from it in case alone.
    QSet<QString> taken;
    for (const UserRecord &user : *users)
        taken.insert(foldUserName(user.username));
    const QString base = u"administrator"_s;
    QString name = base;
    for (int number = 2; taken.contains(name); ++number)
        name = u"%1-%2"_s.arg(base).arg(number);
    return name;
}

Outcome putBuiltInRoles(Database &database)
{
    for (const Role &role : builtInRoles()) {
        if (Outcome put = RoleStore(database).put(role); !put)
            return put;
    }
    return Done{};
}

/// The first administrator, added to @p database; nothing when somebody may manage users already.
Result<std::optional<UserRecord>> insertFirst(
    Database &database, UserRecord user, SecurityEvent event)
{
    if (const Outcome put = putBuiltInRoles(database); !put)
        return put.error();
    const Result<qint64> count = UserStore(database).countEnabledWith(Permission::UserManage);
    if (!count)
        return count.error();
    if (*count > 0)
        return std::optional<UserRecord>();
    Result<QString> name = freeAdministratorName(database);
    if (!name)
        return name.error();
    user.username = *std::move(name);
    event.detail = {{u"user"_s, user.username}, {u"role"_s, user.role}};
    if (const Outcome inserted = insertUser(database, user, event); !inserted)
        return inserted.error();
    return std::optional(user);
}

UserSummary summaryOf(
    const UserRecord &user, const QHash<QString, milliseconds> &logins, milliseconds now)
{
    UserSummary summary{user.username, user.role, user.isDisabled, user.mustChangePassword,
        user.oneTimeUntil, user.oneTimeUntil && now > *user.oneTimeUntil, user.createdAt,
        user.passwordChangedAt};
    if (const auto login = logins.constFind(user.username); login != logins.cend())
        summary.lastLoginAt = *login;
    return summary;
}

Result<QList<UserSummary>> readSummaries(Database &database, milliseconds now)
{
    const Result<QList<UserRecord>> users = UserStore(database).list();
    if (!users)
        return users.error();
    const Result<QHash<QString, milliseconds>> logins = UserStore(database).lastLogins();
    if (!logins)
        return logins.error();
    QList<UserSummary> summaries;
    for (const UserRecord &user : *users)
        summaries.append(summaryOf(user, *logins, now));
    return summaries;
}

Result<UserSummary> readSummary(Database &database, const QString &typedName, milliseconds now)
{
    const Result<UserRecord> user = findAccount(database, typedName);
    if (!user)
        return user.error();
    const Result<QHash<QString, milliseconds>> logins = UserStore(database).lastLogins();
    if (!logins)
        return logins.error();
    return summaryOf(*user, *logins, now);
}

} // namespace

AccountAdministration::AccountAdministration(const AuthContext &context)
    : m_context(context)
{
}

void AccountAdministration::initialise(Callback<std::optional<IssuedPassword>> done)
{
    withPassword({}, std::nullopt, [this, done](const Result<Password> &password) {
        if (password)
            storeFirst(*password, done);
        else
            done(password.error());
    });
}

void AccountAdministration::addUser(const QString &name, const QString &role,
    std::optional<SecretBytes> password, const Actor &by, Callback<IssuedPassword> done)
{
    const QString folded = foldUserName(name);
    if (!isUserName(folded)) {
        return done(invalidField(u"username"_s, u"not_a_user_name"_s,
            u"A user name is 1 to 64 of the characters a-z 0-9 . _ -"_s));
    }
    withPassword(folded, std::move(password), [=, this](const Result<Password> &made) {
        if (!made)
            return done(made.error());
        const milliseconds now = m_context.clock.utcNow();
        UserRecord user;
        user.username = folded;
        user.role = role;
        user.createdAt = now;
        applyPassword(user, *made, now);
        storeNew(user, by, [done, user, secret = made->oneTimeText](const Outcome &stored) {
            if (stored)
                done(IssuedPassword{user.username, secret, user.oneTimeUntil});
            else
                done(stored.error());
        });
    });
}

void AccountAdministration::resetPassword(const QString &name, std::optional<SecretBytes> password,
    const Actor &by, Callback<IssuedPassword> done)
{
    withPassword(foldUserName(name), std::move(password), [=, this](const Result<Password> &made) {
        if (!made)
            return done(made.error());
        const milliseconds now = m_context.clock.utcNow();
        const auto edit = [this, made = *made, now](Database &, UserRecord &user) -> Outcome {
            applyPassword(user, made, now);
            return Done{};
        };
        change({name, event(u"password_reset"_s, by), edit, true}, EndReason::PasswordChanged,
            [done, name, secret = made->oneTimeText, until = endOfOneTime(*made, now)](
                const Outcome &changed) {
                if (changed)
                    done(IssuedPassword{name, secret, until});
                else
                    done(changed.error());
            });
    });
}

void AccountAdministration::setRole(
    const QString &name, const QString &role, const Actor &by, Callback<Done> done)
{
    const auto edit = [role](Database &database, UserRecord &user) -> Outcome {
        if (Outcome known = requireRole(database, role); !known)
            return known;
        user.role = role;
        return Done{};
    };
    change({name, event(u"role_set"_s, by, {{u"role"_s, role}}), edit, false}, EndReason::Revoked,
        std::move(done));
}

void AccountAdministration::setDisabled(
    const QString &name, bool isDisabled, const Actor &by, Callback<Done> done)
{
    const auto edit = [isDisabled](Database &, UserRecord &user) -> Outcome {
        user.isDisabled = isDisabled;
        return Done{};
    };
    const QString kind = isDisabled ? u"user_disabled"_s : u"user_enabled"_s;
    change({name, event(kind, by), edit, isDisabled}, EndReason::Disabled, std::move(done));
}

void AccountAdministration::removeUser(const QString &name, const Actor &by, Callback<Done> done)
{
    change({name, event(u"user_removed"_s, by), {}, true}, EndReason::Disabled, std::move(done));
}

void AccountAdministration::listUsers(Callback<QList<UserSummary>> done)
{
    m_context.writer.write<QList<UserSummary>>(
        [now = m_context.clock.utcNow()](
            Database &database) { return readSummaries(database, now); },
        std::move(done));
}

void AccountAdministration::findUser(const QString &name, Callback<UserSummary> done)
{
    m_context.writer.write<UserSummary>(
        [name, now = m_context.clock.utcNow()](
            Database &database) { return readSummary(database, name, now); },
        std::move(done));
}

/// Makes the password on the hash pool, then calls @p next there.
void AccountAdministration::withPassword(
    const QString &name, std::optional<SecretBytes> given, const Callback<Password> &next)
{
    const auto shared = std::make_shared<std::optional<SecretBytes>>(std::move(given));
    const bool isTaken = m_context.pool.submit([this, name, shared, next](HashPool::Turn turn) {
        if (turn == HashPool::Turn::Taken)
            next(makePassword(name, *shared));
        else
            next(tooBusy());
    });
    if (!isTaken)
        next(tooBusy(m_context.pool.pause()));
}

Result<AccountAdministration::Password> AccountAdministration::makePassword(
    const QString &name, const std::optional<SecretBytes> &given) const
{
    Password password;
    if (given) {
        if (const Outcome allowed = m_context.policy.check(*given, name); !allowed)
            return allowed.error();
    } else {
        password.oneTimeText = makeOneTimePassword();
    }
    Result<QString> hash = m_context.hasher.hash(
        given ? given->clone() : SecretBytes::copyOf(QStringView(password.oneTimeText)));
    if (!hash)
        return hash.error();
    password.hash = *std::move(hash);
    return password;
}

void AccountAdministration::applyPassword(
    UserRecord &user, const Password &password, milliseconds now) const
{
    user.passwordHash = password.hash;
    user.oneTimeUntil = endOfOneTime(password, now);
    user.mustChangePassword = user.oneTimeUntil.has_value();
    user.passwordChangedAt = now;
}

/// Nothing for a password that was given.
std::optional<milliseconds> AccountAdministration::endOfOneTime(
    const Password &password, milliseconds now) const
{
    if (password.oneTimeText.isEmpty())
        return std::nullopt;
    return now + m_context.settings.oneTimePasswordLifetime;
}

void AccountAdministration::storeFirst(
    const Password &password, Callback<std::optional<IssuedPassword>> done)
{
    const milliseconds now = m_context.clock.utcNow();
    UserRecord user;
    user.role = u"administrator"_s;
    user.createdAt = now;
    applyPassword(user, password, now);
    m_context.writer.write<std::optional<UserRecord>>(
        [user, added = event(u"user_added"_s, {})](
            Database &database) { return insertFirst(database, user, added); },
        [this, done = std::move(done), secret = password.oneTimeText](
            const Result<std::optional<UserRecord>> &first) {
            if (!first)
                return done(first.error());
            for (const Role &role : builtInRoles())
                m_context.live.putRole(role);
            if (!*first)
                return done(std::optional<IssuedPassword>());
            m_context.live.putUser(**first);
            done(std::optional(IssuedPassword{(*first)->username, secret, (*first)->oneTimeUntil}));
        });
}

void AccountAdministration::storeNew(const UserRecord &user, const Actor &by, Callback<Done> done)
{
    const SecurityEvent added
        = event(u"user_added"_s, by, {{u"user"_s, user.username}, {u"role"_s, user.role}});
    m_context.writer.write<Done>(
        [user, added](Database &database) { return insertUser(database, user, added); },
        [this, user, done = std::move(done)](const Outcome &stored) {
            if (stored)
                m_context.live.putUser(user);
            done(stored);
        });
}

void AccountAdministration::change(
    const AccountChange &change, EndReason reason, Callback<Done> done)
{
    m_context.writer.write<ChangedAccount>(
        [change](Database &database) { return applyChange(database, change); },
        [this, reason, isRemoved = !change.edit, done = std::move(done)](
            const Result<ChangedAccount> &changed) {
            if (!changed)
                return done(changed.error());
            if (isRemoved)
                m_context.live.removeUser(changed->user.username);
            else
                m_context.live.putUser(changed->user);
            m_context.live.endSessions(changed->endedSessions, reason);
            done(Done{});
        });
}

SecurityEvent AccountAdministration::event(
    const QString &kind, const Actor &by, QJsonObject detail) const
{
    return {m_context.clock.utcNow(), kind, by.username, by.peer, std::move(detail)};
}

} // namespace roster::server
