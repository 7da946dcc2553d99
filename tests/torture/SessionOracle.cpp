#include "tests/torture/SessionOracle.h"

#include <QJsonArray>

#include <algorithm>
#include <initializer_list>

namespace roster::torture {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QHash<QString, QString> &permissions()
{
    static const QHash<QString, QString> table{
        {u"server.info"_s, {}},
        {u"server.status"_s, u"server.manage"_s},
        {u"session.login"_s, {}},
        {u"session.resume"_s, {}},
        {u"session.logout"_s, {}},
        {u"session.change_password"_s, {}},
        {u"session.list"_s, {}},
        {u"session.revoke"_s, {}},
        {u"employee.get"_s, u"employee.get"_s},
        {u"employee.list"_s, u"employee.get"_s},
        {u"employee.locate"_s, u"employee.get"_s},
        {u"employee.values"_s, u"employee.get"_s},
        {u"employee.subscribe"_s, u"employee.get"_s},
        {u"employee.unsubscribe"_s, u"employee.get"_s},
        {u"employee.add"_s, u"employee.add"_s},
        {u"employee.update"_s, u"employee.update"_s},
        {u"employee.delete"_s, u"employee.delete"_s},
        {u"employee.restore"_s, u"employee.delete"_s},
    };
    return table;
}

bool isOneOf(const QString &reason, std::initializer_list<QLatin1StringView> reasons)
{
    return std::find(reasons.begin(), reasons.end(), reason) != reasons.end();
}

QString expected(const QString &what, const QString &method, const QString &got)
{
    return u"%1: expected %2, got %3"_s.arg(method, what, got);
}

enum class Life { Alive, Ended, Open };

Life lifeOf(const KnownSession &session)
{
    if (session.isEnded)
        return Life::Ended;
    const auto left = session.expiresAt - std::chrono::steady_clock::now();
    if (left > 1s)
        return Life::Alive;
    return left < -1s ? Life::Ended : Life::Open;
}

/// Fields that a request asks the server to judge by or to change.
bool exceedsFields(const RoleFacts &role, const QJsonObject &params)
{
    const auto level
        = [&role](const QString &field) { return role.fields.value(field, u"write"_s); };
    for (const auto &name : {"changes"_L1, "employee"_L1}) {
        for (const QString &field : params[name].toObject().keys()) {
            if (level(field) != "write"_L1)
                return true;
        }
    }
    QStringList read = params["filter"_L1].toObject().keys();
    for (const QJsonValue &sort : params["sort"_L1].toArray())
        read.append(sort["field"_L1].toString());
    return std::ranges::any_of(read, [&level](const QString &field) {
        return !isOneOf(level(field), {"read"_L1, "write"_L1});
    });
}

QString objectionWithoutSession(
    const KnownState &state, const QString &method, const QString &reason, bool isInBatch)
{
    const bool isOpenToAll = !isInBatch
        && isOneOf(method, {"server.info"_L1, "session.login"_L1, "session.resume"_L1});
    if (reason == "login_required"_L1 && !isOpenToAll)
        return {};
    if (reason == "session_expired"_L1 && (state.hadSession || method == "session.resume"_L1))
        return {};
    if (isOpenToAll && reason != "login_required"_L1)
        return {}; // what it was given is judged by the caller
    return expected(u"a login to be asked for"_s, method, reason);
}

} // namespace

QString SessionOracle::objection(const KnownState &state, const QString &method,
    const QJsonObject &params, const QJsonObject &reply, bool isInBatch)
{
    const QString reason = reply.contains("result"_L1)
        ? u"success"_s
        : reply["error"_L1]["data"_L1]["reason"_L1].toString(u"nothing"_s);
    if (!state.session)
        return objectionWithoutSession(state, method, reason, isInBatch);
    const KnownSession &session = *state.session;
    const Life life = lifeOf(session);
    if (life != Life::Alive) {
        const QString gone = objectionWithoutSession(state, method, reason, isInBatch);
        if (life == Life::Ended || gone.isEmpty())
            return gone;
    }
    if (isOneOf(method, {"session.login"_L1, "session.resume"_L1}))
        return reason == "invalid_request"_L1 ? QString()
                                              : expected(u"invalid_request"_s, method, reason);
    if (isInBatch && method.startsWith("session."_L1) && permissionOf(method)
        && method != "session.list"_L1)
        return reason == "invalid_request"_L1 ? QString()
                                              : expected(u"invalid_request"_s, method, reason);
    if (session.mustChangePassword
        && !isOneOf(method, {"session.change_password"_L1, "session.logout"_L1, "server.info"_L1}))
        return reason == "password_change_required"_L1
            ? QString()
            : expected(u"password_change_required"_s, method, reason);
    const std::optional<QString> permission = permissionOf(method);
    if (!permission)
        return reason == "unknown_method"_L1 ? QString()
                                             : expected(u"unknown_method"_s, method, reason);
    const QString missing = reply["error"_L1]["data"_L1]["permission"_L1].toString();
    if (!permission->isEmpty() && !session.role->permissions.contains(*permission)) {
        return reason == "permission_denied"_L1 && missing == *permission
            ? QString()
            : expected(u"permission_denied for "_s + *permission, method, reason);
    }
    if (reason == "success"_L1) {
        if (exceedsFields(*session.role, params))
            return expected(u"a refusal for a field"_s, method, reason);
        return leak(*session.role, reply["result"_L1].toObject());
    }
    if (isOneOf(reason,
            {"login_required"_L1, "session_expired"_L1, "unknown_method"_L1,
                "password_change_required"_L1, "internal_error"_L1, "nothing"_L1}))
        return expected(u"service"_s, method, reason);
    if (session.role->permissions.contains(missing))
        return expected(u"service with the right "_s + missing, method, reason);
    return {};
}

QString SessionOracle::leak(const RoleFacts &role, const QJsonObject &shown)
{
    QJsonArray employees = shown["employees"_L1].toArray();
    if (shown["employee"_L1].isObject())
        employees.append(shown["employee"_L1]);
    for (const QJsonValue &employee : std::as_const(employees)) {
        for (auto it = role.fields.begin(); it != role.fields.end(); ++it) {
            const QJsonValue value = employee[it.key()];
            if (it.value() == "none"_L1 && !value.isUndefined())
                return u"%1 sees %2"_s.arg(role.name, it.key());
            if (it.value() == "masked"_L1 && value.isString() && !value.toString().contains(u'*'))
                return u"%1 sees %2 unmasked"_s.arg(role.name, it.key());
        }
    }
    return {};
}

std::optional<QString> SessionOracle::permissionOf(const QString &method)
{
    const auto found = permissions().find(method);
    return found == permissions().end() ? std::nullopt : std::optional(*found);
}

QStringList SessionOracle::methods()
{
    QStringList names = permissions().keys();
    names.sort(); // so that a seed makes the same calls everywhere
    return names;
}

} // namespace roster::torture
