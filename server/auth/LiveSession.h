#pragma once

#include "common/model/Rights.h"
#include "server/auth/SessionEvent.h"
#include "server/storage/SessionStore.h"

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>

namespace roster::server {

/// What a session may do at a moment.
struct SessionState
{
    QString roleName;
    std::shared_ptr<const Rights> rights;
    bool mustChangePassword = false;
    std::chrono::milliseconds lastUsedAt{0}; ///< UTC
};

/// A session in memory, shared by its connections and the registry. It is dead once it was ended,
/// or is out of its idle or absolute time, whoever still holds it. Thread-safe.
class LiveSession
{
public:
    using Milliseconds = std::chrono::milliseconds;

    LiveSession(SessionRecord record, Milliseconds idleTimeout, SessionState state);

    /// What never changes; lastUsedAt is that of the start.
    [[nodiscard]] const SessionRecord &record() const { return m_record; }

    /// The state if the session is alive at @p now, which counts as its last use.
    [[nodiscard]] std::optional<SessionState> use(Milliseconds now);
    /// The same without being a use.
    [[nodiscard]] std::optional<SessionState> peek(Milliseconds now) const;
    /// Its idle or absolute time is over.
    [[nodiscard]] bool isOutOfTime(Milliseconds now) const;
    /// True when the role or its rights are others than before.
    bool change(
        const QString &roleName, std::shared_ptr<const Rights> rights, bool mustChangePassword);
    /// True when the session's role is @p roleName and had other rights before.
    bool changeRights(const QString &roleName, std::shared_ptr<const Rights> rights);

    /// Dead while its end is being stored; release() when that failed.
    void hold();
    void release();
    /// False when it had been ended before.
    bool end(EndReason reason);
    /// Why it is dead for good at @p now; none also while its end is being stored.
    [[nodiscard]] std::optional<EndReason> endReason(Milliseconds now) const;

    /// The last use, when it is not stored yet and the last one stored is @p interval or older.
    [[nodiscard]] std::optional<Milliseconds> takeUnstoredUse(Milliseconds interval);

private:
    [[nodiscard]] bool isAlive(Milliseconds now) const;
    [[nodiscard]] bool isWithinTime(Milliseconds now) const;

    const SessionRecord m_record;
    const Milliseconds m_idleTimeout;
    mutable std::mutex m_mutex;
    SessionState m_state;
    Milliseconds m_storedUse;
    int m_holds = 0;
    std::optional<EndReason> m_ended;
};

} // namespace roster::server
