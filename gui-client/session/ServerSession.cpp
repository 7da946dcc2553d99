#include "gui-client/session/ServerSession.h"

#include <QRandomGenerator>

#include <algorithm>
#include <utility>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

constexpr auto firstPause = 1s;
constexpr auto longestPause = 30s;
constexpr int mostDoublings = 5;

/// Grows from try to try, and differs between clients, so that a server that comes back is not run
/// down by all of them at once.
std::chrono::milliseconds pauseAfter(int triesInVain)
{
    const auto pause = std::min<std::chrono::milliseconds>(
        longestPause, firstPause * (1 << std::min(triesInVain, mostDoublings)));
    const auto quarter = static_cast<int>(pause.count() / 4);
    return pause - std::chrono::milliseconds(QRandomGenerator::global()->bounded(quarter + 1));
}

} // namespace

ServerSession::ServerSession(std::unique_ptr<RosterClient> client, ServerAddress server)
    : m_client(std::move(client))
    , m_server(std::move(server))
    , m_info(*m_client->session())
{
    m_retryTimer.setSingleShot(true);
    connect(&m_retryTimer, &QTimer::timeout, this, &ServerSession::tryNow);
    connect(m_client.get(), &RosterClient::connectionLost, this, &ServerSession::onConnectionLost);
    connect(m_client.get(), &RosterClient::sessionEnded, this, &ServerSession::onSessionEnded);
    connect(m_client.get(), &RosterClient::sessionChanged, this, [this] {
        m_info = *m_client->session();
        Q_EMIT rightsChanged();
    });
    connect(m_client.get(), &RosterClient::notified, this,
        [this](const QString &method, const QJsonObject &params) {
            if (method == "employee.changed"_L1)
                Q_EMIT employeeChanged(params);
        });
    subscribe();
}

ServerSession::~ServerSession() = default;

std::chrono::milliseconds ServerSession::untilNextTry() const
{
    return std::max(0ms, m_retryTimer.remainingTimeAsDuration());
}

void ServerSession::call(const QString &method, const QJsonObject &params, QObject *context,
    RosterClient::Callback callback)
{
    if (isOnline()) {
        m_client->call(method, params, context, std::move(callback));
        return;
    }
    const ConnectionError error{ConnectionError::Kind::Closed, m_trouble, false};
    const auto fail = [callback = std::move(callback), error] { callback(error); };
    QMetaObject::invokeMethod(context, fail, Qt::QueuedConnection);
}

void ServerSession::tryNow()
{
    if (m_state != State::Waiting)
        return;
    m_retryTimer.stop();
    enter(State::Trying);
    // Any call connects, and takes the session up before it.
    m_client->call(
        u"server.info"_s, {}, this, [this](const CallOutcome &outcome) { onTried(outcome); });
}

void ServerSession::logIn(
    const SecretBytes &password, QObject *context, RosterClient::Callback callback)
{
    const auto onDone = [this, guard = QPointer<QObject>(context), callback = std::move(callback)](
                            const CallOutcome &outcome) {
        if (outcome.isOk()) {
            onBack();
        } else if (m_state != State::Ended) {
            // The login took the place of the session that stood.
            m_trouble = tr("You are signed out.");
            enter(State::Ended);
        }
        if (guard)
            callback(outcome);
    };
    m_retryTimer.stop();
    m_client->login(m_info.username, password, this, onDone);
}

void ServerSession::logOut(QObject *context, std::function<void()> onDone)
{
    m_retryTimer.stop();
    const auto later = [guard = QPointer(context), onDone = std::move(onDone)] {
        if (guard)
            QMetaObject::invokeMethod(guard, onDone, Qt::QueuedConnection);
    };
    if (isOnline())
        m_client->logout(context, [later](const CallOutcome &) { later(); });
    else
        later();
}

void ServerSession::enter(State state)
{
    m_state = state;
    Q_EMIT stateChanged();
}

void ServerSession::onConnectionLost(const ConnectionError &error)
{
    if (m_state != State::Online)
        return; // what was being tried tells its own outcome
    m_trouble = error.message;
    m_triesInVain = 0;
    waitForNextTry();
}

void ServerSession::onSessionEnded(const QString &reason)
{
    m_retryTimer.stop();
    if (reason == "password_changed"_L1)
        m_trouble = tr("Your password was changed, so you were signed out.");
    else if (reason == "disabled"_L1)
        m_trouble = tr("Your account was disabled.");
    else if (reason == "revoked"_L1)
        m_trouble = tr("Your session was ended by you elsewhere, or by an administrator.");
    else
        m_trouble = tr("Your session has expired.");
    enter(State::Ended);
}

void ServerSession::waitForNextTry()
{
    m_retryTimer.start(pauseAfter(m_triesInVain));
    enter(State::Waiting);
}

void ServerSession::onTried(const CallOutcome &outcome)
{
    if (m_state != State::Trying)
        return;
    if (outcome.isOk()) {
        onBack();
        return;
    }
    m_trouble = outcome.failure() ? outcome.failure()->message : outcome.refusal()->message;
    ++m_triesInVain;
    waitForNextTry();
}

void ServerSession::onBack()
{
    const Rights before = m_info.rights;
    m_info = *m_client->session();
    m_trouble.clear();
    m_triesInVain = 0;
    subscribe();
    enter(State::Online);
    if (m_info.rights != before)
        Q_EMIT rightsChanged();
    Q_EMIT cameBack();
}

void ServerSession::subscribe()
{
    if (!m_info.rights.has(Permission::EmployeeGet))
        return;
    m_client->call(u"employee.subscribe"_s, {}, this, [](const CallOutcome &) {});
}

} // namespace roster::gui
