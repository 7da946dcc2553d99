#pragma once

#include "common/base/Histogram.h"
#include "server/requests/Answer.h"

#include <QLatin1StringView>
#include <QString>

#include <chrono>
#include <map>

namespace roster::server {

/// The requests of one method that a worker has answered.
struct MethodCounters
{
    Counter errors; ///< of them, those that were refused or failed
    Histogram latencies; ///< microseconds from the line taken to the reply queued
};

/// A request under way, from the moment its line was taken.
struct RequestTimer
{
    using Clock = std::chrono::steady_clock;

    MethodCounters *counters = nullptr;
    Clock::time_point takenAt;

    /// Its reply is queued.
    void stop(bool hasFailed) const noexcept
    {
        const auto took
            = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - takenAt);
        counters->latencies.note(took.count());
        if (hasFailed)
            counters->errors.add();
    }
    void stop(const Result<QJsonObject> &outcome) const noexcept { stop(!outcome.isOk()); }
    void stop(const JsonText &) const noexcept { stop(false); }
};

/// What one worker counts. Its methods are made before the first connection; from then on the
/// worker's thread counts and any may read.
class RequestCounters
{
public:
    using Methods = std::map<QString, MethodCounters>;

    RequestCounters();

    /// Those of @p method, from now on; the reference lasts.
    [[nodiscard]] MethodCounters &add(QLatin1StringView method) { return m_methods[method]; }
    [[nodiscard]] MethodCounters &login() { return m_login; }
    [[nodiscard]] MethodCounters &resume() { return m_resume; }
    /// Of unknown methods, and of lines that are no requests.
    [[nodiscard]] MethodCounters &other() { return m_other; }
    [[nodiscard]] const Methods &methods() const { return m_methods; }

    Counter subscribers;

private:
    Methods m_methods;
    MethodCounters &m_login;
    MethodCounters &m_resume;
    MethodCounters &m_other;
};

} // namespace roster::server
