#include "server/app/SessionCommands.h"

#include "common/base/Clock.h"
#include "common/base/IsoText.h"
#include "server/auth/AccountServices.h"

#include <QJsonArray>

#include <array>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;
using Kind = AdminOption::Kind;

void listSessions(const AdminBackend &backend, AdminCall call)
{
    const SessionChoice choice{{}, call.options.value("user"_L1).toString()};
    backend.accounts().sessions().listSessions(
        choice, [done = std::move(call.done)](const Result<QList<SessionInfo>> &sessions) {
            if (sessions)
                done(sessionsToJson(*sessions));
            else
                done(sessions.error());
        });
}

/// An empty choice would be all sessions, so exactly one of these must be said.
std::optional<QString> checkChoice(const QJsonObject &params)
{
    const bool hasId = !params.value("name"_L1).toString().isEmpty();
    const bool hasUser = !params.value("user"_L1).toString().isEmpty();
    if (int{hasId} + int{hasUser} + int{params.value("all"_L1).toBool()} == 1)
        return std::nullopt;
    return u"Say which sessions: the ID of one, or --user NAME, or --all."_s;
}

void revokeSessions(const AdminBackend &backend, AdminCall call)
{
    const SessionChoice choice{call.name, call.options.value("user"_L1).toString()};
    backend.accounts().sessions().endSessions(
        choice, call.by, [done = std::move(call.done)](const Result<qint64> &ended) {
            if (ended)
                done(QJsonObject{{u"ended"_s, *ended}});
            else
                done(ended.error());
        });
}

constexpr std::array listOptions{
    AdminOption{"user"_L1, "NAME"_L1, "Only the sessions of this user."_L1}};
constexpr std::array revokeOptions{
    AdminOption{"user"_L1, "NAME"_L1, "All sessions of this user."_L1},
    AdminOption{"all"_L1, ""_L1, "All sessions of all users."_L1, Kind::Flag}};

constexpr std::array sessionCommandTable{
    AdminCommand{"session.list"_L1, "[--user NAME]"_L1, "Lists the sessions."_L1, &listSessions,
        AdminWords::None, false, listOptions},
    AdminCommand{"session.revoke"_L1, "ID | --user NAME | --all"_L1,
        "Ends sessions at once; who had them must log in again."_L1, &revokeSessions,
        AdminWords::NameOrOption, false, revokeOptions, {}, &checkChoice},
};

} // namespace

std::span<const AdminCommand> sessionCommands()
{
    return sessionCommandTable;
}

QJsonObject sessionsToJson(const QList<SessionInfo> &sessions)
{
    QJsonArray items;
    for (const SessionInfo &session : sessions) {
        items.append(QJsonObject{{u"id"_s, session.id}, {u"username"_s, session.username},
            {u"created_at"_s, isoUtc(session.createdAt)},
            {u"last_used_at"_s, isoUtc(session.lastUsedAt)}, {u"peer"_s, session.peer},
            {u"client"_s, session.clientKind}, {u"client_version"_s, session.clientVersion}});
    }
    return {{u"sessions"_s, items}};
}

} // namespace roster::server
