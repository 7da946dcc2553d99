#include "server/requests/PlainAnswer.h"

#include "common/protocol/StrictJson.h"

namespace roster::server {

std::optional<QByteArray> answerPlainly(QByteArrayView line, Authenticator &authenticator,
    const RequestDispatcher &dispatcher, const SessionRef &session, ChangeSubscriber &subscriber)
{
    const auto takenAt = RequestTimer::Clock::now();
    const std::optional<PlainRequest> request = readPlainRequest(line);
    const Route *route = request ? dispatcher.findPlain(*request) : nullptr;
    if (!route)
        return std::nullopt;
    const Result<Session> admitted = authenticator.admit(session);
    if (!admitted)
        return std::nullopt;
    constexpr qsizetype usualReply = 640; // and the end of the line
    QByteArray reply;
    reply.reserve(usualReply);
    reply.append(R"({"jsonrpc":"2.0","id":)").append(request->id).append(R"(,"result":)");
    const Outcome outcome
        = dispatcher.dispatchPlain({*admitted, session, subscriber}, *route, request->value, reply);
    RequestTimer{route->counters, takenAt}.stop(!outcome);
    if (!outcome)
        return writeJson(encodeError(request->idValue(), outcome.error()));
    return reply.append('}');
}

} // namespace roster::server
