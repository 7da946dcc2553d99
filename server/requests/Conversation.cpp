#include "server/requests/Conversation.h"

#include "common/protocol/LineCodec.h"
#include "common/protocol/StrictJson.h"
#include "server/auth/LiveSession.h"
#include "server/requests/ConversationAddress.h"
#include "server/requests/LoginRequest.h"
#include "server/requests/ParamReader.h"
#include "server/requests/PlainAnswer.h"
#include "server/requests/SessionHandlers.h"

#include <QElapsedTimer>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// No more is taken from a peer that owes us reading so much.
constexpr qsizetype highWater = 1024 * 1024;
constexpr qsizetype maxOwedReplies = 512;
/// Nor from one with so many calls under way: a batch, and a part of the next. When the writer has
/// much to do, nor from one with any.
constexpr std::size_t maxCallsUnderWay = 512;
constexpr auto turn = 5ms; ///< then other connections of the worker have theirs

} // namespace

/// Answers the item that is next.
template <typename Outcome>
void Conversation::complete(const QJsonValue &id, const Outcome &outcome)
{
    const Line line = *m_line;
    if (++m_line->next == m_line->items.size())
        m_line.reset();
    completeAt(line.place, *line.replies, line.next, id, line.timer, outcome);
}

template <typename Outcome>
void Conversation::completeAt(ReplyQueue::Place place, BatchReplies &replies, qsizetype index,
    const QJsonValue &id, const RequestTimer &timer, const Outcome &outcome)
{
    replies.set(index, id, outcome);
    if (replies.isComplete())
        m_replies.fill(place, replies.line());
    timer.stop(outcome);
}

Conversation::Conversation(const ConversationContext &context, const QHostAddress &peer)
    : m_context(context)
    , m_peer(peer)
    , m_number(context.registry.add(*this))
    , m_notices(&context.counters.subscribers)
{
}

Conversation::~Conversation()
{
    m_context.registry.remove(m_number);
}

bool Conversation::isReadyForLine() const
{
    // A session request leaves the state, and the cap, that the next line is read under.
    return (m_state == State::AwaitingLogin || m_state == State::Ready) && !m_line
        && !m_pending.isSessionAtStake() && m_outputWaiting < highWater
        && m_replies.size() < maxOwedReplies
        && m_pending.size() < (m_context.writes.isBusy() ? 1 : maxCallsUnderWay);
}

qsizetype Conversation::lineCap() const
{
    return m_session ? lineCapOfServer : lineCapBeforeLogin;
}

void Conversation::takeLine(const QByteArray &line)
{
    if (!answerAtOnce(line))
        takeMessage(line);
    flush();
}

/// Only while nothing is under way that it might overtake.
bool Conversation::answerAtOnce(const QByteArray &line)
{
    if (m_state != State::Ready || m_line || !m_pending.isEmpty())
        return false;
    const auto reply
        = answerPlainly(line, m_context.authenticator, m_context.dispatcher, m_session, *this);
    if (reply)
        m_replies.append(*reply);
    return reply.has_value();
}

void Conversation::takeMessage(const QByteArray &line)
{
    const RequestTimer timer{&m_context.counters.other(), RequestTimer::Clock::now()};
    const Result<IncomingMessage> message = decodeMessage(line);
    const ReplyQueue::Place place = m_replies.reserve();
    if (!message || (message->isBatch && m_state == State::AwaitingLogin)) {
        BatchReplies refusal(false, 1);
        completeAt(place, refusal, 0, QJsonValue::Null, timer,
            message ? Result<QJsonObject>(loginRequired()) : message.error());
    } else {
        m_line
            = Line{place, std::make_shared<BatchReplies>(message->isBatch, message->items.size()),
                message->items, 0, message->isBatch, timer};
        pump();
    }
}

void Conversation::refuseOversizeLine()
{
    const Error error{
        ErrorCode::TooLarge, u"A line has at most %1 bytes here."_s.arg(lineCap()), {}};
    m_replies.append(writeJson(encodeError(QJsonValue::Null, error)));
    finish();
}

void Conversation::setOutputWaiting(qsizetype bytes)
{
    m_outputWaiting = bytes;
    const QByteArray missed = m_notices.catchUp(bytes + m_replies.waitingBytes());
    if (!missed.isEmpty())
        m_replies.append(missed);
    flush();
}

/// What was taken is still answered; the connection's patience is bounded.
void Conversation::finish()
{
    m_state = State::Finishing;
    flush();
}

/// Starts what may be started, in order, for at most one turn.
void Conversation::pump()
{
    if (m_isPumping)
        return;
    m_isPumping = true;
    QElapsedTimer timer;
    timer.start();
    while (m_line && startNext()) {
        if (m_line && std::chrono::milliseconds(timer.elapsed()) >= turn) {
            QMetaObject::invokeMethod(
                this,
                [this] {
                    pump();
                    flush();
                },
                Qt::QueuedConnection);
            break;
        }
    }
    m_isPumping = false;
}

/// False when the next item has to wait for those before it.
bool Conversation::startNext()
{
    const RequestOrError item = m_line->items[m_line->next];
    const auto *request = std::get_if<Request>(&item);
    if (!request) {
        const auto &malformed = std::get<MalformedRequest>(item);
        m_line->timer.counters = &m_context.counters.other();
        complete(malformed.id, malformed.error);
        return true;
    }
    const Route *route = m_context.dispatcher.find(request->method);
    if (!mayStart(route ? route->effect : Effect::Read))
        return false;
    m_line->timer.counters = route ? route->counters : &m_context.counters.other();
    if (m_session)
        return answer(*request);
    answerBeforeLogin(*request);
    return true;
}

bool Conversation::mayStart(Effect effect) const
{
    return m_state != State::Verifying && m_pending.mayStart(effect);
}

void Conversation::answerBeforeLogin(const Request &request)
{
    if (m_line->isBatch)
        complete(request.id, loginRequired()); // the session ended within the batch
    else if (request.method == "session.login"_L1)
        startLogin(request);
    else if (request.method == "session.resume"_L1)
        startResume(request);
    else if (request.method != "server.info"_L1)
        complete(request.id, loginRequired());
    else if (const auto problem = ParamReader(request).problem())
        complete(request.id, *problem);
    else
        complete(request.id, infoToJson(m_context.facts));
}

void Conversation::startLogin(const Request &request)
{
    Result<LoginAttempt> attempt = readLogin(request);
    if (!attempt)
        return complete(request.id, attempt.error());
    attempt->peer = m_peer;

    m_state = State::Verifying;
    Q_EMIT awaitingLoginChanged();
    m_line->timer.counters = &m_context.counters.login();
    const Line line = *std::exchange(m_line, std::nullopt);
    m_context.authenticator.login(
        *std::move(attempt), [to = address(), line, id = request.id](Result<LoginGrant> grant) {
            to.post([line, id, grant = std::move(grant)](
                        Conversation &conversation) { conversation.onLoginDone(line, id, grant); });
        });
}

void Conversation::startResume(const Request &request)
{
    Result<QString> token = readResume(request);
    if (!token)
        return complete(request.id, token.error());
    const Result<LoginGrant> grant = m_context.authenticator.resume(*token);
    wipe(*token);
    m_line->timer.counters = &m_context.counters.resume();
    const Line line = *std::exchange(m_line, std::nullopt);
    onLoginDone(line, request.id, grant);
}

void Conversation::onLoginDone(const Line &line, const QJsonValue &id, Result<LoginGrant> grant)
{
    if (m_state != State::Finishing)
        m_state = State::AwaitingLogin;
    completeAt(
        line.place, *line.replies, 0, id, line.timer, grant ? enterSession(*grant) : grant.error());
    Q_EMIT awaitingLoginChanged();
    flush();
}

/// False while it is open whether the session goes on; onSessionEvent() will tell.
bool Conversation::answer(const Request &request)
{
    const Result<Session> session = m_context.authenticator.admit(m_session);
    if (!session) {
        const std::optional<EndReason> reason = m_context.authenticator.endOf(m_session);
        if (reason)
            refuseAfterEnd(request, *reason);
        return reason.has_value();
    }
    const Route *route = m_context.dispatcher.find(request.method);
    const Answer answered = answerInSession(*session, request);
    if (const auto *outcome = std::get_if<Result<QJsonObject>>(&answered))
        complete(request.id, *outcome);
    else if (const auto *text = std::get_if<JsonText>(&answered))
        complete(request.id, *text);
    else if (const auto *deferred = std::get_if<Deferred>(&answered))
        defer(request, route, *deferred);
    else
        postpone(request, route, std::get<Postponed>(answered));
    return true;
}

/// The request found the session dead before the event arrived, which will find no session then.
void Conversation::refuseAfterEnd(const Request &request, EndReason reason)
{
    leaveSession();
    complete(request.id, loginRequired());
    notify(u"session.ended"_s, {{u"reason"_s, endReasonName(reason)}});
}

Answer Conversation::answerInSession(const Session &session, const Request &request)
{
    if (const auto problem = m_context.dispatcher.misplaced(request, m_line->isBatch))
        return *problem;
    return m_context.dispatcher.dispatch({session, m_session, *this, m_pending.size()}, request);
}

void Conversation::onDeferredDone(quint64 call, const LateAnswer &answer)
{
    const PendingCall done = m_pending.take(call);
    std::visit(
        [&](const auto &outcome) {
            completeAt(done.place, *done.replies, done.index, done.id, done.timer, outcome);
        },
        answer);
    pump();
    flush();
}

Result<QJsonObject> Conversation::enterSession(const LoginGrant &grant)
{
    Result<UserPlace> place
        = m_context.users.take(grant.session->record().username, grant.session->record().id);
    if (!place) {
        // Nobody else has the token of a session that has just begun.
        if (!grant.token.isEmpty())
            m_context.authenticator.logout(grant.session, [](const Result<Done> &) {});
        return place.error();
    }
    m_place = *std::move(place);
    m_session = grant.session;
    m_hasLostSession = false;
    if (m_state == State::AwaitingLogin)
        m_state = State::Ready;
    return grantToJson(grant, m_context.facts.currency);
}

void Conversation::leaveSession()
{
    m_session.reset();
    m_place.reset();
    m_notices.setSubscribed(false);
    m_hasLostSession = true;
    if (m_state == State::Ready) {
        m_state = State::AwaitingLogin;
        Q_EMIT awaitingLoginChanged();
    }
}

Error Conversation::loginRequired() const
{
    if (m_hasLostSession)
        return {ErrorCode::SessionExpired, u"The session has ended. Log in again."_s, {}};
    return {ErrorCode::LoginRequired, u"Log in first."_s, {}};
}

void Conversation::onCommitted(NoticeLines &commit)
{
    if (!m_notices.isSubscribed() || !m_session)
        return;
    const std::shared_ptr<const Rights> rights = m_context.authenticator.rightsOf(m_session);
    if (!rights || !rights->has(Permission::EmployeeGet))
        return;
    const QByteArray lines
        = m_notices.write(commit, *rights, m_outputWaiting + m_replies.waitingBytes());
    if (lines.isEmpty())
        return;
    m_replies.append(lines);
    flush();
}

void Conversation::notify(const QString &method, const QJsonObject &params)
{
    m_replies.append(writeJson(encodeNotification(method, params)));
}

void Conversation::flush()
{
    if (const QByteArray lines = m_replies.takeReady(); !lines.isEmpty())
        Q_EMIT outputReady(lines);
    finishIfDone();
    const bool isReady = isReadyForLine();
    if (isReady && !std::exchange(m_wasReady, isReady))
        Q_EMIT readyForLine();
    m_wasReady = isReady;
}

void Conversation::finishIfDone()
{
    if (m_state == State::Finishing && m_replies.isEmpty() && !std::exchange(m_hasFinished, true))
        Q_EMIT finished();
}

} // namespace roster::server
