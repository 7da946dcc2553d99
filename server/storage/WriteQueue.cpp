#include "server/storage/WriteQueue.h"

#include "server/storage/Dialect.h"
#include "server/storage/EmployeeRowCache.h"
#include "server/storage/Query.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

constexpr std::size_t maxBatch = 2048;

Error outcomeUnknown()
{
    return {ErrorCode::OutcomeUnknown,
        u"The server could not tell whether the change was stored. Ask again with the same request_key."_s,
        {}};
}

} // namespace

WriteQueue::WriteQueue(DatabaseProfile profile)
    : m_profile(std::move(profile))
    , m_checkpointer(m_profile)
    , m_around([](const auto &complete) { complete(); })
{
    m_profile.leavesLog = true;
}

WriteQueue::~WriteQueue()
{
    stop();
}

void WriteQueue::setAroundCompletions(AroundCompletions around)
{
    m_around = std::move(around);
}

Outcome WriteQueue::start()
{
    // Open once on this thread, so that the caller learns of a failure; the writer has its own.
    const Result<std::unique_ptr<Database>> probe = Database::open(m_profile);
    if (!probe)
        return probe.error();
    m_isStopping = false;
    m_checkpointer.start();
    m_thread = std::thread([this] { run(); });
    return Done{};
}

void WriteQueue::stop()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_isStopping = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
    m_checkpointer.stop();
}

void WriteQueue::submit(Job job, Completion completion, const JobWeight &weight)
{
    std::optional<Error> refusal;
    {
        const std::scoped_lock lock(m_mutex);
        if (m_isStopping) {
            refusal = storageError();
        } else {
            refusal = m_load.take(weight);
            if (!refusal)
                m_waiting.push_back(
                    {.job = std::move(job), .completion = std::move(completion), .weight = weight});
        }
    }
    if (refusal)
        completion(*refusal);
    else
        m_wake.notify_one();
}

void WriteQueue::run()
{
    for (;;) {
        Batch batch = takeBatch();
        if (batch.empty())
            break;
        m_checkpointer.admitWriter();
        process(batch);
        m_checkpointer.noteLog(m_database ? m_database->logPages() : 0);
        m_around([&batch] {
            for (Entry &entry : batch)
                entry.completion(entry.outcome);
        });
    }
    m_database.reset();
}

WriteQueue::Batch WriteQueue::takeBatch()
{
    std::unique_lock lock(m_mutex);
    m_wake.wait(lock, [this] { return m_isStopping || !m_waiting.empty(); });
    const auto count = static_cast<std::ptrdiff_t>(std::min(m_waiting.size(), maxBatch));
    Batch batch(std::make_move_iterator(m_waiting.begin()),
        std::make_move_iterator(m_waiting.begin() + count));
    m_waiting.erase(m_waiting.begin(), m_waiting.begin() + count);
    for (const Entry &entry : batch)
        m_load.giveBack(entry.weight);
    return batch;
}

void WriteQueue::process(Batch &batch)
{
    const auto began = std::chrono::steady_clock::now();
    if (const Outcome open = ensureOpen(); !open)
        return failAll(batch, open.error());
    if (!runInTransaction(batch))
        return;
    const auto stored
        = std::ranges::count_if(batch, [](const Entry &entry) { return entry.outcome.isOk(); });
    if (stored == 0 && m_database->execute(u"ROLLBACK"_s))
        return;
    if (const Outcome committed = commit(); !committed)
        return failAll(batch, committed.error());
    if (stored > 0) {
        m_load.noteCommit(
            static_cast<std::size_t>(stored), std::chrono::steady_clock::now() - began, true);
    }
}

/// False when nothing is left to be committed. Each round in which the transaction is lost under a
/// job drops that job, and savepoints are turned to once, so this ends.
bool WriteQueue::runInTransaction(Batch &batch)
{
    for (Undo undo = m_database->changesMade() ? Undo::Everything : Undo::OneJob;;) {
        if (const Outcome begun = m_database->execute(dialect::beginWrite()); !begun) {
            failAll(batch, begun.error());
            return false;
        }
        const Ran ran = runJobs(batch, undo);
        if (ran == Ran::All)
            return true;
        if (ran == Ran::NeedsUndo)
            undo = Undo::OneJob;
        if (m_database->isTransactionOpen())
            static_cast<void>(m_database->execute(u"ROLLBACK"_s));
        if (std::ranges::all_of(batch, &Entry::hasFailed))
            return false;
    }
}

/// Unless Ran::All, everything that has not failed for good must run again.
WriteQueue::Ran WriteQueue::runJobs(Batch &batch, Undo undo)
{
    for (Entry &entry : batch) {
        if (entry.hasFailed)
            continue;
        if (const Ran ran = runJob(entry, undo); ran != Ran::All)
            return ran;
    }
    if (const Outcome marked = markCommit(); !marked) {
        failAll(batch, marked.error());
        return Ran::Lost;
    }
    return Ran::All;
}

WriteQueue::Ran WriteQueue::runJob(Entry &entry, Undo undo)
{
    if (undo == Undo::Everything) {
        const std::optional<qint64> before = m_database->changesMade();
        entry.outcome = entry.job(*m_database);
        if (m_database->isTransactionOpen()) {
            const bool isClean = entry.outcome || m_database->changesMade() == before;
            return isClean ? Ran::All : Ran::NeedsUndo;
        }
        if (entry.outcome)
            entry.outcome = storageError();
    } else if (const Outcome stands = runWithSavepoint(entry); stands) {
        return Ran::All;
    } else {
        entry.outcome = stands;
    }
    entry.hasFailed = true;
    return Ran::Lost;
}

/// An error: the transaction did not survive the job.
Outcome WriteQueue::runWithSavepoint(Entry &entry)
{
    if (const Outcome saved = m_database->execute(u"SAVEPOINT job"_s); !saved)
        return saved;
    entry.outcome = entry.job(*m_database);
    if (!m_database->isTransactionOpen())
        return entry.outcome ? Outcome(storageError()) : entry.outcome;
    if (!entry.outcome) {
        if (const Outcome undone = m_database->execute(u"ROLLBACK TO job"_s); !undone)
            return undone;
    }
    return m_database->execute(u"RELEASE job"_s);
}

/// Leaves a number in the transaction by which a failed COMMIT can be judged later.
Outcome WriteQueue::markCommit()
{
    Query mark(*m_database, u"UPDATE commit_marker SET value = ?"_s);
    return mark.bind(m_marker + 1).run();
}

Outcome WriteQueue::commit()
{
    std::optional<Error> failure;
    {
        Query statement(*m_database, u"COMMIT"_s);
        if (const Outcome committed = statement.run(); !committed)
            failure = statement.hasFailedToReadOrWrite() ? outcomeUnknown() : committed.error();
    }
    if (failure)
        return settleFailedCommit(*failure);
    ++m_marker;
    return Done{};
}

/// Whether a COMMIT that failed took place is known only to the database once it is opened anew.
/// Where its log could not be synced not even that is the last word: what is not seen now may be
/// found in the log after a crash, and what is seen may be lost with the power.
Outcome WriteQueue::settleFailedCommit(const Error &failure)
{
    qCCritical(storageLog) << "a commit failed; reopening" << m_profile.path;
    const qint64 wanted = m_marker + 1;
    m_database.reset();
    m_isInDoubt = true;
    if (const Outcome open = ensureOpen(); !open)
        return outcomeUnknown();
    if (m_marker == wanted)
        return syncWhatIsSeen();
    return failure;
}

/// One more commit syncs the log up to its own end.
Outcome WriteQueue::syncWhatIsSeen()
{
    Outcome synced = m_database->execute(dialect::beginWrite());
    if (synced)
        synced = markCommit();
    if (synced)
        synced = m_database->execute(u"COMMIT"_s);
    if (synced) {
        ++m_marker;
        return synced;
    }
    m_database.reset();
    return outcomeUnknown();
}

Outcome WriteQueue::ensureOpen()
{
    if (m_database)
        return Done{};
    Result<std::unique_ptr<Database>> opened = Database::open(m_profile);
    if (!opened)
        return opened.error();
    Query marker(**opened, u"SELECT value FROM commit_marker"_s);
    if (const Outcome ran = marker.run(); !ran)
        return ran.error();
    if (!marker.next())
        return storageError();
    m_marker = marker.integer(0);
    m_database = *std::move(opened);
    // What others have read since may have been what the log was not yet seen to hold.
    if (std::exchange(m_isInDoubt, false) && m_profile.rows)
        m_profile.rows->forgetAll();
    return Done{};
}

/// A job that refused itself may have done so for what an earlier one had changed, which is not
/// there now. Nothing of it was stored, whatever became of the others.
void WriteQueue::failAll(Batch &batch, const Error &error)
{
    m_load.noteCommit(0, {}, false);
    for (Entry &entry : batch) {
        if (entry.hasFailed)
            continue;
        entry.hasFailed = true;
        entry.outcome = entry.outcome ? error : storageError();
    }
}

} // namespace roster::server
