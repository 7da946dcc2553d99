#include "server/auth/AuthErrors.h"

#include "common/protocol/ErrorData.h"

#include <QJsonArray>

namespace roster::server {

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

Error invalidCredentials()
{
    return {ErrorCode::InvalidCredentials, u"The user name or the password is wrong."_s, {}};
}

Error sessionExpired()
{
    return {ErrorCode::SessionExpired, u"The session has ended. Log in again."_s, {}};
}

Error tooManyAttempts(milliseconds wait)
{
    return tryLater(u"Too many attempts. Try again later."_s, wait);
}

Error tooBusy(milliseconds wait)
{
    return tryLater(u"The server is busy. Try again later."_s, wait);
}

Error noSuchUser()
{
    return {ErrorCode::NotFound, u"There is no such user."_s, {}};
}

Error noSuchSession()
{
    return {ErrorCode::NotFound, u"There is no such session."_s, {}};
}

Error invalidField(const QString &field, const QString &reason, const QString &message)
{
    const QJsonObject entry{{u"field"_s, field}, {u"reason"_s, reason}, {u"message"_s, message}};
    return {ErrorCode::ValidationFailed, message, {{u"fields"_s, QJsonArray{entry}}}};
}

} // namespace roster::server
