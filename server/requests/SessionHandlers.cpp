#include "server/requests/SessionHandlers.h"

#include "common/base/Clock.h"
#include "common/base/IsoText.h"
#include "server/auth/RightsJson.h"
#include "server/requests/ParamReader.h"

#include <QJsonArray>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

/// The empty answer of a call that only succeeds or fails, through the port.
Callback<Done> deliverTo(ReplyPort port)
{
    return [port = std::move(port)](Result<Done> outcome) {
        port([outcome = std::move(outcome)]() -> Result<QJsonObject> {
            if (!outcome)
                return outcome.error();
            return QJsonObject();
        });
    };
}

QJsonObject toJson(const SessionInfo &info, const Session &asking)
{
    return {{u"id"_s, info.id}, {u"username"_s, info.username},
        {u"created_at"_s, isoUtc(info.createdAt)}, {u"last_used_at"_s, isoUtc(info.lastUsedAt)},
        {u"peer"_s, info.peer}, {u"current"_s, info.id == asking.id()},
        {u"client"_s,
            QJsonObject{{u"kind"_s, info.clientKind}, {u"version"_s, info.clientVersion}}}};
}

} // namespace

SessionHandlers::SessionHandlers(Authenticator &authenticator, const ServerFacts &facts)
    : m_authenticator(authenticator)
    , m_facts(facts)
{
}

std::vector<Route> SessionHandlers::routes()
{
    const auto to = [this](Answer (SessionHandlers::*handler)(const Caller &, const Request &)) {
        return [this, handler](const Caller &caller, const Request &request) {
            return (this->*handler)(caller, request);
        };
    };
    const auto info = [this](const Caller &, const Request &request) -> Answer {
        if (const auto problem = ParamReader(request).problem())
            return *problem;
        return infoToJson(m_facts);
    };
    const Access any = Access::anySession();
    return {
        {"server.info"_L1, any, Effect::Read, true, info},
        {"session.logout"_L1, any, Effect::Session, false, to(&SessionHandlers::logout)},
        {"session.change_password"_L1, any, Effect::Session, false,
            to(&SessionHandlers::changePassword)},
        {"session.list"_L1, any, Effect::Read, true, to(&SessionHandlers::list)},
        {"session.revoke"_L1, any, Effect::Session, false, to(&SessionHandlers::revoke)},
    };
}

Answer SessionHandlers::logout(const Caller &caller, const Request &request)
{
    if (const auto problem = ParamReader(request).problem())
        return *problem;
    return Deferred{[this, session = caller.sessionRef](ReplyPort port) {
        m_authenticator.logout(session, deliverTo(std::move(port)));
    }};
}

Answer SessionHandlers::changePassword(const Caller &caller, const Request &request)
{
    ParamReader params(request);
    const QString oldPassword = params.text("old_password"_L1);
    const QString newPassword = params.text("new_password"_L1);
    if (const auto problem = params.problem())
        return *problem;
    const auto oldSecret = std::make_shared<SecretBytes>(SecretBytes::copyOf(oldPassword));
    const auto newSecret = std::make_shared<SecretBytes>(SecretBytes::copyOf(newPassword));
    return Deferred{[this, session = caller.sessionRef, oldSecret, newSecret](ReplyPort port) {
        m_authenticator.changePassword(
            session, std::move(*oldSecret), std::move(*newSecret), deliverTo(std::move(port)));
    }};
}

Answer SessionHandlers::list(const Caller &caller, const Request &request)
{
    ParamReader params(request);
    const std::optional<QString> named = params.optionalText("username"_L1);
    if (const auto problem = params.problem())
        return *problem;
    const QString username = named.value_or(caller.session.username());
    if (username != caller.session.username()
        && !caller.session.rights().has(Permission::UserManage))
        return permissionDenied(permissionName(Permission::UserManage));
    const Result<QList<SessionInfo>> sessions = m_authenticator.listSessions(username);
    if (!sessions)
        return sessions.error();
    QJsonArray list;
    for (const SessionInfo &info : *sessions)
        list.append(toJson(info, caller.session));
    return QJsonObject{{u"sessions"_s, list}};
}

Answer SessionHandlers::revoke(const Caller &caller, const Request &request)
{
    ParamReader params(request);
    const QString id = params.text("id"_L1);
    if (const auto problem = params.problem())
        return *problem;
    return Deferred{[this, id, by = caller.session](ReplyPort port) {
        m_authenticator.revoke(id, by, deliverTo(std::move(port)));
    }};
}

QJsonObject grantToJson(const LoginGrant &grant, const Currency &currency)
{
    QJsonObject json = rightsToJson(*grant.rights);
    if (!grant.token.isEmpty())
        json.insert("token"_L1, grant.token);
    json.insert("username"_L1, grant.username);
    json.insert("role"_L1, grant.roleName);
    json.insert("expires_at"_L1, isoUtc(grant.expiresAt));
    json.insert("idle_seconds"_L1, qint64{grant.idle.count()});
    json.insert("must_change_password"_L1, grant.mustChangePassword);
    json.insert(
        "currency"_L1, QJsonObject{{u"code"_s, currency.code}, {u"digits"_s, currency.digits}});
    return json;
}

} // namespace roster::server
