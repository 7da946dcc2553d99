#include "server/requests/ReplyQueue.h"

namespace roster::server {

ReplyQueue::Place ReplyQueue::reserve()
{
    m_entries.emplace_back();
    return m_head + m_entries.size() - 1;
}

void ReplyQueue::fill(Place place, const QByteArray &line)
{
    Entry &entry = m_entries[place - m_head];
    Q_ASSERT(!entry.isFilled);
    entry = {line, true};
    m_waitingBytes += line.size();
}

void ReplyQueue::append(const QByteArray &line)
{
    fill(reserve(), line);
}

QByteArray ReplyQueue::takeReady()
{
    QByteArray lines;
    while (!m_entries.empty() && m_entries.front().isFilled) {
        QByteArray &line = m_entries.front().line;
        m_waitingBytes -= line.size();
        if (lines.isEmpty())
            lines = std::move(line);
        else
            lines += line;
        lines += '\n';
        m_entries.pop_front();
        ++m_head;
    }
    return lines;
}

} // namespace roster::server
