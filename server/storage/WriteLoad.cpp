#include "server/storage/WriteLoad.h"

#include "common/protocol/ErrorData.h"

#include <algorithm>

namespace roster::server {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;

namespace {

/// Less is not worth a pause, and no disk needs more.
constexpr milliseconds shortestPause = 100ms;
constexpr milliseconds longestPause = 30s;
/// Of the pace, how much the latest commit says.
constexpr qint64 paceShare = 4;

} // namespace

WriteFigures WriteFigures::since(const WriteFigures &earlier) const
{
    return {refused - earlier.refused, failedCommits - earlier.failedCommits,
        sizes.since(earlier.sizes), durations.since(earlier.durations)};
}

std::optional<Error> WriteLoad::take(const JobWeight &weight)
{
    if (isTooMuch(weight)) {
        m_refused.add();
        const milliseconds pause
            = std::clamp(timeFor(m_jobs.value() / 2), shortestPause, longestPause);
        return tryLater(u"The server has too many changes to store."_s, pause);
    }
    m_jobs.add();
    m_bytes.add(static_cast<qint64>(weight.bytes));
    return std::nullopt;
}

bool WriteLoad::isTooMuch(const JobWeight &weight) const
{
    const auto jobs = static_cast<std::size_t>(m_jobs.value());
    const std::size_t bytes = static_cast<std::size_t>(m_bytes.value()) + weight.bytes;
    // A job that is too large for the queue by itself is taken when nothing else waits.
    const bool isFull = jobs >= maxJobs || (jobs > 0 && bytes > maxBytes);
    const bool isAlmostFull = jobs >= maxJobs / 4 * 3 || bytes > maxBytes / 4 * 3;
    return isFull || (isAlmostFull && weight.sendersJobs >= modestSender);
}

bool WriteLoad::isBusy() const
{
    return jobs() >= static_cast<qint64>(maxJobs / 2)
        || bytes() >= static_cast<qint64>(maxBytes / 2);
}

void WriteLoad::giveBack(const JobWeight &weight)
{
    m_jobs.add(-1);
    m_bytes.add(-static_cast<qint64>(weight.bytes));
}

void WriteLoad::noteCommit(std::size_t jobs, nanoseconds took, bool hasSucceeded)
{
    if (!hasSucceeded)
        return m_failedCommits.add();
    m_sizes.note(static_cast<qint64>(jobs));
    m_durations.note(std::chrono::duration_cast<std::chrono::microseconds>(took).count());
    const qint64 pace = took.count() / std::max<qint64>(static_cast<qint64>(jobs), 1);
    const qint64 before = m_nanosecondsPerJob.load(std::memory_order_relaxed);
    m_nanosecondsPerJob.store(
        before == 0 ? pace : before + (pace - before) / paceShare, std::memory_order_relaxed);
}

WriteFigures WriteLoad::figures() const
{
    return {m_refused.value(), m_failedCommits.value(), m_sizes.read(), m_durations.read()};
}

milliseconds WriteLoad::timeFor(qint64 jobs) const
{
    return std::chrono::duration_cast<milliseconds>(
        nanoseconds(jobs * m_nanosecondsPerJob.load(std::memory_order_relaxed)));
}

} // namespace roster::server
