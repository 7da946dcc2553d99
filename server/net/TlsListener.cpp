#include "server/net/TlsListener.h"

#include "server/net/ClientConnection.h"
#include "server/net/ConnectionLimits.h"
#include "server/net/ListeningSocket.h"
#include "server/net/NetLog.h"
#include "server/net/TlsHandshake.h"
#include "server/requests/LineService.h"

#include <QSocketNotifier>
#include <QSslSocket>

#include <sys/socket.h>

#include <cerrno>
#include <vector>

using namespace Qt::StringLiterals;

namespace roster::server {
namespace {

using Clock = std::chrono::steady_clock;

/// Then the handshakes begun, and the other workers, have their turn.
constexpr int acceptsPerTurn = 16;
/// How long a worker with more than its share leaves a newcomer to the others.
constexpr std::chrono::milliseconds deference{2};
/// A full server drops a stranger that has waited for so long in favour of a newcomer: long enough
/// for an honest client to have sent its login.
constexpr std::chrono::seconds patienceWithStrangers{2};

bool isOutOfResources(int error)
{
    return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

/// What befell one connection before it was accepted; the next one may be fine (accept(2)).
bool isTroubleOfOneConnection(int error)
{
    return error != EAGAIN && error != EBADF && error != EINVAL && error != ENOTSOCK
        && error != EOPNOTSUPP && !isOutOfResources(error);
}

} // namespace

/// Either in its handshake or connected.
struct TlsListener::Client
{
    ConnectionPlace place;
    QHostAddress peer;
    QDeadlineTimer loginDeadline;
    std::unique_ptr<TlsHandshake> handshake;
    std::unique_ptr<ClientConnection> connection;
};

TlsListener::TlsListener(ConnectionLimits &limits, ServiceFactory createService,
    const ConnectionTimeouts &timeouts, QObject *parent)
    : QSslServer(parent)
    , m_limits(limits)
    , m_createService(std::move(createService))
    , m_timeouts(timeouts)
{
    m_backOff.setSingleShot(true);
    m_backOff.setInterval(m_timeouts.acceptBackOff);
    connect(&m_backOff, &QTimer::timeout, this, [this] {
        if (m_acceptable)
            m_acceptable->setEnabled(true);
    });
    m_deference.setSingleShot(true);
    m_deference.setTimerType(Qt::PreciseTimer);
    m_deference.setInterval(deference);
    connect(&m_deference, &QTimer::timeout, this, [this] {
        if (!m_acceptable)
            return;
        m_acceptable->setEnabled(true);
        acceptSome();
    });
}

TlsListener::~TlsListener() = default;

void TlsListener::setTlsConfiguration(const QSslConfiguration &configuration)
{
    setSslConfiguration(configuration);
}

/// Qt would accept by itself, but takes a lack of descriptors for a passing state and spins (T2).
/// So its own notifier rests and ours hands each descriptor to incomingConnection().
Outcome TlsListener::startAccepting(FileDescriptor listening)
{
    const int descriptor = listening.get();
    if (!setSocketDescriptor(descriptor))
        return Error{ErrorCode::InternalError,
            u"Connections cannot be accepted: %1."_s.arg(errorString()), {}};
    static_cast<void>(listening.release());
    pauseAccepting();
    m_acceptable = std::make_unique<QSocketNotifier>(descriptor, QSocketNotifier::Read);
    connect(m_acceptable.get(), &QSocketNotifier::activated, this, &TlsListener::onAcceptable);
    return Done{};
}

/// All workers are woken by a newcomer. Whoever is quickest would get it, and with it ever more, as
/// a worker that is at work already need not be woken first.
void TlsListener::onAcceptable()
{
    if (hasMoreThanItsShare()) {
        m_acceptable->setEnabled(false);
        m_deference.start();
    } else {
        acceptSome();
    }
}

bool TlsListener::hasMoreThanItsShare() const
{
    return connectionCount() > m_limits.fairShare();
}

/// One at least, if the others have left it.
void TlsListener::acceptSome()
{
    for (int i = 0; i < acceptsPerTurn && (i == 0 || !hasMoreThanItsShare()); ++i) {
        const int accepted = ::accept4(
            static_cast<int>(socketDescriptor()), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        const int error = errno;
        if (accepted >= 0) {
            incomingConnection(accepted);
        } else if (!isTroubleOfOneConnection(error)) {
            if (isOutOfResources(error))
                backOff(error);
            return;
        }
    }
}

void TlsListener::backOff(int error)
{
    qCDebug(logNet, "accepting pauses: error %d", error);
    m_tally.note(ConnectionEnd::OutOfDescriptors, serverAddress());
    m_acceptable->setEnabled(false);
    m_backOff.start();
}

void TlsListener::incomingConnection(qintptr descriptor)
{
    FileDescriptor accepted(static_cast<int>(descriptor));
    const QHostAddress peer = peerAddressOf(accepted);
    if (peer.isNull())
        return;
    std::optional<ConnectionPlace> place = m_limits.tryTake();
    if (!place && makeRoomInFullServer(peer))
        place = m_limits.tryTake();
    if (!place) {
        m_tally.note(ConnectionEnd::ServerFull, peer);
        return;
    }
    const ConnectionId id = m_nextId++;
    auto handshake = std::make_unique<TlsHandshake>();
    connect(
        handshake.get(), &TlsHandshake::succeeded, this, [this, id] { onHandshakeSucceeded(id); });
    connect(handshake.get(), &TlsHandshake::failed, this,
        [this, id](ConnectionEnd end) { onEnded(id, end); });
    handshake->start(std::move(accepted), sslConfiguration(), m_timeouts.handshake);
    m_clients.emplace(id,
        Client{std::move(*place), peer, QDeadlineTimer(m_timeouts.loginLine), std::move(handshake),
            {}});
    queueBeforeLogin(id, peer);
}

/// A block with more strangers than the newcomer's yields at once, however young they are: else
/// whoever connects most often would get every place that becomes free.
bool TlsListener::makeRoomInFullServer(const QHostAddress &newcomer)
{
    auto oldest = m_preLogin.oldestOfBlockAbove(m_preLogin.count(newcomer) + 1);
    if (!oldest)
        oldest = m_preLogin.oldestBefore(Clock::now() - patienceWithStrangers);
    if (oldest)
        drop(*oldest, ConnectionEnd::ServerFull);
    return oldest.has_value();
}

/// The newcomer always gets in: dropping the oldest of its own block instead lets an honest client
/// through while somebody behind the same address floods.
void TlsListener::queueBeforeLogin(ConnectionId id, const QHostAddress &peer)
{
    m_preLogin.add(id, peer, Clock::now());
    if (m_preLogin.count(peer) <= m_limits.sharePerAddressBlock())
        return;
    if (const auto oldest = m_preLogin.oldestOf(peer))
        drop(*oldest, ConnectionEnd::AddressShareExceeded);
}

void TlsListener::onHandshakeSucceeded(ConnectionId id)
{
    Client &client = m_clients.at(id);
    client.connection = std::make_unique<ClientConnection>(client.handshake->takeSocket(),
        m_createService(client.peer), client.loginDeadline, m_timeouts);
    // It is on the stack.
    client.handshake.release()->deleteLater();
    ClientConnection *connection = client.connection.get();
    connect(
        connection, &ClientConnection::sessionChanged, this, [this, id] { onSessionChanged(id); });
    connect(connection, &ClientConnection::closed, this,
        [this, id](ConnectionEnd end) { onEnded(id, end); });
}

void TlsListener::onSessionChanged(ConnectionId id)
{
    const Client &client = m_clients.at(id);
    if (client.connection->hasSession())
        m_preLogin.remove(id);
    else
        queueBeforeLogin(id, client.peer);
}

void TlsListener::drop(ConnectionId id, ConnectionEnd end)
{
    const Client &client = m_clients.at(id);
    if (client.handshake)
        client.handshake->abort(end);
    else
        client.connection->abort(end);
}

/// Its handshake or connection may be on the stack.
void TlsListener::onEnded(ConnectionId id, ConnectionEnd end)
{
    const auto found = m_clients.find(id);
    if (found == m_clients.end())
        return;
    Client &client = found->second;
    m_tally.note(end, client.peer);
    m_preLogin.remove(id);
    if (client.handshake)
        client.handshake.release()->deleteLater();
    if (client.connection)
        client.connection.release()->deleteLater();
    m_clients.erase(found);
    emitDrainedIfDone();
}

void TlsListener::stopAccepting()
{
    m_acceptable.reset();
    close();
}

void TlsListener::finishAll()
{
    stopAccepting();
    m_isFinishing = true;
    std::vector<ConnectionId> handshaking;
    for (auto &[id, client] : m_clients) {
        if (client.connection)
            client.connection->finish();
        else
            handshaking.push_back(id);
    }
    for (const ConnectionId id : handshaking)
        drop(id, ConnectionEnd::Finished);
    emitDrainedIfDone();
}

void TlsListener::emitDrainedIfDone()
{
    if (!m_isFinishing || !m_clients.empty())
        return;
    m_isFinishing = false;
    QMetaObject::invokeMethod(this, &TlsListener::drained, Qt::QueuedConnection);
}

} // namespace roster::server
