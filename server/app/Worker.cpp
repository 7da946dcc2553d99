#include "server/app/Worker.h"

#include "server/net/EpollDispatcher.h"
#include "server/net/TlsListener.h"
#include "server/requests/Conversation.h"
#include "server/requests/ConversationRegistry.h"
#include "server/requests/EmployeeHandlers.h"
#include "server/requests/SessionHandlers.h"

#include <QAbstractEventDispatcher>
#include <QCoreApplication>
#include <QEvent>

#include <openssl/crypto.h>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

std::vector<Route> concatenated(std::vector<Route> routes, std::vector<Route> more)
{
    routes.insert(
        routes.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    return routes;
}

} // namespace

/// All that lives on the worker's thread.
struct Worker::Room
{
    Room(const WorkerShared &with, std::unique_ptr<Database> reading, ReadBudget &budget,
        Mailbox &mail, RequestCounters &counters)
        : shared(with)
        , database(std::move(reading))
        , employees({*database, budget, with.employeeWrites, with.feed, with.sealer, with.clock,
              with.facts, &with.ranks})
        , sessions(with.accounts.authenticator(), with.facts)
        , status(with.gatherStatus)
        , dispatcher(
              concatenated(concatenated(employees.routes(), sessions.routes()), status.routes()),
              counters)
        , context{with.accounts.authenticator(), dispatcher, registry, mail, with.facts, with.users,
              counters, with.employeeWrites.load()}
    {
        const auto *loop = QAbstractEventDispatcher::instance();
        for (const auto turned :
            {&QAbstractEventDispatcher::awake, &QAbstractEventDispatcher::aboutToBlock})
            QObject::connect(loop, turned, &turns, [this] { employees.endReading(); });
    }

    /// Connections that have ended wait for their deletion in the event queue, and so may turns of
    /// theirs; they must be gone before what they refer to.
    ~Room()
    {
        listeners.clear();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    Room(const Room &) = delete;
    Room &operator=(const Room &) = delete;

    [[nodiscard]] Outcome listen(
        std::vector<FileDescriptor> listening, const QSslConfiguration &tls)
    {
        for (FileDescriptor &descriptor : listening) {
            auto listener = std::make_unique<TlsListener>(
                shared.limits, [this](const QHostAddress &peer) -> std::unique_ptr<LineService> {
                    return std::make_unique<Conversation>(context, peer);
                });
            listener->setTlsConfiguration(tls);
            if (const Outcome accepting = listener->startAccepting(std::move(descriptor));
                !accepting)
                return accepting;
            listeners.push_back(std::move(listener));
        }
        return Done{};
    }

    void finish(const std::function<void()> &drained)
    {
        const auto left = std::make_shared<std::size_t>(listeners.size());
        for (const auto &listener : listeners) {
            QObject::connect(
                listener.get(), &TlsListener::drained, listener.get(), [left, drained] {
                    if (--*left == 0)
                        drained();
                });
            listener->finishAll();
        }
    }

    const WorkerShared &shared;
    std::unique_ptr<Database> database;
    ConversationRegistry registry;
    EmployeeHandlers employees;
    SessionHandlers sessions;
    StatusHandlers status;
    RequestDispatcher dispatcher;
    ConversationContext context;
    std::vector<std::unique_ptr<TlsListener>> listeners;
    QObject turns; ///< where what each turn of the loop asks for belongs
};

Worker::Worker(const WorkerShared &shared, int number)
    : m_shared(shared)
{
    m_thread.setObjectName(u"worker-%1"_s.arg(number));
    m_thread.setEventDispatcher(new EpollDispatcher); // the thread takes it
    m_mailbox.moveToThread(&m_thread);
    QObject::connect(
        &m_thread, &QThread::finished, &m_thread, [this] { m_ended.set_value(); },
        Qt::DirectConnection);
    m_thread.start();
}

Worker::~Worker()
{
    m_budget.cancel();
    m_mailbox.post([this] {
        m_room.reset();
        m_mailbox.close();
        // What OpenSSL keeps for this thread would else be freed some time after wait() returns.
        OPENSSL_thread_stop();
        m_thread.quit();
    });
    m_thread.wait();
    m_ended.get_future().wait();
}

Outcome Worker::start(std::vector<FileDescriptor> listening, const QSslConfiguration &tls)
{
    std::promise<Outcome> started;
    m_mailbox.post([&] {
        Result<std::unique_ptr<Database>> database = Database::open(m_shared.employeeProfile);
        if (!database)
            return started.set_value(database.error());
        (*database)->keepWithin(m_budget);
        m_room = std::make_unique<Room>(
            m_shared, *std::move(database), m_budget, m_mailbox, m_counters);
        started.set_value(m_room->listen(std::move(listening), tls));
    });
    return started.get_future().get();
}

void Worker::setTlsConfiguration(const QSslConfiguration &tls)
{
    inRoom([tls](Room &room) {
        for (const auto &listener : room.listeners)
            listener->setTlsConfiguration(tls);
    });
}

void Worker::finish(std::function<void()> drained)
{
    inRoom([drained = std::move(drained)](Room &room) { room.finish(drained); });
}

void Worker::tellCommitted(CommitNotices notices)
{
    switch (m_backlog.take(notices)) {
    case NoticeBacklog::Next::Tell:
        inRoom([this, notices = std::move(notices)](Room &room) {
            NoticeLines commit(notices, room.shared.facts.currency.digits);
            room.registry.forEach(
                [&commit](Conversation &conversation) { conversation.onCommitted(commit); });
            m_backlog.told(notices);
        });
        break;
    case NoticeBacklog::Next::TellMissed:
        inRoom([this](Room &room) {
            room.registry.forEach([revision = m_backlog.takeMissed()](Conversation &conversation) {
                conversation.onMissed(revision);
            });
        });
        break;
    case NoticeBacklog::Next::Nothing:
        break;
    }
}

void Worker::tellSessionEvent(const SessionEvent &event)
{
    inRoom([event](Room &room) {
        room.registry.forEach(
            [&event](Conversation &conversation) { conversation.onSessionEvent(event); });
    });
}

/// Before start() there is no room, and nobody in it to be told.
void Worker::inRoom(std::function<void(Room &)> action)
{
    m_mailbox.post([this, action = std::move(action)] {
        if (m_room)
            action(*m_room);
    });
}

} // namespace roster::server
