#pragma once

#include "server/storage/Database.h"
#include "server/storage/Dialect.h"

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

namespace roster::server {

/// Brings what was committed from the write-ahead log into the database's file
/// (sqlite.org/wal.html, 2.1), on a thread and a connection of its own: a commit that did so itself
/// would keep its replies waiting for some ten syncs' time. Owned by the WriteQueue, whose thread
/// tells it how long the log is.
///
/// A log is begun anew once all of it was brought over and nobody reads it. Under writes without
/// end that does not come by itself, so from Limits::longLog on the writer is held, after
/// checkpoints and syncs beside it, for what has come in the meantime. The file keeps its length
/// then, and writes into what is there are synced many times sooner than appended ones.
class Checkpointer
{
public:
    /// In pages of 4 KiB.
    struct Limits
    {
        int every = 24'000; ///< how much the log grows until a checkpoint is worth its syncs
        int longLog
            = 48'000; ///< from here on the log is to begin anew; less than what it is cut to
    };

    explicit Checkpointer(DatabaseProfile profile);
    Checkpointer(DatabaseProfile profile, const Limits &limits);
    ~Checkpointer();
    Checkpointer(const Checkpointer &) = delete;
    Checkpointer &operator=(const Checkpointer &) = delete;

    void start();
    /// Once the writer has stopped: leaves a log that is brought over, if nobody reads it.
    void stop();

    /// On the writer's thread, before it takes the database's lock: waits while the log is begun
    /// anew, though not for a reader that stays.
    void admitWriter();
    /// When it has left that lock: the log has @p pages now.
    void noteLog(int pages);

private:
    enum class Wanted { Nothing, Passive, Restart };
    void run();
    [[nodiscard]] bool bringOver();
    void beginAnew();
    void checkpoint(dialect::Checkpoint kind);

    DatabaseProfile m_profile;
    const Limits m_limits;
    int m_pagesThen = 0; ///< on the writer's thread: the log's at the last checkpoint

    std::mutex m_mutex;
    std::condition_variable m_changed;
    Wanted m_wanted = Wanted::Nothing;
    bool m_isHoldingWriter = false;
    bool m_isWriting = false;
    std::atomic<bool> m_hasLog = false;
    bool m_isStopping = true;
    std::unique_ptr<Database> m_database; ///< on the thread; null until it can be opened
    std::thread m_thread;
};

} // namespace roster::server
