#pragma once

#include <QtGlobal>

#include <atomic>
#include <optional>

namespace roster::server {

/// Tells the readers of a database whether anything may have been committed since they looked last.
/// Shared by those connections whose DatabaseProfile names it; all writers must be among them.
/// Thread-safe.
class CommitCount
{
public:
    /// Around each statement that may commit, from before its effect can be seen by others until
    /// before anybody is told of it.
    void begin() { m_begun.fetch_add(1); }
    void end() { m_ended.fetch_add(1); }
    /// What a transaction that begins now has at least.
    [[nodiscard]] quint64 ended() const { return m_ended.load(); }
    /// Nothing while a commit is under way. Equal to an earlier answer only if there was none
    /// since.
    [[nodiscard]] std::optional<quint64> settled() const
    {
        const quint64 ended = m_ended.load();
        return m_begun.load() == ended ? std::optional(ended) : std::nullopt;
    }

private:
    std::atomic<quint64> m_begun = 0;
    std::atomic<quint64> m_ended = 0;
};

} // namespace roster::server
