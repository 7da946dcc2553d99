#include "common/client/SessionInfo.h"

#include <QJsonArray>

namespace roster {
namespace {

using namespace Qt::StringLiterals;

constexpr int maxCurrencyDigits = 6;

} // namespace

Rights decodeRights(const QJsonObject &object)
{
    Rights rights;
    for (const QJsonValue name : object.value("permissions"_L1).toArray()) {
        if (const auto permission = permissionFromName(name.toString()))
            rights.grant(*permission);
    }
    const QJsonObject levels = object.value("fields"_L1).toObject();
    for (const FieldDescription &field : employeeFields()) {
        const auto access = accessFromName(levels.value(field.name).toString());
        if (access && field.sensitivity == Sensitivity::Sensitive)
            rights.setAccess(field.field, *access);
    }
    return rights;
}

Result<SessionInfo> decodeSessionInfo(const QJsonObject &result)
{
    const QJsonObject currency = result.value("currency"_L1).toObject();
    const int digits = currency.value("digits"_L1).toInt(-1);
    SessionInfo info;
    info.username = result.value("username"_L1).toString();
    info.role = result.value("role"_L1).toString();
    if (info.username.isEmpty() || info.role.isEmpty() || digits < 0 || digits > maxCurrencyDigits)
        return Error{ErrorCode::ParseError, u"The server's login answer is incomplete."_s, {}};
    info.rights = decodeRights(result);
    info.currency = {currency.value("code"_L1).toString(), digits};
    info.expiresAt = result.value("expires_at"_L1).toString();
    info.idleTimeout = std::chrono::seconds(result.value("idle_seconds"_L1).toInteger());
    info.mustChangePassword = result.value("must_change_password"_L1).toBool();
    return info;
}

} // namespace roster
