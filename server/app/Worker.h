#pragma once

#include "server/auth/AccountServices.h"
#include "server/net/ConnectionLimits.h"
#include "common/base/FileDescriptor.h"
#include "server/requests/ChangeFeed.h"
#include "server/requests/Mailbox.h"
#include "server/requests/NoticeBacklog.h"
#include "server/requests/RequestCounters.h"
#include "server/requests/ServerFacts.h"
#include "server/requests/StatusHandlers.h"
#include "server/requests/UserConnections.h"
#include "server/storage/RankIndex.h"
#include "server/storage/ReadBudget.h"
#include "server/storage/WriteQueue.h"

#include <QSslConfiguration>
#include <QThread>

#include <functional>
#include <future>
#include <memory>
#include <vector>

namespace roster::server {

/// What the workers share; owned by ServerApp, outlives them.
struct WorkerShared
{
    AccountServices &accounts;
    WriteQueue &employeeWrites;
    ChangeFeed &feed;
    const FieldSealer &sealer;
    Clock &clock;
    const ServerFacts &facts;
    ConnectionLimits &limits;
    UserConnections &users;
    RankIndex &ranks;
    DatabaseProfile employeeProfile;
    StatusHandlers::Gather gatherStatus;
};

/// A thread with its own event loop on epoll, read connection, handlers, listeners and
/// conversations. Its methods are called on the main thread.
class Worker
{
public:
    Worker(const WorkerShared &shared, int number);
    /// Breaks off what is being read. The writers must have stopped: their jobs use this worker's
    /// handlers.
    ~Worker();

    /// Opens the read connection and accepts on @p listening. Returns when it does. Errors:
    /// StorageUnavailable, and what a listener refuses.
    [[nodiscard]] Outcome start(
        std::vector<FileDescriptor> listening, const QSslConfiguration &tls);
    void setTlsConfiguration(const QSslConfiguration &tls);
    /// Lets all connections answer what they owe and close; then @p drained is called on the
    /// worker's thread, once.
    void finish(std::function<void()> drained);

    /// What it has answered; complete once start() has returned.
    [[nodiscard]] const RequestCounters &counters() const { return m_counters; }

    /// Tells this worker's connections; from any thread.
    void tellCommitted(CommitNotices notices);
    void tellSessionEvent(const SessionEvent &event);

private:
    struct Room;
    void inRoom(std::function<void(Room &)> action);

    WorkerShared m_shared;
    QThread m_thread;
    std::promise<void> m_ended; ///< the thread's last word, in a way that race detectors see
    Mailbox m_mailbox;
    ReadBudget m_budget;
    RequestCounters m_counters;
    NoticeBacklog m_backlog;
    std::unique_ptr<Room> m_room; ///< made and destroyed on the worker's thread
};

} // namespace roster::server
