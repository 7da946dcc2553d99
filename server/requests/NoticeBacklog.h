#pragma once

#include "server/requests/ChangeFeed.h"

#include <atomic>

namespace roster::server {

/// Bounds what waits in a worker's mailbox to be told to its subscribers: a worker that is far
/// behind is told only up to which revision it missed changes. Once it is owed that, everything
/// later is summed up with it, so that nothing is told out of order. One thread takes, another
/// tells.
class NoticeBacklog
{
public:
    static constexpr qint64 maxChanges = 10'000;

    enum class Next {
        Tell, ///< post the notices; told() once they were
        TellMissed, ///< post that takeMissed() is to be told
        Nothing, ///< that is posted already
    };
    [[nodiscard]] Next take(const CommitNotices &notices);
    void told(const CommitNotices &notices);
    /// The revision up to which changes were missed.
    [[nodiscard]] qint64 takeMissed() { return m_missedUpTo.exchange(0); }

private:
    std::atomic<qint64> m_untold = 0;
    std::atomic<qint64> m_missedUpTo = 0;
};

} // namespace roster::server
