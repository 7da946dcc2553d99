#include "server/auth/RightsJson.h"
#include "server/requests/Conversation.h"

namespace roster::server {

using namespace Qt::StringLiterals;

void Conversation::onMissed(qint64 revision)
{
    m_notices.miss(revision);
    setOutputWaiting(m_outputWaiting);
}

void Conversation::onSessionEvent(const SessionEvent &event)
{
    if (!m_session || m_session->record().id != event.sessionId)
        return;
    if (event.kind == SessionEvent::Kind::Changed) {
        announce();
        return;
    }
    if (event.kind == SessionEvent::Kind::Ended) {
        const bool isAsker = m_pending.mayEndSession();
        leaveSession();
        if (isAsker && event.reason == EndReason::Logout)
            m_hasLostSession = false;
        if (!isAsker)
            notify(u"session.ended"_s, {{u"reason"_s, endReasonName(event.reason)}});
    }
    pump();
    flush();
}

/// Tells the client what its role may do now.
void Conversation::announce()
{
    const auto state = m_context.authenticator.stateOf(m_session);
    if (!state)
        return;
    QJsonObject params = rightsToJson(*state->rights);
    params.insert("role"_L1, state->roleName);
    notify(u"session.changed"_s, params);
    flush();
}

} // namespace roster::server
