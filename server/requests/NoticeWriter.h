#pragma once

#include "common/base/Counter.h"
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

    /// @p subscribers, if given, counts it while it is subscribed.
    explicit NoticeWriter(Counter *subscribers = nullptr)
        : m_subscribers(subscribers)
    {
    }
    ~NoticeWriter() { setSubscribed(false); }
    NoticeWriter(const NoticeWriter &) = delete;
    NoticeWriter &operator=(const NoticeWriter &) = delete;

    [[nodiscard]] bool isSubscribed() const { return m_isSubscribed; }
    void setSubscribed(bool isSubscribed);

    /// The lines to send now, the last without its end; empty when there are none. @p waitingBytes:
    /// what the peer has not taken.
    [[nodiscard]] QByteArray write(
        NoticeLines &commit, const Rights &rights, qsizetype waitingBytes);
    /// What was to be told up to @p revision is lost; catchUp() gives the summary of it.
    void miss(qint64 revision);
    /// The summary that is due once @p waitingBytes has fallen, if one is; else empty.
    [[nodiscard]] QByteArray catchUp(qsizetype waitingBytes);

private:
    Counter *const m_subscribers;
    bool m_isSubscribed = false;
    std::optional<qint64> m_missedUpTo;
};

} // namespace roster::server
