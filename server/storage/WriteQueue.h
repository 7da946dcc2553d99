#pragma once

#include "common/base/Result.h"
#include "server/storage/Checkpointer.h"
#include "server/storage/Database.h"
#include "server/storage/WriteLoad.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace roster::server {

/// The one writer of a database: a thread with the only read-write connection. What waits is run in
/// one transaction and committed once (group commit); then the outcomes are handed back, in order.
/// Owned by ServerApp; submit() may be called from any thread.
///
/// A job's failure undoes only itself. Most that fail have changed nothing by then, so a savepoint
/// for each job is set only once one has: the transaction is rolled back and begun again with them.
/// They cost: each makes SQLite copy the pages that follow and FTS5 write out what it has gathered.
/// So a job may be run again, then or when the transaction was lost under it, and must not keep
/// state between runs.
class WriteQueue
{
public:
    /// Runs on the writer's thread inside the transaction.
    using Job = std::function<Outcome(Database &)>;
    /// Runs on the writer's thread once the outcome is durable; must only hand over.
    using Completion = std::function<void(const Outcome &)>;

    explicit WriteQueue(DatabaseProfile profile);
    ~WriteQueue();
    WriteQueue(const WriteQueue &) = delete;
    WriteQueue &operator=(const WriteQueue &) = delete;

    /// Called on the writer's thread instead of the completions of each commit, which it calls by
    /// its argument, once, amid what else is to be done then. Set before start().
    using AroundCompletions = std::function<void(const std::function<void()> &complete)>;
    void setAroundCompletions(AroundCompletions around);
    /// Opens the connection and starts the thread. Errors: StorageUnavailable.
    [[nodiscard]] Outcome start();
    /// Runs what waits, then ends the thread; further jobs complete with StorageUnavailable.
    void stop();

    /// A job that WriteLoad does not take completes with TryLater at once.
    void submit(Job job, Completion completion, const JobWeight &weight = {});

    /// submit() for a job that gives a value.
    template <typename T>
    void submit(std::function<Result<T>(Database &)> job, std::function<void(Result<T>)> completion,
        const JobWeight &weight = {});
    /// submit() and wait: for the administrator's commands, never on a worker.
    template <typename T>
    [[nodiscard]] Result<T> runAndWait(std::function<Result<T>(Database &)> job);

    [[nodiscard]] const WriteLoad &load() const { return m_load; }

private:
    struct Entry
    {
        Job job;
        Completion completion;
        Outcome outcome = Done{};
        bool hasFailed = false;
        JobWeight weight = {};
    };
    using Batch = std::vector<Entry>;

    void run();
    [[nodiscard]] Batch takeBatch();
    void process(Batch &batch);
    enum class Undo { Everything, OneJob };
    enum class Ran { All, NeedsUndo, Lost };
    [[nodiscard]] bool runInTransaction(Batch &batch);
    [[nodiscard]] Ran runJobs(Batch &batch, Undo undo);
    [[nodiscard]] Ran runJob(Entry &entry, Undo undo);
    [[nodiscard]] Outcome runWithSavepoint(Entry &entry);
    [[nodiscard]] Outcome markCommit();
    [[nodiscard]] Outcome commit();
    [[nodiscard]] Outcome settleFailedCommit(const Error &failure);
    [[nodiscard]] Outcome syncWhatIsSeen();
    [[nodiscard]] Outcome ensureOpen();
    void failAll(Batch &batch, const Error &error);

    DatabaseProfile m_profile;
    Checkpointer m_checkpointer;
    AroundCompletions m_around;
    std::unique_ptr<Database> m_database; ///< null while it must be reopened
    qint64 m_marker = 0;
    bool m_isInDoubt = false; ///< a commit has failed, and the database was not reopened yet

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Entry> m_waiting;
    bool m_isStopping = true;
    WriteLoad m_load;
    std::thread m_thread;
};

template <typename T>
void WriteQueue::submit(std::function<Result<T>(Database &)> job,
    std::function<void(Result<T>)> completion, const JobWeight &weight)
{
    auto value = std::make_shared<std::optional<T>>();
    submit(
        [job = std::move(job), value](Database &database) -> Outcome {
            Result<T> result = job(database);
            if (!result)
                return std::move(result).error();
            *value = *std::move(result);
            return Done{};
        },
        [value, completion = std::move(completion)](const Outcome &outcome) {
            if (outcome)
                completion(*std::move(*value));
            else
                completion(outcome.error());
        },
        weight);
}

template <typename T> Result<T> WriteQueue::runAndWait(std::function<Result<T>(Database &)> job)
{
    std::mutex mutex;
    std::condition_variable done;
    std::optional<Result<T>> result;
    submit<T>(std::move(job), [&](Result<T> outcome) {
        const std::scoped_lock lock(mutex);
        result = std::move(outcome);
        done.notify_one();
    });
    std::unique_lock lock(mutex);
    done.wait(lock, [&] { return result.has_value(); });
    return *std::move(result);
}

} // namespace roster::server
