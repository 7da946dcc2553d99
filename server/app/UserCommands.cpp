#include "server/app/UserCommands.h"

#include "common/base/Clock.h"
#include "common/base/IsoText.h"
#include "server/app/SessionCommands.h"
#include "server/auth/AccountServices.h"

#include <QJsonArray>

#include <array>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

QJsonObject toJson(const UserSummary &user)
{
    QJsonObject json{{u"username"_s, user.username}, {u"role"_s, user.role},
        {u"disabled"_s, user.isDisabled}, {u"must_change_password"_s, user.mustChangePassword},
        {u"created_at"_s, isoUtc(user.createdAt)},
        {u"password_changed_at"_s, isoUtc(user.passwordChangedAt)}};
    if (user.oneTimeUntil) {
        json.insert(u"one_time_password"_s, user.isOneTimeOver ? u"expired"_s : u"pending"_s);
        json.insert(u"one_time_password_until"_s, isoUtc(*user.oneTimeUntil));
    }
    if (user.lastLoginAt)
        json.insert(u"last_login_at"_s, isoUtc(*user.lastLoginAt));
    return json;
}

/// To who names it, a role that does not exist is something that was not found.
Error refusalOf(const Error &error)
{
    const QJsonValue field = error.data.value("fields"_L1).toArray().first();
    if (field.toObject().value("reason"_L1) == "unknown_role"_L1)
        return {ErrorCode::NotFound, error.message, error.data};
    return error;
}

Callback<Done> nameOnly(const QString &name, Callback<QJsonObject> done)
{
    return [name, done = std::move(done)](const Outcome &outcome) {
        if (outcome)
            done(QJsonObject{{u"username"_s, name}});
        else
            done(refusalOf(outcome.error()));
    };
}

Callback<IssuedPassword> withPassword(Callback<QJsonObject> done)
{
    return [done = std::move(done)](const Result<IssuedPassword> &issued) {
        if (!issued)
            return done(refusalOf(issued.error()));
        QJsonObject result{{u"username"_s, issued->username}};
        if (!issued->oneTimePassword.isEmpty()) {
            result.insert(u"one_time_password"_s, issued->oneTimePassword);
            result.insert(u"one_time_password_until"_s, isoUtc(*issued->oneTimeUntil));
        }
        done(result);
    };
}

void addUser(const AdminBackend &backend, AdminCall call)
{
    backend.accounts().administration().addUser(
        call.name, call.role, std::move(call.password), call.by, withPassword(call.done));
}

void listUsers(const AdminBackend &backend, AdminCall call)
{
    backend.accounts().administration().listUsers(
        [done = std::move(call.done)](const Result<QList<UserSummary>> &users) {
            if (!users)
                return done(users.error());
            QJsonArray items;
            for (const UserSummary &user : *users)
                items.append(toJson(user));
            done(QJsonObject{{u"users"_s, items}});
        });
}

void showUser(const AdminBackend &backend, AdminCall call)
{
    backend.accounts().administration().findUser(
        call.name, [&backend, done = std::move(call.done)](const Result<UserSummary> &user) {
            if (!user)
                return done(user.error());
            backend.accounts().sessions().listSessions({{}, user->username},
                [done, user = *user](const Result<QList<SessionInfo>> &sessions) {
                    if (!sessions)
                        return done(sessions.error());
                    QJsonObject result = sessionsToJson(*sessions);
                    result.insert(u"user"_s, toJson(user));
                    done(result);
                });
        });
}

void assignRole(const AdminBackend &backend, AdminCall call)
{
    backend.accounts().administration().setRole(
        call.name, call.role, call.by, nameOnly(call.name, call.done));
}

void resetPassword(const AdminBackend &backend, AdminCall call)
{
    backend.accounts().administration().resetPassword(
        call.name, std::move(call.password), call.by, withPassword(call.done));
}

void disableUser(const AdminBackend &backend, AdminCall call)
{
    backend.accounts().administration().setDisabled(
        call.name, true, call.by, nameOnly(call.name, call.done));
}

void enableUser(const AdminBackend &backend, AdminCall call)
{
    backend.accounts().administration().setDisabled(
        call.name, false, call.by, nameOnly(call.name, call.done));
}

void removeUser(const AdminBackend &backend, AdminCall call)
{
    backend.accounts().administration().removeUser(
        call.name, call.by, nameOnly(call.name, call.done));
}

constexpr std::array userCommandTable{
    AdminCommand{"user.add"_L1, "NAME --role ROLE [--password-stdin]"_L1,
        "Adds a user, with a one-time password unless one is given."_L1, &addUser,
        AdminWords::NameAndRole, true},
    AdminCommand{"user.list"_L1, ""_L1, "Lists the users."_L1, &listUsers},
    AdminCommand{"user.show"_L1, "NAME"_L1, "Shows a user and their sessions."_L1, &showUser,
        AdminWords::Name},
    AdminCommand{"user.set-role"_L1, "NAME --role ROLE"_L1,
        "Gives a user another role; open sessions go on with it."_L1, &assignRole,
        AdminWords::NameAndRole},
    AdminCommand{"user.reset-password"_L1, "NAME [--password-stdin]"_L1,
        "Ends a user's sessions; a one-time password unless one is given."_L1, &resetPassword,
        AdminWords::Name, true},
    AdminCommand{"user.disable"_L1, "NAME"_L1,
        "Ends a user's sessions and refuses further logins."_L1, &disableUser, AdminWords::Name},
    AdminCommand{
        "user.enable"_L1, "NAME"_L1, "Lets a user log in again."_L1, &enableUser, AdminWords::Name},
    AdminCommand{"user.remove"_L1, "NAME [--yes]"_L1,
        "Removes a user; what they changed stays in the history."_L1, &removeUser, AdminWords::Name,
        false, {}, "Remove the user %1 and end their sessions?"_L1},
};

} // namespace

std::span<const AdminCommand> userCommands()
{
    return userCommandTable;
}

} // namespace roster::server
