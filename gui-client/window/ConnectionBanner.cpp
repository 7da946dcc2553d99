#include "gui-client/window/ConnectionBanner.h"

#include "gui-client/session/ServerSession.h"
#include "gui-client/session/WriteQueue.h"
#include "gui-client/text/PlainToolTip.h"

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using State = ServerSession::State;

} // namespace

ConnectionBanner::ConnectionBanner(
    ServerSession &session, const WriteQueue &writes, QWidget *parent)
    : Banner(parent)
    , m_session(session)
    , m_writes(writes)
{
    setObjectName(u"connectionBanner"_s);
    m_second.setInterval(1s);
    connect(&m_second, &QTimer::timeout, this, &ConnectionBanner::countDown);
    connect(&m_session, &ServerSession::stateChanged, this, &ConnectionBanner::onStateChanged);
    connect(&m_writes, &WriteQueue::countChanged, this, &ConnectionBanner::countDown);
    connect(this, &Banner::actionTriggered, this, &ConnectionBanner::onAction);
    onStateChanged();
}

void ConnectionBanner::onStateChanged()
{
    m_second.stop();
    // What a server or the network says may be long; the sentence is ours, the reason its tooltip.
    setToolTip(plainToolTip(m_session.trouble()));
    switch (m_session.state()) {
    case State::Online:
        clear();
        break;
    case State::Waiting:
        m_second.start();
        say(Kind::Warning, wording(), tr("Try now"));
        break;
    case State::Trying:
        say(Kind::Warning, wording());
        break;
    case State::Ended:
        say(Kind::Warning, wording(), tr("Sign in"));
        break;
    }
}

void ConnectionBanner::countDown()
{
    if (isSaying())
        reword(wording());
}

void ConnectionBanner::onAction()
{
    if (m_session.state() == State::Ended)
        Q_EMIT signInRequested();
    else
        m_session.tryNow();
}

QString ConnectionBanner::wording() const
{
    QString sentence;
    switch (m_session.state()) {
    case State::Online:
        return {};
    case State::Waiting: {
        const auto left = std::chrono::ceil<std::chrono::seconds>(m_session.untilNextTry());
        sentence = tr("Connection lost. Trying again in %n second(s).", nullptr,
            static_cast<int>(left.count()));
        break;
    }
    case State::Trying:
        sentence = tr("Connection lost. Connecting again...");
        break;
    case State::Ended:
        sentence = m_session.trouble();
        break;
    }
    const QString waiting = waitingEdits();
    return waiting.isEmpty() ? sentence : sentence + u' ' + waiting;
}

QString ConnectionBanner::waitingEdits() const
{
    const auto count = static_cast<int>(m_writes.count());
    return count == 0 ? QString() : tr("%n edit(s) wait to be sent.", nullptr, count);
}

} // namespace roster::gui
