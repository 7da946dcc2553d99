#include "server/storage/Checkpointer.h"

#include "server/storage/Query.h"

#include <algorithm>

namespace roster::server {
namespace {

/// How long readers are waited for while the writer is held.
constexpr int patienceMs = 100;

} // namespace

Checkpointer::Checkpointer(DatabaseProfile profile)
    : Checkpointer(std::move(profile), Limits())
{
}

Checkpointer::Checkpointer(DatabaseProfile profile, const Limits &limits)
    : m_profile(std::move(profile))
    , m_limits(limits)
{
    m_profile.cacheMiB = 1; // it reads the log, not pages
    m_profile.busyTimeoutMs = patienceMs;
    m_profile.commits = nullptr; // it changes nothing that a reader could see
}

Checkpointer::~Checkpointer()
{
    stop();
}

void Checkpointer::start()
{
    m_isStopping = false;
    m_thread = std::thread([this] { run(); });
}

void Checkpointer::stop()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_isStopping = true;
    }
    m_changed.notify_all(); // the last checkpoint is made
    if (m_thread.joinable())
        m_thread.join();
}

void Checkpointer::admitWriter()
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return !m_isHoldingWriter; });
    m_isWriting = true;
}

void Checkpointer::noteLog(int pages)
{
    m_hasLog = m_hasLog || pages > 0;
    m_pagesThen = std::min(m_pagesThen, pages); // it was begun anew
    const bool isDue = pages - m_pagesThen >= m_limits.every;
    bool isAwaited = false;
    {
        const std::scoped_lock lock(m_mutex);
        m_isWriting = false;
        if (isDue) {
            m_pagesThen = pages;
            m_wanted = pages >= m_limits.longLog ? Wanted::Restart : Wanted::Passive;
        }
        isAwaited = isDue || m_isHoldingWriter;
    }
    if (isAwaited)
        m_changed.notify_all();
}

void Checkpointer::run()
{
    for (;;) {
        Wanted wanted = Wanted::Nothing;
        {
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, [this] { return m_isStopping || m_wanted != Wanted::Nothing; });
            if (m_isStopping)
                break;
            wanted = std::exchange(m_wanted, Wanted::Nothing);
        }
        if (wanted == Wanted::Passive)
            checkpoint(dialect::Checkpoint::Passive);
        else if (bringOver())
            beginAnew();
    }
    if (m_hasLog)
        checkpoint(dialect::Checkpoint::Truncate);
    m_database.reset();
}

/// All but what the writer adds meanwhile, and to the disk, for which SQLite waits only when the
/// log is to begin anew. The second time there is little left.
bool Checkpointer::bringOver()
{
    for (int i = 0; i < 2; ++i) {
        checkpoint(dialect::Checkpoint::Passive);
        if (m_database && !m_database->syncFile())
            m_database.reset();
        if (!m_database)
            return false;
    }
    return true;
}

/// Only once the writer has left the lock: SQLite asks for it again and again, and then gives up.
void Checkpointer::beginAnew()
{
    {
        std::unique_lock lock(m_mutex);
        m_isHoldingWriter = true;
        m_changed.wait(lock, [this] { return !m_isWriting; });
    }
    checkpoint(dialect::Checkpoint::Restart);
    {
        const std::scoped_lock lock(m_mutex);
        m_isHoldingWriter = false;
    }
    m_changed.notify_all();
}

/// What fails is tried again the next time, on a connection that knows nothing of it.
void Checkpointer::checkpoint(dialect::Checkpoint kind)
{
    if (!m_database) {
        if (Result<std::unique_ptr<Database>> opened = Database::open(m_profile))
            m_database = *std::move(opened);
    }
    if (m_database && !m_database->execute(dialect::checkpoint(kind)))
        m_database.reset();
}

} // namespace roster::server
