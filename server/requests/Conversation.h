#pragma once

#include "common/protocol/Message.h"
#include "server/auth/SessionEvent.h"
#include "server/requests/BatchReplies.h"
#include "server/requests/ChangeFeed.h"
#include "server/requests/LineService.h"
#include "server/requests/NoticeWriter.h"
#include "server/requests/PendingCalls.h"
#include "server/requests/ReplyQueue.h"
#include "server/requests/RequestCounters.h"
#include "server/requests/RequestDispatcher.h"
#include "server/requests/ServerFacts.h"
#include "server/requests/UserConnections.h"
#include "server/storage/WriteLoad.h"

#include <QHostAddress>

#include <memory>
#include <optional>

namespace roster::server {

class ConversationRegistry;
class Mailbox;
struct ConversationAddress;

/// What all conversations of a worker share; outlives them.
struct ConversationContext
{
    Authenticator &authenticator;
    const RequestDispatcher &dispatcher;
    ConversationRegistry &registry;
    Mailbox &mailbox;
    const ServerFacts &facts;
    UserConnections &users;
    RequestCounters &counters;
    const WriteLoad &writes;
};

/// One client's conversation, as PROTOCOL draws it: who is logged in, which requests wait for
/// which, and the order of the replies. Lives on a worker's thread, owned by the connection.
///
///     AwaitingLogin -> Verifying -> Ready -> AwaitingLogin | Finishing
///
/// Ready holds a session; whether that must first change its password is the session's own state.
class Conversation final : public LineService, public ChangeSubscriber
{
    Q_OBJECT
public:
    Conversation(const ConversationContext &context, const QHostAddress &peer);
    ~Conversation() override;

    [[nodiscard]] bool isReadyForLine() const override;
    [[nodiscard]] qsizetype lineCap() const override;
    [[nodiscard]] bool isAwaitingLogin() const override { return m_state == State::AwaitingLogin; }
    [[nodiscard]] bool hasSession() const override { return m_session != nullptr; }
    void takeLine(const QByteArray &line) override;
    void refuseOversizeLine() override;
    void setOutputWaiting(qsizetype bytes) override;
    void finish() override;

    void setSubscribed(bool isSubscribed) override { m_notices.setSubscribed(isSubscribed); }
    /// What a commit changed; sent if this conversation has subscribed.
    void onCommitted(NoticeLines &commit);
    /// Changes up to @p revision were too many to tell.
    void onMissed(qint64 revision);
    /// What became of a session; ignored unless it is this conversation's.
    void onSessionEvent(const SessionEvent &event);

private:
    enum class State { AwaitingLogin, Verifying, Ready, Finishing };

    /// One line's requests: what has not been started yet waits here, in order.
    struct Line
    {
        ReplyQueue::Place place;
        std::shared_ptr<BatchReplies> replies;
        QList<RequestOrError> items;
        qsizetype next = 0;
        bool isBatch = false;
        RequestTimer timer; ///< of the item that is next
    };

    [[nodiscard]] bool answerAtOnce(const QByteArray &line);
    void takeMessage(const QByteArray &line);
    void pump();
    [[nodiscard]] bool startNext();
    [[nodiscard]] bool mayStart(Effect effect) const;
    void answerBeforeLogin(const Request &request);
    void startLogin(const Request &request);
    void startResume(const Request &request);
    void onLoginDone(const Line &line, const QJsonValue &id, Result<LoginGrant> grant);
    [[nodiscard]] bool answer(const Request &request);
    [[nodiscard]] Answer answerInSession(const Session &session, const Request &request);
    void refuseAfterEnd(const Request &request, EndReason reason);
    void defer(const Request &request, const Route *route, const Deferred &deferred);
    void postpone(const Request &request, const Route *route, const Postponed &postponed);
    void resume(quint64 call, const Request &request);
    [[nodiscard]] LateAnswer answerAgain(const Request &request);
    [[nodiscard]] ConversationAddress address() const;
    [[nodiscard]] quint64 addCall(const Request &request, const Route *route);
    void onDeferredDone(quint64 call, const LateAnswer &answer);
    /// @p outcome: a Result<QJsonObject> or a JsonText.
    template <typename Outcome> void complete(const QJsonValue &id, const Outcome &outcome);
    template <typename Outcome>
    void completeAt(ReplyQueue::Place place, BatchReplies &replies, qsizetype index,
        const QJsonValue &id, const RequestTimer &timer, const Outcome &outcome);

    [[nodiscard]] Result<QJsonObject> enterSession(const LoginGrant &grant);
    void leaveSession();
    [[nodiscard]] Error loginRequired() const;
    void notify(const QString &method, const QJsonObject &params);
    void flush();
    void announce();
    void finishIfDone();

    ConversationContext m_context;
    const QHostAddress m_peer;
    const quint64 m_number;

    State m_state = State::AwaitingLogin;
    SessionRef m_session;
    std::optional<UserPlace> m_place; ///< while there is a session
    bool m_hasLostSession = false; ///< requests get `session_expired` rather than `login_required`
    std::optional<Line> m_line;
    PendingCalls m_pending;
    ReplyQueue m_replies;
    NoticeWriter m_notices;
    qsizetype m_outputWaiting = 0;
    bool m_isPumping = false;
    bool m_wasReady = true;
    bool m_hasFinished = false;
};

} // namespace roster::server
