#pragma once

#include <QByteArray>

#include <deque>

namespace roster::server {

/// The lines that a connection owes, in the order of what they answer: a place is taken when a
/// request is read, filled when its reply is there, and left when all before it are filled.
class ReplyQueue
{
public:
    using Place = quint64;

    /// Takes the next place.
    [[nodiscard]] Place reserve();
    /// @p line without its end; @p place is unfilled.
    void fill(Place place, const QByteArray &line);
    /// A line, or some, that answer nothing, behind all replies owed now.
    void append(const QByteArray &line);
    /// The filled lines at the head, with their ends, and leaves their places.
    [[nodiscard]] QByteArray takeReady();

    [[nodiscard]] bool isEmpty() const { return m_entries.empty(); }
    [[nodiscard]] qsizetype size() const { return static_cast<qsizetype>(m_entries.size()); }
    /// Bytes of filled lines that wait for others before them.
    [[nodiscard]] qsizetype waitingBytes() const { return m_waitingBytes; }

private:
    struct Entry
    {
        QByteArray line;
        bool isFilled = false;
    };
    std::deque<Entry> m_entries;
    Place m_head = 0;
    qsizetype m_waitingBytes = 0;
};

} // namespace roster::server
