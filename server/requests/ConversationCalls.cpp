// Requests that are answered later: the rest of Conversation.
#include "server/auth/AuthErrors.h"
#include "server/requests/Conversation.h"
#include "server/requests/ConversationAddress.h"
#include "server/storage/ReadBudget.h"

#include <QTimer>

namespace roster::server {

using namespace Qt::StringLiterals;

ConversationAddress Conversation::address() const
{
    return {m_context.mailbox, m_context.registry, m_number};
}

void Conversation::defer(const Request &request, const Route *route, const Deferred &deferred)
{
    const quint64 call = addCall(request, route);
    deferred.start([to = address(), call](std::function<LateAnswer()> result) {
        to.post([call, result = std::move(result)](
                    Conversation &conversation) { conversation.onDeferredDone(call, result()); });
    });
}

/// Until it is answered nothing else of this connection is begun.
void Conversation::postpone(const Request &request, const Route *route, const Postponed &postponed)
{
    const quint64 call = addCall(request, route);
    postponed.start([to = address(), call, request] {
        to.post(
            [call, request](Conversation &conversation) { conversation.resume(call, request); });
    });
    QTimer::singleShot(
        ReadBudget::perRequest, this, [this, call, request] { resume(call, request); });
}

/// What it waited for is there, or has taken too long; whichever comes first.
void Conversation::resume(quint64 call, const Request &request)
{
    if (m_pending.contains(call))
        onDeferredDone(call, answerAgain(request));
}

/// Meanwhile the session may have ended, or may do less than before.
LateAnswer Conversation::answerAgain(const Request &request)
{
    using Refused = Result<QJsonObject>;
    if (!m_session)
        return Refused(loginRequired());
    const Result<Session> session = m_context.authenticator.admit(m_session);
    if (!session) {
        const bool isOver = m_context.authenticator.endOf(m_session).has_value();
        return Refused(isOver ? session.error() : tooBusy());
    }
    constexpr bool hasWaited = true;
    Answer answered = m_context.dispatcher.dispatch(
        {*session, m_session, *this, m_pending.size(), hasWaited}, request);
    if (auto *text = std::get_if<JsonText>(&answered))
        return std::move(*text);
    if (auto *outcome = std::get_if<Result<QJsonObject>>(&answered))
        return std::move(*outcome);
    return Refused(Error{ErrorCode::InternalError, u"The request was postponed twice."_s, {}});
}

/// The next request of the line is under way.
quint64 Conversation::addCall(const Request &request, const Route *route)
{
    const bool mayEndSession
        = request.method == "session.logout"_L1 || request.method == "session.revoke"_L1;
    const quint64 call = m_pending.add({m_line->replies, m_line->place, m_line->next, request.id,
        route->effect, mayEndSession, m_line->timer});
    if (++m_line->next == m_line->items.size())
        m_line.reset();
    return call;
}

} // namespace roster::server
