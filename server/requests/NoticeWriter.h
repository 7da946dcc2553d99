#pragma once

#include "server/requests/NoticeLines.h"

#include <optional>

namespace roster::server {

/// What a subscriber is told of commits: each change as its role sees it, or, when it lags behind
/// or a commit is too large, only that there was much.
class NoticeWriter
{
public:
    /// More waiting bytes than this, and changes are summed up.
    static constexpr qsizetype maxWaiting = 1024 * 1024;

    [[nodiscard]] bool isSubscribed() const { return m_isSubscribed; }
    void setSubscribed(bool isSubscribed);

    /// The lines to send now, the last without its end; empty when there are none. @p waitingBytes:
    /// what the peer has not taken.
    [[nodiscard]] QByteArray write(
        NoticeLines &commit, const Rights &rights, qsizetype waitingBytes);
    /// The summary that is due once @p waitingBytes has fallen, if one is; else empty.
    [[nodiscard]] QByteArray catchUp(qsizetype waitingBytes);

private:
    bool m_isSubscribed = false;
    std::optional<qint64> m_missedUpTo;
};

} // namespace roster::server
