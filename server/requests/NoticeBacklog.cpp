#include "server/requests/NoticeBacklog.h"

namespace roster::server {

NoticeBacklog::Next NoticeBacklog::take(const CommitNotices &notices)
{
    const auto count = static_cast<qint64>(notices->size());
    const qint64 untold = m_untold.load();
    const bool isTooMuch = untold > 0 && untold + count > maxChanges;
    if (!isTooMuch && m_missedUpTo.load() == 0) {
        m_untold.fetch_add(count);
        return Next::Tell;
    }
    const bool isOwed = m_missedUpTo.exchange(*notices->back()->revision) != 0;
    return isOwed ? Next::Nothing : Next::TellMissed;
}

void NoticeBacklog::told(const CommitNotices &notices)
{
    m_untold.fetch_sub(static_cast<qint64>(notices->size()));
}

} // namespace roster::server
