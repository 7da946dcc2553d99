#include "common/client/RosterClient.h"

#include "common/protocol/StrictJson.h"

#include <utility>

namespace roster {
namespace {

using namespace Qt::StringLiterals;
using Kind = ConnectionError::Kind;

/// The reply's id as we gave it; 0, which we never give, for any other.
qint64 idOf(const Reply &reply)
{
    return isInteger(reply.id) ? reply.id.toInteger() : 0;
}

} // namespace

RosterClient::RosterClient(const ClientOptions &options, QObject *parent)
    : QObject(parent)
    , m_options(options)
    , m_link(options, this)
{
    m_silenceTimer.setSingleShot(true);
    m_silenceTimer.setInterval(options.silenceTimeout);
    connect(&m_silenceTimer, &QTimer::timeout, this, &RosterClient::onSilence);
    connect(&m_link, &ServerLink::reached, this, &RosterClient::serverReached);
    connect(&m_link, &ServerLink::opened, this, &RosterClient::onOpened);
    connect(&m_link, &ServerLink::opened, this, &RosterClient::serverTrusted); // in this order
    connect(&m_link, &ServerLink::lineReceived, this, &RosterClient::onLineReceived);
    connect(&m_link, &ServerLink::progressed, this, &RosterClient::restartSilenceTimer);
    connect(&m_link, &ServerLink::remembered, this, &RosterClient::serverRemembered);
    connect(&m_link, &ServerLink::failed, this, &RosterClient::onLinkFailed);
}

RosterClient::~RosterClient() = default;

const SessionInfo *RosterClient::session() const
{
    return m_session ? &*m_session : nullptr;
}

void RosterClient::meetServer(QObject *context, Callback callback)
{
    startOver({{}, {}, context, std::move(callback)});
}

void RosterClient::login(
    const QString &username, const SecretBytes &password, QObject *context, Callback callback)
{
    m_session.reset();
    m_token = {};
    const QJsonObject params{
        {u"username"_s, username}, {u"password"_s, QString::fromUtf8(password.view())}};
    startOver(greetingWith(u"session.login"_s, params, context, callback));
}

void RosterClient::resume(SecretBytes token, QObject *context, Callback callback)
{
    m_session.reset();
    m_token = std::move(token);
    startOver(greetingWith(
        u"session.resume"_s, {{u"token"_s, QString::fromUtf8(m_token.view())}}, context, callback));
}

void RosterClient::logout(QObject *context, Callback callback)
{
    const auto onDone = [this, callback = std::move(callback)](const CallOutcome &outcome) {
        if (outcome.isOk()) {
            m_session.reset();
            m_token = {};
            disconnectFromServer();
        }
        callback(outcome);
    };
    call(u"session.logout"_s, {}, context, onDone);
}

void RosterClient::call(
    const QString &method, const QJsonObject &params, QObject *context, Callback callback)
{
    enqueue({method, params, context, std::move(callback)});
}

void RosterClient::disconnectFromServer()
{
    m_link.close();
    failCallsLater({Kind::Closed, u"The connection was ended."_s, false});
}

void RosterClient::enqueue(Call call)
{
    if (m_state == State::Ready) {
        transmit(std::move(call));
        return;
    }
    m_waiting.append(std::move(call));
    if (m_state == State::Offline) {
        m_state = State::Connecting;
        m_link.open();
    }
}

void RosterClient::startOver(Call greeting)
{
    failCallsLater({Kind::Closed, u"The connection was ended for a new login."_s, false});
    m_greeting = std::move(greeting);
    m_state = State::Connecting;
    m_link.open();
}

RosterClient::Call RosterClient::greetingWith(
    const QString &method, QJsonObject params, QObject *context, const Callback &callback)
{
    params.insert("client"_L1,
        QJsonObject{{u"kind"_s, m_options.kind}, {u"version"_s, QStringLiteral(ROSTER_VERSION)}});
    const auto onDone
        = [this, callback, guard = QPointer<QObject>(context)](const CallOutcome &outcome) {
              const CallOutcome verdict = onGreeted(outcome);
              if (guard && callback)
                  callback(verdict);
          };
    return {method, params, this, onDone};
}

void RosterClient::onOpened()
{
    if (m_greeting && m_greeting->method.isEmpty()) {
        endMeeting(*std::exchange(m_greeting, std::nullopt));
        return;
    }
    if (!m_greeting && !m_token.isEmpty()) {
        m_greeting = greetingWith(u"session.resume"_s,
            {{u"token"_s, QString::fromUtf8(m_token.view())}}, this, Callback());
    }
    if (m_greeting) {
        m_state = State::Greeting;
        transmit(*std::exchange(m_greeting, std::nullopt));
    } else {
        m_state = State::Ready;
        sendWaiting();
    }
}

void RosterClient::endMeeting(const Call &meeting)
{
    m_link.close();
    m_state = State::Offline;
    complete(meeting, QJsonObject());
    if (m_state == State::Offline && !m_waiting.isEmpty()) {
        m_state = State::Connecting;
        m_link.open();
    }
}

CallOutcome RosterClient::onGreeted(const CallOutcome &outcome)
{
    if (const Error *refusal = outcome.refusal()) {
        m_link.close();
        m_state = State::Offline;
        const QList<Call> waiting = std::exchange(m_waiting, {});
        if (meansNoSession(*refusal))
            endSession(u"expired"_s);
        completeAll(waiting, outcome);
    } else if (outcome.isOk() && !adoptSession(*outcome.result())) {
        const ConnectionError error{
            Kind::NotRoster, u"The server's answer to the login is incomplete."_s, true};
        m_link.fail(error.kind, error.message);
        return error;
    } else if (outcome.isOk()) {
        m_state = State::Ready;
        sendWaiting();
    }
    return outcome;
}

bool RosterClient::adoptSession(const QJsonObject &result)
{
    Result<SessionInfo> info = decodeSessionInfo(result);
    const QString token = result.value("token"_L1).toString();
    if (!info || (token.isEmpty() && m_token.isEmpty()))
        return false;
    m_session = *std::move(info);
    if (!token.isEmpty())
        m_token = SecretBytes::copyOf(token);
    return true;
}

void RosterClient::transmit(Call call)
{
    const qint64 id = ++m_lastId;
    QByteArray line = writeJson(encodeRequest(id, call.method, call.params));
    m_open.insert(id, std::move(call));
    m_link.send(std::move(line));
    if (!m_silenceTimer.isActive())
        m_silenceTimer.start();
}

void RosterClient::sendWaiting()
{
    for (Call &call : std::exchange(m_waiting, {}))
        transmit(std::move(call));
}

void RosterClient::onLineReceived(const QByteArray &line)
{
    const Result<ServerMessage> message = decodeServerMessage(line);
    if (message) {
        if (const auto *reply = std::get_if<Reply>(&*message))
            return onReply(*reply);
        if (const auto *notification = std::get_if<Notification>(&*message))
            return onNotification(*notification);
    }
    m_link.fail(Kind::NotRoster, u"The server sent something that is not Roster's protocol."_s);
}

void RosterClient::onReply(const Reply &reply)
{
    // An error without an id is about the oldest request: replies come in the order of requests.
    const bool isAboutOldest = reply.id.isNull() && !reply.outcome && !m_open.isEmpty();
    const qint64 id = isAboutOldest ? m_open.firstKey() : idOf(reply);
    if (!m_open.contains(id)) {
        m_link.fail(Kind::NotRoster, u"The server answered a question that was not asked."_s);
        return;
    }
    const Call call = m_open.take(id);
    restartSilenceTimer();
    if (reply.outcome) {
        complete(call, *reply.outcome);
        return;
    }
    if (m_state == State::Ready && meansNoSession(reply.outcome.error()))
        endSession(u"expired"_s);
    complete(call, reply.outcome.error());
}

void RosterClient::onNotification(const Notification &notification)
{
    if (notification.method == "session.ended"_L1) {
        endSession(notification.params.value("reason"_L1).toString());
    } else if (notification.method == "session.changed"_L1) {
        if (!m_session)
            return;
        m_session->role = notification.params.value("role"_L1).toString();
        m_session->rights = decodeRights(notification.params);
        Q_EMIT sessionChanged();
    } else {
        Q_EMIT notified(notification.method, notification.params);
    }
}

void RosterClient::onLinkFailed(const ConnectionError &error)
{
    const bool hadStood = m_state == State::Ready || m_state == State::Greeting;
    m_state = State::Offline;
    QList<Call> sent;
    const QList<Call> unsent = takeCalls(&sent);
    if (hadStood)
        Q_EMIT connectionLost(error);
    completeAll(sent, ConnectionError{error.kind, error.message, true});
    completeAll(unsent, error);
}

void RosterClient::onSilence()
{
    m_link.fail(Kind::TimedOut,
        u"%1 has not answered for %2 seconds."_s.arg(toString(m_options.server))
            .arg(std::chrono::duration_cast<std::chrono::seconds>(m_options.silenceTimeout)
                     .count()));
}

void RosterClient::restartSilenceTimer()
{
    if (m_open.isEmpty())
        m_silenceTimer.stop();
    else
        m_silenceTimer.start();
}

void RosterClient::endSession(const QString &reason)
{
    m_token = {};
    if (std::exchange(m_session, std::nullopt))
        Q_EMIT sessionEnded(reason);
}

QList<RosterClient::Call> RosterClient::takeCalls(QList<Call> *sent)
{
    m_silenceTimer.stop();
    *sent = std::exchange(m_open, {}).values();
    QList<Call> unsent = std::exchange(m_waiting, {});
    if (m_greeting)
        unsent.prepend(*std::exchange(m_greeting, std::nullopt));
    return unsent;
}

void RosterClient::failCallsLater(const ConnectionError &error)
{
    m_state = State::Offline;
    QList<Call> sent;
    const QList<Call> unsent = takeCalls(&sent);
    if (sent.isEmpty() && unsent.isEmpty())
        return;
    const auto failAll = [sent, unsent, error] {
        completeAll(sent, ConnectionError{error.kind, error.message, true});
        completeAll(unsent, error);
    };
    QMetaObject::invokeMethod(this, failAll, Qt::QueuedConnection);
}

void RosterClient::complete(const Call &call, const CallOutcome &outcome)
{
    if (call.context && call.callback)
        call.callback(outcome);
}

void RosterClient::completeAll(const QList<Call> &calls, const CallOutcome &outcome)
{
    for (const Call &call : calls)
        complete(call, outcome);
}

} // namespace roster
