#pragma once

#include "server/requests/BatchReplies.h"
#include "server/requests/ReplyQueue.h"
#include "server/requests/RequestDispatcher.h"

#include <QJsonValue>

#include <array>
#include <memory>
#include <unordered_map>

namespace roster::server {

/// A started request whose answer comes through the mailbox.
struct PendingCall
{
    std::shared_ptr<BatchReplies> replies;
    ReplyQueue::Place place;
    qsizetype index;
    QJsonValue id;
    Effect effect;
    bool mayEndSession;
    RequestTimer timer;
};

/// The calls of one conversation that are under way, and what may be started beside them.
class PendingCalls
{
public:
    /// Gives the call's number.
    [[nodiscard]] quint64 add(PendingCall call);
    [[nodiscard]] PendingCall take(quint64 number);
    [[nodiscard]] bool contains(quint64 number) const { return m_calls.contains(number); }

    [[nodiscard]] bool isEmpty() const { return m_calls.empty(); }
    [[nodiscard]] std::size_t size() const { return m_calls.size(); }
    /// Reads wait for all calls, writes for all but writes, and everything for session requests.
    [[nodiscard]] bool mayStart(Effect effect) const
    {
        return isEmpty() || (effect == Effect::Write && count(Effect::Write) == size());
    }
    /// A session request is under way: in which state the next line is served is open.
    [[nodiscard]] bool isSessionAtStake() const { return count(Effect::Session) > 0; }
    /// One of the calls may be what ends the session.
    [[nodiscard]] bool mayEndSession() const { return m_endingSession > 0; }

private:
    [[nodiscard]] std::size_t count(Effect effect) const
    {
        return m_counts[static_cast<std::size_t>(effect)];
    }

    std::unordered_map<quint64, PendingCall> m_calls;
    std::array<std::size_t, effectCount> m_counts{}; ///< of m_calls, by Effect
    std::size_t m_endingSession = 0;
    quint64 m_last = 0;
};

} // namespace roster::server
