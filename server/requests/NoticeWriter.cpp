#include "server/requests/NoticeWriter.h"

namespace roster::server {

void NoticeWriter::setSubscribed(bool isSubscribed)
{
    if (m_subscribers && isSubscribed != m_isSubscribed)
        m_subscribers->add(isSubscribed ? 1 : -1);
    m_isSubscribed = isSubscribed;
    m_missedUpTo.reset();
}

QByteArray NoticeWriter::write(NoticeLines &commit, const Rights &rights, qsizetype waitingBytes)
{
    if (m_missedUpTo || waitingBytes > maxWaiting) {
        m_missedUpTo = commit.revision();
        return {};
    }
    return commit.linesFor(rights);
}

void NoticeWriter::miss(qint64 revision)
{
    if (m_isSubscribed)
        m_missedUpTo = revision;
}

QByteArray NoticeWriter::catchUp(qsizetype waitingBytes)
{
    if (!m_missedUpTo || waitingBytes > maxWaiting / 2)
        return {};
    const QByteArray missed = NoticeLines::summary(*m_missedUpTo);
    m_missedUpTo.reset();
    return missed;
}

} // namespace roster::server
