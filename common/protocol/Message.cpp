#include "common/protocol/Message.h"

#include "common/model/Employee.h"
#include "common/protocol/JsonText.h"
#include "common/protocol/StrictJson.h"

#include <QJsonArray>

namespace roster {
namespace {

using namespace Qt::StringLiterals;

bool isUsableId(const QJsonValue &id)
{
    if (id.isString())
        return id.toString().toUtf8().size() <= maxIdBytes;
    const qint64 number = id.toInteger();
    return isInteger(id) && number >= -maxSafeInteger && number <= maxSafeInteger;
}

Error invalidRequest(const QString &message)
{
    return {ErrorCode::InvalidRequest, message, {}};
}

bool hasOnlyKnownMembers(const QJsonObject &object)
{
    qsizetype known = 0;
    for (const QLatin1StringView name : {"jsonrpc"_L1, "id"_L1, "method"_L1, "params"_L1})
        known += object.contains(name) ? 1 : 0;
    return known == object.size();
}

QString problemOf(const QJsonObject &object)
{
    if (!object.contains("id"_L1))
        return u"A request needs an id; notifications are not taken."_s;
    if (!isUsableId(object.value("id"_L1)))
        return u"The id must be a string of at most 128 bytes or an integer within +-(2^53-1)."_s;
    if (object.value("jsonrpc"_L1) != QJsonValue(u"2.0"_s))
        return u"The member jsonrpc must be \"2.0\"."_s;
    if (!object.value("method"_L1).isString())
        return u"The member method must be a string."_s;
    const QJsonValue params = object.value("params"_L1);
    if (!params.isUndefined() && !params.isObject() && !params.isArray())
        return u"The member params must be an object."_s;
    if (!hasOnlyKnownMembers(object))
        return u"A request has only the members jsonrpc, id, method and params."_s;
    return {};
}

RequestOrError decodeRequest(const QJsonValue &value)
{
    if (!value.isObject())
        return MalformedRequest{QJsonValue::Null, invalidRequest(u"A request is an object."_s)};
    const QJsonObject object = value.toObject();
    const QJsonValue id = object.value("id"_L1);
    if (const QString problem = problemOf(object); !problem.isEmpty())
        return MalformedRequest{isUsableId(id) ? id : QJsonValue::Null, invalidRequest(problem)};
    const QJsonValue params = object.value("params"_L1);
    return Request{id, object.value("method"_L1).toString(), params.toObject(), params.isArray()};
}

Result<IncomingMessage> decodeBatch(const QJsonArray &array)
{
    if (array.isEmpty() || array.size() > maxBatchSize)
        return invalidRequest(u"A batch has 1 to %1 requests."_s.arg(maxBatchSize));
    IncomingMessage batch{true, {}};
    batch.items.reserve(array.size());
    for (const QJsonValue value : array)
        batch.items.append(decodeRequest(value));
    return batch;
}

Error decodeErrorObject(const QJsonObject &object)
{
    QJsonObject data = object.value("data"_L1).toObject();
    const auto code = errorCodeFromReason(data.value("reason"_L1).toString());
    data.remove("reason"_L1);
    return {code.value_or(ErrorCode::InternalError), object.value("message"_L1).toString(), data};
}

Reply decodeReply(const QJsonObject &object)
{
    const QJsonValue id = object.value("id"_L1);
    if (object.contains("error"_L1))
        return {id, decodeErrorObject(object.value("error"_L1).toObject())};
    return {id, object.value("result"_L1).toObject()};
}

} // namespace

Result<IncomingMessage> decodeMessage(QByteArrayView line)
{
    const Result<QJsonValue> json = readStrictJson(line);
    if (!json)
        return json.error();
    if (json->isArray())
        return decodeBatch(json->toArray());
    return IncomingMessage{false, {decodeRequest(*json)}};
}

QJsonObject encodeRequest(const QJsonValue &id, const QString &method, const QJsonObject &params)
{
    QJsonObject request{{u"jsonrpc"_s, u"2.0"_s}, {u"id"_s, id}, {u"method"_s, method}};
    if (!params.isEmpty())
        request.insert("params"_L1, params);
    return request;
}

QJsonObject encodeReply(const QJsonValue &id, const QJsonObject &result)
{
    return {{u"jsonrpc"_s, u"2.0"_s}, {u"id"_s, id}, {u"result"_s, result}};
}

QByteArray encodeReplyText(const QJsonValue &id, const QByteArray &result)
{
    QByteArray reply;
    constexpr qsizetype mostRest = 64; // but for a long id
    reply.reserve(result.size() + mostRest);
    {
        JsonObjectWriter object(reply);
        object.member("jsonrpc"_L1).append("\"2.0\"");
        QByteArray &idText = object.member("id"_L1);
        if (id.isString())
            appendJsonString(idText, id.toString());
        else
            appendJsonInteger(idText, id.toInteger());
        object.member("result"_L1).append(result);
    }
    return reply;
}

QJsonObject encodeError(const QJsonValue &id, const Error &error)
{
    QJsonObject data = error.data;
    data.insert("reason"_L1, errorReason(error.code));
    const QJsonObject object{
        {u"code"_s, errorNumber(error.code)}, {u"message"_s, error.message}, {u"data"_s, data}};
    return {{u"jsonrpc"_s, u"2.0"_s}, {u"id"_s, id}, {u"error"_s, object}};
}

QJsonObject encodeNotification(const QString &method, const QJsonObject &params)
{
    return {{u"jsonrpc"_s, u"2.0"_s}, {u"method"_s, method}, {u"params"_s, params}};
}

Result<ServerMessage> decodeServerMessage(QByteArrayView line)
{
    const Result<QJsonValue> json = readStrictJson(line);
    if (!json)
        return json.error();
    if (json->isArray()) {
        QList<Reply> replies;
        for (const QJsonValue value : json->toArray())
            replies.append(decodeReply(value.toObject()));
        return ServerMessage{replies};
    }
    const QJsonObject object = json->toObject();
    if (object.contains("method"_L1)) {
        return ServerMessage{Notification{
            object.value("method"_L1).toString(), object.value("params"_L1).toObject()}};
    }
    if (!object.contains("result"_L1) && !object.contains("error"_L1))
        return Error{ErrorCode::ParseError, u"The server's answer is no JSON-RPC message."_s, {}};
    return ServerMessage{decodeReply(object)};
}

} // namespace roster
