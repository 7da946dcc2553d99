#pragma once

#include "common/base/Histogram.h"
#include "common/base/Result.h"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <optional>

namespace roster::server {

/// What a job is to a WriteQueue before it has run.
struct JobWeight
{
    std::size_t bytes = 0; ///< of memory that it holds while it waits, about
    std::size_t sendersJobs = 0; ///< how many of the same sender wait already
};

/// What a WriteQueue has done since the start.
struct WriteFigures
{
    qint64 refused = 0; ///< jobs that it did not take
    qint64 failedCommits = 0;
    HistogramCounts sizes; ///< jobs of each commit
    HistogramCounts durations; ///< microseconds from a transaction's begin to its being durable

    /// What was done after @p earlier.
    [[nodiscard]] WriteFigures since(const WriteFigures &earlier) const;
};

/// Decides which jobs a WriteQueue takes and counts what becomes of them. Bounded in number and in
/// bytes; from three quarters of that on, senders that have many jobs waiting already take no more
/// places, so that whoever floods the queue does not shut the others out. Owned by the queue.
class WriteLoad
{
public:
    static constexpr std::size_t maxJobs = 20'000;
    static constexpr std::size_t maxBytes = std::size_t{64} * 1024 * 1024;
    /// What a sender may always have waiting while there is a place.
    static constexpr std::size_t modestSender = 32;

    /// Under the queue's lock. Takes a place, or: TryLater, with the time after which half of what
    /// waits will be stored.
    [[nodiscard]] std::optional<Error> take(const JobWeight &weight);
    /// Under the queue's lock: gives the place back, because the job's turn has come.
    void giveBack(const JobWeight &weight);
    /// On the writer's thread.
    void noteCommit(std::size_t jobs, std::chrono::nanoseconds took, bool hasSucceeded);

    /// From any thread, as all that follows.
    [[nodiscard]] qint64 jobs() const { return m_jobs.value(); }
    [[nodiscard]] qint64 bytes() const { return m_bytes.value(); }
    /// Half full: who has jobs waiting should wait for them before it sends more.
    [[nodiscard]] bool isBusy() const;
    [[nodiscard]] WriteFigures figures() const;
    /// How long @p jobs take at the pace of the latest commits.
    [[nodiscard]] std::chrono::milliseconds timeFor(qint64 jobs) const;

private:
    [[nodiscard]] bool isTooMuch(const JobWeight &weight) const;

    Counter m_jobs;
    Counter m_bytes;
    Counter m_refused;
    Counter m_failedCommits;
    Histogram m_sizes;
    Histogram m_durations;
    std::atomic<qint64> m_nanosecondsPerJob = 0;
};

} // namespace roster::server
