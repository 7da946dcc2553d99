#include "server/requests/PlainAnswer.h"

#include "common/protocol/StrictJson.h"

namespace roster::server {
namespace {

QByteArray replyTo(QByteArrayView id, const QByteArray &result)
{
    constexpr QByteArrayView beforeId(R"({"jsonrpc":"2.0","id":)");
    constexpr QByteArrayView beforeResult(R"(,"result":)");
    QByteArray reply;
    reply.reserve(beforeId.size() + id.size() + beforeResult.size() + result.size() + 1);
    return reply.append(beforeId).append(id).append(beforeResult).append(result).append('}');
}

} // namespace

std::optional<QByteArray> answerPlainly(QByteArrayView line, Authenticator &authenticator,
    const RequestDispatcher &dispatcher, const SessionRef &session, ChangeSubscriber &subscriber)
{
    const std::optional<PlainRequest> request = readPlainRequest(line);
    const Route *route = request ? dispatcher.findPlain(*request) : nullptr;
    if (!route)
        return std::nullopt;
    const Result<Session> admitted = authenticator.admit(session);
    if (!admitted)
        return std::nullopt;
    const Answer answer
        = dispatcher.dispatchPlain({*admitted, session, subscriber}, *route, request->value);
    if (const auto *text = std::get_if<JsonText>(&answer))
        return replyTo(request->id, text->text);
    // No plain form leads to a write.
    const auto &outcome = std::get<Result<QJsonObject>>(answer);
    const QJsonValue id = request->idValue();
    return writeJson(outcome ? encodeReply(id, *outcome) : encodeError(id, outcome.error()));
}

} // namespace roster::server
